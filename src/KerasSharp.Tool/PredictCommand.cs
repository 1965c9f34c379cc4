using System.CommandLine;
using System.Globalization;
using KerasSharp.Callbacks;

namespace KerasSharp.Tool;

/// <summary><c>predict</c>: the outputs of a model for arrays of NumPy's formats.</summary>
internal static class PredictCommand
{
    private const string One = ".npy", Several = ".npz";

    public static Command Make(TextWriter error)
    {
        var file = new Argument<string>("model") { Description = "A model (.keras, .h5, an unpacked folder)." };
        var input = new Option<string>("--input", "-i") { Description = "Samples: an array (.npy), or arrays by the names of the model's inputs, or in their order (.npz).", Required = true, HelpName = "x.npy|x.npz" };
        var output = new Option<string>("--output", "-o") { Description = "What is written: an array (.npy), or arrays by the names of the model's outputs (.npz). An old file is replaced.", Required = true, HelpName = "y.npy|y.npz" };
        var batch = new Option<int>("--batch-size") { Description = "Samples in a batch.", DefaultValueFactory = _ => 32 };
        var command = new Command("predict", "Runs a model on arrays and writes what it gives.") { file, input, output, batch };
        command.SetAction(parsed =>
        {
            string source = parsed.GetValue(input)!, target = parsed.GetValue(output)!;
            foreach ((string name, string path) in new[] { ("--input", source), ("--output", target) })
            {
                if (!IsKind(path, One) && !IsKind(path, Several))
                {
                    throw new WrongUseException($"The name of {name} must end in \".npy\" or \".npz\". Received: {path}.");
                }
            }

            int size = parsed.GetValue(batch);
            if (size < 1)
            {
                throw new WrongUseException($"--batch-size must be at least 1. Received: {size.ToString(CultureInfo.InvariantCulture)}.");
            }

            string[] shapes = Predict(parsed.GetValue(file)!, source, target, size, new Progress(error), error);
            parsed.InvocationConfiguration.Output.WriteLine($"{target}: {string.Join(", ", shapes)}");
            return ToolCommand.Done;
        });
        return command;
    }

    private static string[] Predict(string path, string source, string target, int batchSize, Progress progress, TextWriter error)
    {
        Model model = progress.Run($"Reading {path}", path, () => Model.Load(path, compile: false));
        Tensor[] inputs = Inputs(model, source);
        Tensor[] outputs = [.. model.PredictMany(inputs.Length == 1 ? inputs[0] : inputs, batchSize, progress.IsShown ? 1 : 0, progress.IsShown ? [new ProgbarLogger(error)] : null)
            .Select(tensor => tensor.DType == DType.BFloat16 ? Ops.Cast(tensor, DType.Float32) : tensor)];
        string[] names = model.OutputNames(outputs.Length);
        if (IsKind(target, Several))
        {
            Npz.Save(target, names.Zip(outputs).ToDictionary(pair => pair.First, pair => pair.Second));
        }
        else
        {
            Npy.Save(target, outputs is [var only] ? only : throw new ArgumentException($"The model has {outputs.Length} outputs: {string.Join(", ", names)}. Write them to a file that ends in \".npz\"."));
        }

        return [.. names.Zip(outputs).Select(pair => $"{pair.First} {pair.Second.Shape} {pair.Second.DType.Name()}")];
    }

    /// <summary>The arrays of a file in the order of the model's inputs, in their dtypes.</summary>
    private static Tensor[] Inputs(Model model, string path)
    {
        string[] names = model.InputNames();
        Tensor[] arrays;
        if (IsKind(path, One))
        {
            arrays = [Npy.Load(path)];
        }
        else
        {
            IReadOnlyDictionary<string, Tensor> byName = Npz.Load(path);
            arrays = names.Length > 0 && names.All(byName.ContainsKey) ? Array.ConvertAll(names, name => byName[name])
                : names.Length <= 1 || byName.Keys.All(key => key.StartsWith("arr_", StringComparison.Ordinal)) ? [.. byName.Values]
                : throw new ArgumentException($"{path} must have an array for each input of the model: {string.Join(", ", names)}. It has: {string.Join(", ", byName.Keys)}.");
        }

        if (names.Length > 0 && arrays.Length != names.Length)
        {
            throw new ArgumentException($"{path} must have {(names.Length == 1 ? "one array" : $"{names.Length} arrays, in a file that ends in \".npz\"")}, as the model has the inputs {string.Join(", ", names)}. It has {arrays.Length}.");
        }

        return [.. arrays.Select((array, i) => model.Graph is not { } graph || array.DType == DType.String || graph.Inputs[i].DType == DType.String ? array : Ops.Cast(array, graph.Inputs[i].DType))];
    }

    private static bool IsKind(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
