using System.Diagnostics;
using KerasSharp.Utilities;

namespace KerasSharp.Tool;

/// <summary>Says on a terminal what goes on, and how long it took where that was long.</summary>
/// <param name="error">The error stream; nothing is written where it is no terminal.</param>
internal sealed class Progress(TextWriter error)
{
    /// <summary>Whether somebody is watching.</summary>
    public bool IsShown { get; } = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;

    /// <summary>Does something that may take long.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="what">What is done: "Reading model.keras".</param>
    /// <param name="path">The file that it is done with, whose size is shown; null for none.</param>
    /// <param name="work">Does it.</param>
    public T Run<T>(string what, string? path, Func<T> work)
    {
        if (!IsShown)
        {
            return work();
        }

        string size = path is not null && File.Exists(path) ? $" ({Readable.Bytes(new FileInfo(path).Length)})" : "";
        error.Write($"{what}{size} ...");
        long start = Stopwatch.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            error.WriteLine($" {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        }
    }
}
