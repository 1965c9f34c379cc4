using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Conformance.Runners;

/// <summary>Runs a model case: the model from each file that Keras wrote predicts what Keras predicted, and what is saved again predicts the same bits.</summary>
internal static class ModelRunner
{
    public static void Run(ConformanceCase item)
    {
        foreach (string name in new[] { "model.keras", "model.h5", "model.weights.h5" })
        {
            string file = Path.Combine(item.Folder, name);
            if (!File.Exists(file))
            {
                continue;
            }

            Model model;
            if (name == "model.weights.h5")
            {
                model = Model.FromJson(File.ReadAllText(Path.Combine(item.Folder, "model.json")));
                model.LoadWeights(file);
            }
            else
            {
                model = Model.Load(file);
            }

            Tensor[] outputs = Predict(model, item);
            Check(item, name, outputs);
            string again = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.keras"), weights = Path.ChangeExtension(again, ".weights.h5");
            try
            {
                model.Save(again);
                Same(outputs, Predict(Model.Load(again), item), $"{name} saved as .keras");
                model.SaveWeights(weights);
                Model fresh = Model.FromJson(model.ToJson());
                fresh.LoadWeights(weights);
                Same(outputs, Predict(fresh, item), $"{name} saved as .weights.h5");
            }
            finally
            {
                File.Delete(again);
                File.Delete(weights);
            }
        }
    }

    private static Tensor[] Predict(Model model, ConformanceCase item)
    {
        var tensors = item.List("inputs").Cast<Config>().ToDictionary(d => (string)d["key"]!, d => item.Array((string)d["key"]!).ToTensor(DTypes.Parse((string)d["dtype"]!)), StringComparer.Ordinal);
        object? argument = ((List<object?>)item.Object("call")!["args"]!)[0];
        return model.PredictMany(Input(argument), batchSize: 64);

        DataInput Input(object? node) => node switch
        {
            Config map when map.GetValueOrDefault("ref") is string key => tensors[key],
            Config map when map.GetValueOrDefault("dict") is Config named => named.ToDictionary(n => n.Key, n => Input(n.Value)),
            Config map when map.GetValueOrDefault("tuple") is List<object?> tuple => DataInput.Create([.. tuple.Select(Input)]),
            List<object?> list => DataInput.Create([.. list.Select(Input)]),
            _ => throw new CaseFailedException("the input of the model is not understood"),
        };
    }

    private static void Check(ConformanceCase item, string file, Tensor[] outputs)
    {
        List<object?> expected = item.List("outputs");
        for (int i = 0; i < expected.Count; i++)
        {
            var descriptor = (Config)expected[i]!;
            double[] numbers = item.Array((string)descriptor["key"]!).ToTensor(DType.Float64).ToDoubles();
            int[] shape = [.. ((List<object?>)descriptor["shape"]!).Select(n => (int)(long)n!)];
            if (!Comparison.Agree(outputs[i].Shape.Span, outputs[i].ToDoubles(), shape, numbers, item.Tolerance, out string difference))
            {
                throw new CaseFailedException($"{file}: output {i}: {difference}");
            }
        }
    }

    private static void Same(Tensor[] expected, Tensor[] found, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (!expected[i].ToArray<float>().AsSpan().SequenceEqual(found[i].ToArray<float>()))
            {
                throw new CaseFailedException($"{what}: output {i} has other bits");
            }
        }
    }
}
