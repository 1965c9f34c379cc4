using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Conformance.Runners;

/// <summary>Runs a model case: the model from each file that Keras wrote predicts what Keras predicted, what is saved again predicts the same bits, and training goes as Keras's did.</summary>
internal static class ModelRunner
{
    public static void Run(ConformanceCase item)
    {
        CheckConfig(File.ReadAllText(Path.Combine(item.Folder, "model.json")));
        foreach (string name in new[] { "model.keras", "model.h5", "model.weights.h5" })
        {
            string file = Path.Combine(item.Folder, name);
            if (File.Exists(file))
            {
                Model model = name == "model.weights.h5" ? Model.FromJson(File.ReadAllText(Path.Combine(item.Folder, "model.json"))) : Model.Load(file);
                if (name == "model.weights.h5")
                {
                    model.LoadWeights(file);
                }

                Tensor[] outputs = Predict(model, item);
                Check(item, name, "outputs", outputs);
                SaveAgain(model, outputs, item, name);
            }
        }

        if (item.Has("train"))
        {
            TrainingRunner.Run(item);
        }
    }

    /// <summary>The model is described by the JSON that Keras wrote for it.</summary>
    private static void CheckConfig(string json)
    {
        Config expected = Config.FromJson(json), found = Config.FromJson(Model.FromJson(json).ToJson());
        if (ConfigComparison.Difference(expected, found) is { } difference)
        {
            throw new CaseFailedException($"model.json: {difference}");
        }
    }

    public static Tensor[] Predict(Model model, ConformanceCase item) => model.PredictMany(Data(item, ((List<object?>)item.Object("call")!["args"]!)[0]), batchSize: 64);

    /// <summary>The data that a node of a case means.</summary>
    public static DataInput Data(ConformanceCase item, object? node) => node switch
    {
        Config map when map.GetValueOrDefault("ref") is string key => Tensor(item, key),
        Config map when map.GetValueOrDefault("dict") is Config named => named.ToDictionary(n => n.Key, n => Data(item, n.Value)),
        Config map when map.GetValueOrDefault("tuple") is List<object?> tuple => DataInput.Create([.. tuple.Select(n => Data(item, n))]),
        List<object?> list => DataInput.Create([.. list.Select(n => Data(item, n))]),
        _ => throw new CaseFailedException("the data of the model is not understood"),
    };

    /// <summary>Compares tensors with the arrays that descriptors name.</summary>
    public static void Check(ConformanceCase item, string what, string descriptors, IReadOnlyList<Tensor> found) => Check(item, what, item.List(descriptors), found);

    /// <summary>Compares tensors with the arrays that descriptors name.</summary>
    public static void Check(ConformanceCase item, string what, List<object?> expected, IReadOnlyList<Tensor> found)
    {
        if (expected.Count != found.Count)
        {
            throw new CaseFailedException($"{what}: {found.Count} tensors where there should be {expected.Count}");
        }

        for (int i = 0; i < expected.Count; i++)
        {
            var descriptor = (Config)expected[i]!;
            double[] numbers = item.Array((string)descriptor["key"]!).ToTensor(DType.Float64).ToDoubles();
            int[] shape = [.. ((List<object?>)descriptor["shape"]!).Select(n => (int)(long)n!)];
            bool isDisputed = KnownDisputes.Reasons.TryGetValue($"{item.Id}/{descriptor["key"]}", out string? reason);
            if (!Comparison.Agree(found[i].Shape.Span, found[i].ToDoubles(), shape, numbers, item.Tolerance, out string difference) && !(isDisputed && KnownDisputes.AreSkipped))
            {
                throw new CaseFailedException($"{what}: {descriptor["key"]}: {difference}{(isDisputed ? $" (disputed: {reason})" : "")}");
            }
        }
    }

    private static Tensor Tensor(ConformanceCase item, string key)
    {
        Config descriptor = item.List("inputs").Cast<Config>().Single(d => (string)d["key"]! == key);
        return item.Array(key).ToTensor(DTypes.Parse((string)descriptor["dtype"]!));
    }

    /// <summary>Saves the model in every format; what is loaded again must predict the same bits.</summary>
    private static void SaveAgain(Model model, Tensor[] outputs, ConformanceCase item, string name)
    {
        string folder = Directory.CreateTempSubdirectory("keras").FullName;
        try
        {
            foreach (string again in new[] { "again.keras", "again.h5", "folder.keras" })
            {
                string path = Path.Combine(folder, again);
                model.Save(path, zipped: again != "folder.keras");
                Same(outputs, Predict(Model.Load(path), item), $"{name} saved as {again}");
                if (again == "again.keras" && name == "model.keras")
                {
                    FileComparison.Archives(Path.Combine(item.Folder, name), path);
                }
                else if (again == "again.h5" && name == "model.h5")
                {
                    FileComparison.Hdf5(Path.Combine(item.Folder, name), path);
                }
            }

            foreach (string weights in new[] { "again.weights.h5", "again_weights.h5" })
            {
                string path = Path.Combine(folder, weights);
                model.SaveWeights(path);
                Model fresh = Model.FromJson(model.ToJson());
                fresh.LoadWeights(path);
                Same(outputs, Predict(fresh, item), $"{name} saved as {weights}");
                if (name == weights.Replace("again", "model", StringComparison.Ordinal))
                {
                    FileComparison.Hdf5(Path.Combine(item.Folder, name), path);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
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
