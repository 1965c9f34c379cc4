namespace KerasSharp.Tests.Training;

/// <summary>What code writes to the console. For tests of <see cref="ProcessWide"/> only.</summary>
internal static class Captured
{
    public static string Errors(Action action) => Written(Console.Error, Console.SetError, action);

    public static string Output(Action action) => Written(Console.Out, Console.SetOut, action);

    private static string Written(TextWriter before, Action<TextWriter> set, Action action)
    {
        using var text = new StringWriter { NewLine = "\n" };
        set(text);
        try
        {
            action();
        }
        finally
        {
            set(before);
        }

        return text.ToString();
    }

    /// <summary>How often a warning stands in what was written.</summary>
    public static int Count(string text, string part) => text.Split(part).Length - 1;
}
