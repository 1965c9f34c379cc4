using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Optimizers;

namespace KerasSharp.Samples.Tutorial;

/// <summary>The multilayer perceptron of the guide to Sequential models: 32 -> 64 -> 64 -> 10, on random data.</summary>
internal static class Mlp
{
    public static (History Plain, History Validated) Run(TextWriter output)
    {
        Utils.SetRandomSeed(1);
        float[,] data = TutorialData.Uniform(1_000, 32, seed: 1), labels = TutorialData.OneHot(1_000, 10, seed: 2);
        float[,] valData = TutorialData.Uniform(100, 32, seed: 3), valLabels = TutorialData.OneHot(100, 10, seed: 4);

        Sequential model = Build();
        History plain = model.Fit(data, labels, epochs: 10, batchSize: 32, verbose: 0);
        Report(output, "without validation data", plain);

        model = Build();
        History validated = model.Fit(data, labels, epochs: 10, batchSize: 32, validationData: (valData, valLabels), verbose: 0);
        Report(output, "with validation data", validated);

        EvaluationResult result = model.Evaluate(data, labels, batchSize: 32, verbose: 0);
        Tensor predictions = model.Predict(data, batchSize: 32);
        output.WriteLine($"evaluated: loss {result.Loss:F3}, accuracy {result["accuracy"]:F3}; predictions {predictions.Shape}");
        return (plain, validated);
    }

    private static Sequential Build()
    {
        var model = new Sequential();
        model.Add(new InputLayer([32]));
        model.Add(new Dense(64, activation: "relu"));
        model.Add(new Dense(64, activation: "relu"));
        model.Add(new Dense(10, activation: "softmax"));
        model.Compile(optimizer: new Adam(0.001), loss: "categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    private static void Report(TextWriter output, string title, History history)
    {
        output.WriteLine($"{title}:");
        foreach ((string name, IReadOnlyList<double> values) in history.Logs)
        {
            output.WriteLine($"  {name,-12} {values[0]:F3} -> {values[^1]:F3}");
        }
    }
}
