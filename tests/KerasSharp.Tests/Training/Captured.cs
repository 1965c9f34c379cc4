namespace KerasSharp.Tests.Training;

/// <summary>What code writes to the console's error stream. For tests of <see cref="ProcessWide"/> only.</summary>
internal static class Captured
{
    public static string Errors(Action action)
    {
        TextWriter before = Console.Error;
        using var text = new StringWriter();
        Console.SetError(text);
        try
        {
            action();
        }
        finally
        {
            Console.SetError(before);
        }

        return text.ToString();
    }

    /// <summary>How often a warning stands in what was written.</summary>
    public static int Count(string text, string part) => text.Split(part).Length - 1;
}
