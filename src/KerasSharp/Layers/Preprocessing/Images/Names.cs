namespace KerasSharp.Layers;

/// <summary>Names among which one is chosen.</summary>
internal static class Names
{
    /// <summary>The name, if it is one of those that there are.</summary>
    public static string OneOf(string given, string name, string owner, params string[] known) => known.Contains(given) ? given : throw new ArgumentException(
        $"{owner}: {name} must be \"{string.Join("\" or \"", known)}\". Received: {name}=\"{given}\".", name);

    /// <summary>How pixels outside an image are made up.</summary>
    public static string FillMode(string given, string owner) => OneOf(given, "fillMode", owner, "reflect", "wrap", "constant", "nearest");

    /// <summary>How pixels between others are made up.</summary>
    public static string Interpolation(string given, string owner) => OneOf(given, "interpolation", owner, "bilinear", "nearest");
}
