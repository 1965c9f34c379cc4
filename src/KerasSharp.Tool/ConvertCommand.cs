using System.CommandLine;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Tool;

/// <summary><c>convert</c>: a model or weights in another format.</summary>
internal static class ConvertCommand
{
    private static readonly Dictionary<string, string> Endings = new(StringComparer.Ordinal) { ["keras"] = ".keras", ["h5"] = ".h5", ["weights"] = ".weights.h5", ["safetensors"] = ".safetensors" };

    public static Command Make(TextWriter error)
    {
        var file = new Argument<string>("file") { Description = "A model (.keras, .h5, an unpacked folder)." };
        var to = new Option<string>("--to") { Description = "keras: the format of Keras 3; h5: the one before; weights: weights alone, with the optimizer's state; safetensors: weights alone, by name.", Required = true, HelpName = string.Join("|", Endings.Keys) };
        to.AcceptOnlyFromAmong([.. Endings.Keys]);
        var output = new Option<string?>("--output", "-o") { Description = "The file to write; beside the old one, with another ending, when not given." };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        var command = new Command("convert", "Writes a model, or its weights, in another format.") { file, to, output, force };
        command.SetAction(parsed =>
        {
            string source = parsed.GetValue(file)!, format = parsed.GetValue(to)!;
            string target = parsed.GetValue(output) ?? Default(source, Endings[format]);
            if (!target.EndsWith(Endings[format], StringComparison.OrdinalIgnoreCase))
            {
                throw new WrongUseException($"The name of the output must end in \"{Endings[format]}\" for --to {format}. Received: {target}.");
            }

            if (string.Equals(Path.GetFullPath(source), Path.GetFullPath(target), StringComparison.Ordinal))
            {
                throw new WrongUseException($"The output must be another file than the input. Received: {target} for both.");
            }

            Convert(source, target, format, parsed.GetValue(force), new Progress(error));
            parsed.InvocationConfiguration.Output.WriteLine($"{target} ({Readable.Bytes(new FileInfo(target).Length)})");
            return ToolCommand.Done;
        });
        return command;
    }

    private static void Convert(string source, string target, string format, bool force, Progress progress)
    {
        Model model = progress.Run($"Reading {source}", source, () => Model.Load(source));
        progress.Run($"Writing {target}", null, () =>
        {
            if (format is "weights" or "safetensors")
            {
                model.SaveWeights(target, overwrite: force);
            }
            else
            {
                model.Save(target, overwrite: force);
            }

            return true;
        });
    }

    private static string Default(string source, string ending)
    {
        string path = Path.TrimEndingDirectorySeparator(source);
        foreach (string known in new[] { ".weights.h5", ".keras", ".hdf5", ".h5" })
        {
            if (path.EndsWith(known, StringComparison.OrdinalIgnoreCase))
            {
                return path[..^known.Length] + ending;
            }
        }

        return path + ending;
    }
}
