using KerasSharp.Utilities;

namespace KerasSharp.Saving;

/// <summary>Paths of layers within the group of a model or of a field: those that are there already are numbered.</summary>
internal sealed class NumberedPaths
{
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);

    /// <summary>The path of a layer of a model.</summary>
    /// <param name="className">Its class in Keras.</param>
    public string OfLayer(string className) => Next($"layers/{Naming.ToSnakeCase(className)}");

    /// <summary>A path, with a number from the second time on.</summary>
    public string Next(string path)
    {
        int number = _used.GetValueOrDefault(path);
        _used[path] = number + 1;
        return number == 0 ? path : $"{path}_{number}";
    }
}
