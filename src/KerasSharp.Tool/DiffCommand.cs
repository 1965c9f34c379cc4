using System.CommandLine;
using System.Globalization;
using KerasSharp.Saving;

namespace KerasSharp.Tool;

/// <summary><c>diff</c>: in what two files differ.</summary>
internal static class DiffCommand
{
    private const int MostShown = 20;

    public static Command Make(TextWriter error)
    {
        var a = new Argument<string>("a") { Description = "A model or weights." };
        var b = new Argument<string>("b") { Description = "Another one." };
        var tolerance = new Option<double>("--tolerance") { Description = "Numbers that are this near count as the same.", DefaultValueFactory = _ => 0 };
        var noOptimizer = new Option<bool>("--no-optimizer") { Description = "Leave out what the models were compiled with, and the state of optimizers." };
        var command = new Command("diff", "Compares two files: configs, and weights with the largest difference.") { a, b, tolerance, noOptimizer };
        command.SetAction(parsed =>
        {
            double near = parsed.GetValue(tolerance);
            if (!(near >= 0))
            {
                throw new WrongUseException($"--tolerance must be 0 or more. Received: {near.ToString(CultureInfo.InvariantCulture)}.");
            }

            using var first = SavedFile.Open(parsed.GetValue(a)!);
            using var second = SavedFile.Open(parsed.GetValue(b)!);
            bool same = Compare(first, second, near, !parsed.GetValue(noOptimizer), new Progress(error), parsed.InvocationConfiguration.Output);
            return same ? ToolCommand.Done : ToolCommand.Failed;
        });
        return command;
    }

    private static bool Compare(SavedFile a, SavedFile b, double tolerance, bool withOptimizer, Progress progress, TextWriter output)
    {
        if (a.Layout != b.Layout && (a.Model is null || b.Model is null))
        {
            throw new ArgumentException($"The weights cannot be compared: {a.Path} and {b.Path} name them in different ways, and one of them has no model that says which belong together. Convert it first.");
        }

        bool same = true;
        if (a.Model is not null && b.Model is not null)
        {
            same &= Configs("config", Description(a, a.Layout != b.Layout), Description(b, a.Layout != b.Layout), output);
            if (withOptimizer && a.Layout == b.Layout)
            {
                same &= Configs("compiled with", a.Training, b.Training, output);
            }
        }
        else if (a.Model is not null || b.Model is not null)
        {
            output.WriteLine($"config: only {(a.Model is null ? b : a).Path} has one, the other holds weights alone");
        }

        if (a.Layout == b.Layout)
        {
            same &= Weights("weights", a.Weights, b.Weights, tolerance, progress, output);
            return (!withOptimizer || (a.OptimizerState.Count == 0 && b.OptimizerState.Count == 0) || Weights("optimizer", a.OptimizerState, b.OptimizerState, tolerance, progress, output)) && same;
        }

        return Weights("weights", Loaded(a, progress), Loaded(b, progress), tolerance, progress, output) && same;
    }

    /// <summary>The config of a model without what it was compiled with; as this library writes it where the two formats write it differently.</summary>
    private static Config Description(SavedFile saved, bool isRewritten) =>
        new((isRewritten ? Config.FromJson(saved.Describe().ToJson()) : saved.Model!).Where(item => item.Key != "compile_config"));

    /// <summary>The weights of a model by their places.</summary>
    private static List<StoredWeight> Loaded(SavedFile saved, Progress progress)
    {
        Model model = progress.Run($"Reading {saved.Path}", saved.Path, () => KerasSharp.Model.Load(saved.Path, compile: false));
        return [.. WeightsLayout.Places(model).Select(place => new StoredWeight(place.Path, [.. place.Variable.Shape.ToArray().Select(size => (long)size)], place.Variable.DType, () => place.Variable.Value))];
    }

    private static bool Configs(string title, Config? a, Config? b, TextWriter output)
    {
        List<string> differences = [.. ConfigComparison.Differences(a, b)];
        output.WriteLine($"{title}: {(differences.Count == 0 ? "the same" : differences.Count == 1 ? "1 difference" : $"{differences.Count} differences")}");
        Write(differences, output);
        return differences.Count == 0;
    }

    private static bool Weights(string title, IReadOnlyList<StoredWeight> a, IReadOnlyList<StoredWeight> b, double tolerance, Progress progress, TextWriter output)
    {
        WeightComparison comparison = progress.Run($"Comparing {title}", null, () => WeightComparison.Of(a, b, tolerance));
        output.WriteLine($"{title}: {comparison.Summary}");
        Write(comparison.Differences, output);
        return comparison.Differences.Count == 0;
    }

    private static void Write(IReadOnlyList<string> lines, TextWriter output)
    {
        foreach (string line in lines.Take(MostShown))
        {
            output.WriteLine($"  {line}");
        }

        if (lines.Count > MostShown)
        {
            output.WriteLine($"  ... and {lines.Count - MostShown} more");
        }
    }
}
