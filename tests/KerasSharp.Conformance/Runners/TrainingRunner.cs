using System.Globalization;
using KerasSharp.Callbacks;
using KerasSharp.Saving;

namespace KerasSharp.Conformance.Runners;

/// <summary>Trains a model as Keras did: histories, weights and the optimizer's state agree, from the start and from the file that Keras saved on the way.</summary>
internal static class TrainingRunner
{
    public static void Run(ConformanceCase item)
    {
        Config train = item.Object("train")!;
        Model model = Model.Load(Path.Combine(item.Folder, "model.keras"));
        CompileConfig.Apply(model, train);
        CheckLogs(item, "evaluate_before", (Config)train["evaluate_before"]!, Evaluate(model, item, train));
        CheckHistory(item, "history", (Config)train["history"]!, Fit(model, item, train, (int)(long)train["epochs"]!));
        CheckLogs(item, "evaluate_after", (Config)train["evaluate_after"]!, Evaluate(model, item, train));
        CheckState(model, item, train, "trained here");
        foreach (string name in new[] { "trained.keras", "trained.h5" })
        {
            string file = Path.Combine(item.Folder, name);
            if (File.Exists(file))
            {
                Model loaded = Model.Load(file);
                CheckState(loaded, item, train, name);
                CheckFile(loaded, file);
                CheckHistory(item, $"{name}, resumed", (Config)train["resume_history"]!, Fit(loaded, item, train, 1));
                ModelRunner.Check(item, $"{name}, resumed", [.. item.List("weights_after").Cast<Config>().Select((w, i) => (object?)new Config(w) { ["key"] = $"wr{i}" })], loaded.GetWeights());
            }
        }
    }

    /// <summary>What we save is what Keras saved, the optimizer's state included.</summary>
    private static void CheckFile(Model model, string file)
    {
        string again = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}{Path.GetExtension(file)}");
        try
        {
            model.Save(again);
            if (again.EndsWith(".h5", StringComparison.Ordinal))
            {
                FileComparison.Hdf5(file, again);
            }
            else
            {
                FileComparison.Archives(file, again);
            }
        }
        finally
        {
            File.Delete(again);
        }
    }

    private static DataInput X(ConformanceCase item) => ModelRunner.Data(item, ((List<object?>)item.Object("call")!["args"]!)[0]);

    private static IReadOnlyDictionary<string, double> Evaluate(Model model, ConformanceCase item, Config train) =>
        model.Evaluate(X(item), ModelRunner.Data(item, train["y"]), (int)(long)train["batch_size"]!, verbose: 0).ToDictionary();

    private static History Fit(Model model, ConformanceCase item, Config train, int epochs)
    {
        DataInput? weights = train.GetValueOrDefault("sample_weight") is { } node ? ModelRunner.Data(item, node) : null;
        (DataInput, DataInput)? validation = train.GetValueOrDefault("validation_data") is Config data && data["tuple"] is List<object?> pair ? (ModelRunner.Data(item, pair[0]), ModelRunner.Data(item, pair[1])) : null;
        return model.Fit(
            X(item), ModelRunner.Data(item, train["y"]), batchSize: (int)(long)train["batch_size"]!, epochs: epochs, verbose: 0, shuffle: false, sampleWeight: weights,
            validationData: validation, validationSplit: train.GetValueOrDefault("validation_split") is { } split ? ConformanceCase.Number(split) : 0,
            classWeight: (train.GetValueOrDefault("class_weight") as Config)?.ToDictionary(c => int.Parse(c.Key, CultureInfo.InvariantCulture), c => ConformanceCase.Number(c.Value)));
    }

    private static void CheckState(Model model, ConformanceCase item, Config train, string what)
    {
        ModelRunner.Check(item, $"{what}, weights", "weights_after", model.GetWeights());
        ModelRunner.Check(item, $"{what}, outputs", "outputs_after", ModelRunner.Predict(model, item));
        ModelRunner.Check(item, $"{what}, optimizer", (List<object?>)train["optimizer_variables_after"]!, [.. model.Optimizer!.Variables.Select(v => v.Value)]);
    }

    private static void CheckHistory(ConformanceCase item, string what, Config expected, History found)
    {
        foreach ((string key, object? values) in expected)
        {
            double[] wanted = [.. ((List<object?>)values!).Select(ConformanceCase.Number)];
            if (!found.Logs.TryGetValue(key, out IReadOnlyList<double>? got) || got.Count != wanted.Length)
            {
                throw new CaseFailedException($"{what}: '{key}' has {got?.Count ?? 0} epochs, not {wanted.Length}; there are {string.Join(", ", found.Logs.Keys)}");
            }

            for (int epoch = 0; epoch < wanted.Length; epoch++)
            {
                CheckNumber(item, $"{what}: '{key}' of epoch {epoch + 1}", wanted[epoch], got[epoch]);
            }
        }
    }

    private static void CheckLogs(ConformanceCase item, string what, Config expected, IReadOnlyDictionary<string, double> found)
    {
        foreach ((string key, object? value) in expected)
        {
            CheckNumber(item, $"{what}: '{key}'", ConformanceCase.Number(value), found.TryGetValue(key, out double got) ? got : double.NaN);
        }
    }

    private static void CheckNumber(ConformanceCase item, string what, double expected, double found)
    {
        if (!(Math.Abs(found - expected) <= item.Tolerance.Absolute + (item.Tolerance.Relative * Math.Abs(expected))))
        {
            throw new CaseFailedException(string.Create(CultureInfo.InvariantCulture, $"{what}: {found} instead of {expected}"));
        }
    }
}
