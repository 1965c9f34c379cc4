using System.CommandLine;
using System.Globalization;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Tool;

/// <summary><c>info</c>: what a file holds. Reads configs and shapes, never the numbers of weights.</summary>
internal static class InfoCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "A model (.keras, .h5, an unpacked folder) or weights (.weights.h5, .h5, .weights.json, .safetensors, .npz)." };
        var weights = new Option<bool>("--weights") { Description = "List every array with its shape and type of numbers." };
        var nested = new Option<bool>("--nested") { Description = "Show the layers of models inside models." };
        var command = new Command("info", "Shows a file: format and version, layers, optimizer, custom objects. The numbers of weights are not read.") { file, weights, nested };
        command.SetAction(parsed =>
        {
            using var saved = SavedFile.Open(parsed.GetValue(file)!);
            Write(saved, parsed.GetValue(weights), parsed.GetValue(nested), parsed.InvocationConfiguration.Output);
            return ToolCommand.Done;
        });
        return command;
    }

    private static void Write(SavedFile saved, bool listsWeights, bool nested, TextWriter output)
    {
        void Line(string name, string value) => output.WriteLine($"{name + ":",-16}{value}");
        Line("File", $"{saved.Path} ({Readable.Bytes(saved.Bytes)})");
        Line("Format", saved.Format);
        Line("Keras version", saved.KerasVersion ?? "not said");
        foreach ((string name, string value) in saved.Facts)
        {
            Line(char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' '), Shown.Text(value));
        }

        Line("Weights", Count(saved.Weights));
        if (saved.Model is { } model)
        {
            Line("Model", $"{Shown.Text(model.GetValueOrDefault("class_name") as string ?? "?")} {((model.GetValueOrDefault("config") as Config)?.GetValueOrDefault("name") is string name ? $"'{Shown.Text(name)}'" : "")}".TrimEnd());
            WriteTraining(saved, Line);
            string[] custom = [.. CustomObjectNames.In(model)];
            Line("Custom objects", custom.Length == 0 ? "none" : string.Join(", ", custom.Select(Shown.Text)));
        }
        else if (saved.OptimizerState.Count > 0)
        {
            Line("Optimizer", Count(saved.OptimizerState));
        }

        if (saved.Model is not null)
        {
            output.WriteLine();
            WriteSummary(saved, nested, output);
        }

        if (listsWeights)
        {
            output.WriteLine();
            foreach (StoredWeight weight in saved.Weights.Concat(saved.OptimizerState))
            {
                output.WriteLine($"{Shown.Text(weight.Path)}  ({string.Join(", ", weight.Shape)})  {weight.DType.Name()}");
            }
        }
    }

    private static void WriteTraining(SavedFile saved, Action<string, string> line)
    {
        if (saved.Training is not { } training)
        {
            line("Optimizer", "none, the model is not compiled");
            return;
        }

        // Keras 2 calls it optimizer_config.
        object? optimizer = training.GetValueOrDefault("optimizer") ?? training.GetValueOrDefault("optimizer_config");
        Config? config = (optimizer as Config)?.GetValueOrDefault("config") as Config;
        object? rate = config?.GetValueOrDefault("learning_rate") ?? config?.GetValueOrDefault("lr");
        line(
            "Optimizer",
            $"{Shown.Object(optimizer)}{(rate is null ? "" : $", learning rate {Shown.Object(rate)}")}{(saved.OptimizerState.Count == 0 ? ", without state" : $", state: {Count(saved.OptimizerState)}")}");
        line("Loss", Shown.Object(training.GetValueOrDefault("loss")));
        line("Metrics", Shown.Object(training.GetValueOrDefault("metrics")));
    }

    private static void WriteSummary(SavedFile saved, bool nested, TextWriter output)
    {
        try
        {
            saved.Describe().Summary(printFn: output.Write, expandNested: nested);
        }
        catch (ModelFormatException error)
        {
            output.WriteLine($"The layers cannot be shown. {error.Message}");
        }
    }

    private static string Count(IReadOnlyList<StoredWeight> weights)
    {
        long Numbers(StoredWeight weight) => weight.Shape.Aggregate(1L, (a, b) => a * b);
        string types = string.Join(", ", weights.Select(weight => weight.DType).Distinct().Select(type => type.Name()));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{weights.Count} {(weights.Count == 1 ? "array" : "arrays")}, {Readable.Count(weights.Sum(Numbers))} numbers ({Readable.Bytes(weights.Sum(weight => (double)Numbers(weight) * weight.DType.Size()))}){(types.Length > 0 ? $", {types}" : "")}");
    }
}
