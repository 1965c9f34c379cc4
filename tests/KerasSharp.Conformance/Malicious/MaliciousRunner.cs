using System.Diagnostics;
using System.Text.RegularExpressions;
using KerasSharp.Saving;

namespace KerasSharp.Conformance;

/// <summary>
/// Loads hostile and odd files and checks that each ends as its <c>cases.json</c> says: refused by an error of our own, loaded with the right weights, or loaded with a layer that
/// explains why it cannot be called; in bounded time and memory, and with no other file touched.
/// </summary>
internal static partial class MaliciousRunner
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2), MostTimeOfManyObjects = TimeSpan.FromSeconds(10);

    /// <summary>Loads of a file of which the quickest counts: a machine that is busy with other things takes longer.</summary>
    private const int Attempts = 4;

    public static (int Passed, int Failed) RunAll(string folder, string filter, TextWriter output)
    {
        List<object?> cases = (List<object?>)Config.FromJson($"{{\"cases\":{File.ReadAllText(Path.Combine(folder, "cases.json"))}}}")["cases"]!;
        var marks = new EscapeMarks(folder);
        WarmUp(folder);
        int passed = 0, failed = 0;
        foreach (Config item in cases.Cast<Config>().Where(c => ((string)c["file"]!).Contains(filter, StringComparison.Ordinal)))
        {
            string? reason = Run(folder, item) ?? marks.Found();
            passed += reason is null ? 1 : 0;
            failed += reason is null ? 0 : 1;
            if (reason is not null)
            {
                output.WriteLine($"FAIL {item["file"]} ({item["how"]}): {reason.ReplaceLineEndings(" ")}");
            }
        }

        return (passed, failed);
    }

    [GeneratedRegex(@"\d{3},000|million")]
    private static partial Regex ManyObjects { get; }

    /// <summary>Compiles the code on the way of a load, which the first case would else be charged with.</summary>
    private static void WarmUp(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "control_*").Order(StringComparer.Ordinal))
        {
            _ = Run(folder, new Config { ["file"] = Path.GetFileName(file), ["kind"] = Path.GetExtension(file)[1..], ["expect"] = "loads", ["how"] = "" });
        }
    }

    private static string? Run(string folder, Config item)
    {
        string? reason = null;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            reason = Run(folder, item, out TimeSpan over);
            if (over <= TimeSpan.Zero)
            {
                return reason;
            }
        }

        return reason;
    }

    /// <summary>Loads a file once; <paramref name="over"/> is by how much it took too long, where nothing else is wrong.</summary>
    private static string? Run(string folder, Config item, out TimeSpan over)
    {
        over = TimeSpan.Zero;
        HashSet<string> right = [(string)item["expect"]!, .. item.GetValueOrDefault("also_ok") is List<object?> others ? others.Cast<string>() : []];
        string end;
        var memory = MemoryPeak.Start();
        var watch = Stopwatch.StartNew();
        try
        {
            Model? model = MaliciousLoader.Load(folder, item);
            watch.Stop();
            end = model is null ? "loads" : MaliciousChecks.Fault(folder, item, model) ?? MaliciousChecks.Kind(model);
        }
        catch (ModelFormatException error)
        {
            end = error.ToString().Contains("CANARY", StringComparison.Ordinal) ? "an error that shows another file's content" : "refuse";
        }
#pragma warning disable CA1031 // Whatever else a file brings about is what the case looks for.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return $"{error.GetType().Name}: {error.Message}";
        }

        watch.Stop();
        TimeSpan most = ManyObjects.IsMatch((string)item["how"]!) ? MostTimeOfManyObjects : MostTime;
        if (!right.Contains(end))
        {
            return $"{end}, expected {string.Join(" or ", right)}";
        }

        over = watch.Elapsed - most;
        return over > TimeSpan.Zero ? $"it took {watch.ElapsedMilliseconds} ms" : memory.Excess();
    }
}
