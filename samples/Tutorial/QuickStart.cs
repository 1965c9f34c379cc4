using KerasSharp.Callbacks;
using KerasSharp.Layers;

namespace KerasSharp.Samples.Tutorial;

/// <summary>Is a point inside the circle? The example of the README.</summary>
internal static class QuickStart
{
    public static EvaluationResult Run(TextWriter output)
    {
        Utils.SetRandomSeed(1);

        // Points of the plane, and whether each lies inside a circle.
        var random = new Random(1);
        float[][] x = [.. Enumerable.Range(0, 2_000).Select(_ => new[] { random.NextSingle(), random.NextSingle() })];
        int[] y = [.. x.Select(p => (p[0] * p[0]) + (p[1] * p[1]) < 0.5f ? 1 : 0)];

        var model = new Sequential([
            new InputLayer([2]),
            new Dense(32, activation: "relu"),
            new Dense(2, activation: "softmax"),
        ]);
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        History history = model.Fit(x, y, batchSize: 32, epochs: 20, validationSplit: 0.2, verbose: 0);
        EvaluationResult result = model.Evaluate(x, y, verbose: 0);
        Tensor probabilities = model.Predict(new float[,] { { 0.1f, 0.1f }, { 0.9f, 0.9f } });

        output.WriteLine($"loss {history["loss"][0]:F3} -> {history["loss"][^1]:F3}, accuracy {result["accuracy"]:P1}");
        output.WriteLine(probabilities);
        return result;
    }
}
