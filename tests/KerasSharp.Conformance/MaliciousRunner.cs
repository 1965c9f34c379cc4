using System.Diagnostics;
using KerasSharp.Saving;

namespace KerasSharp.Conformance;

/// <summary>Loads hostile and odd files and checks that each ends as its <c>cases.json</c> says: refused by an error of our own, or loaded, in bounded time and memory.</summary>
internal static class MaliciousRunner
{
    private const long MostBytes = 64L << 20;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);

    public static (int Passed, int Failed) RunAll(string folder, string filter, TextWriter output)
    {
        var cases = (List<object?>)Config.FromJson($"{{\"cases\":{File.ReadAllText(Path.Combine(folder, "cases.json"))}}}")["cases"]!;
        int passed = 0, failed = 0;
        foreach (Config item in cases.Cast<Config>().Where(c => ((string)c["file"]!).Contains(filter, StringComparison.Ordinal)))
        {
            string? reason = Run(folder, item);
            passed += reason is null ? 1 : 0;
            failed += reason is null ? 0 : 1;
            if (reason is not null)
            {
                output.WriteLine($"FAIL {item["file"]} ({item["how"]}): {reason.ReplaceLineEndings(" ")}");
            }
        }

        return (passed, failed);
    }

    private static string? Run(string folder, Config item)
    {
        string file = (string)item["file"]!, kind = (string)item["kind"]!;
        HashSet<string> right = [(string)item["expect"]!, .. item.GetValueOrDefault("also_ok") is List<object?> others ? others.Cast<string>() : []];
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        string end;
        try
        {
            Model model = Load(folder, file, kind, item);
            end = item.GetValueOrDefault("check") is "base" && Difference(folder, model) is { } difference ? difference : "loads";
        }
        catch (ModelFormatException)
        {
            end = "refuse";
        }
        catch (NotSupportedException e)
        {
            return e.Message;
        }
#pragma warning disable CA1031 // Whatever else a file brings about is what the case looks for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"{e.GetType().Name}: {e.Message}";
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return !right.Contains(end) ? $"{end}, expected {string.Join(" or ", right)}"
            : watch.Elapsed > MostTime ? $"it took {watch.ElapsedMilliseconds} ms"
            : allocated > 4 * MostBytes ? $"it allocated {allocated >> 20} MB" : null;
    }

    private static Model Load(string folder, string file, string kind, Config item)
    {
        string path = Path.Combine(folder, file);
        switch (kind)
        {
            case "keras" or "h5":
                return Model.Load(path);
            case "weights.h5":
                Model model = Model.FromJson(File.ReadAllText(Path.Combine(folder, item.GetValueOrDefault("into") as string ?? "base_model.json")));
                model.LoadWeights(path);
                return model;
            default:
                throw new NotSupportedException($"files of the kind {kind} cannot be loaded yet");
        }
    }

    /// <summary>Where the weights differ from those that the honest file holds.</summary>
    private static string? Difference(string folder, Model model)
    {
        Config expected = Config.FromJson(File.ReadAllText(Path.Combine(folder, "base_weights.json")));
        foreach (((string name, object? value), Variable weight) in expected.Zip(model.Weights))
        {
            double[] numbers = [.. ((List<object?>)((Config)value!)["values"]!).Select(ConformanceCase.Number)];
            if (!numbers.SequenceEqual(Ops.Cast(weight, DType.Float64).ToArray<double>()))
            {
                return $"loads other numbers for {name}";
            }
        }

        return null;
    }
}
