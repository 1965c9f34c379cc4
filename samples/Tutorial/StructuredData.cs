using KerasSharp.Callbacks;
using KerasSharp.Layers;

namespace KerasSharp.Samples.Tutorial;

/// <summary>What does a flat cost? Columns of numbers and texts, read by a FeatureSpace.</summary>
internal static class StructuredData
{
    public static (double First, double Last, float Prediction) Run(TextWriter output)
    {
        Utils.SetRandomSeed(1);
        (string[] city, int[] rooms, float[] area, float[] price) = TutorialData.Flats(500, seed: 1);

        var table = new Dictionary<string, DataInput> { ["city"] = city, ["rooms"] = rooms, ["area"] = area };
        var space = new FeatureSpace(
            new Dictionary<string, FeatureType>
            {
                ["city"] = "string_categorical",
                ["rooms"] = FeatureSpace.IntegerCategorical(maxTokens: 8),
                ["area"] = "float_normalized",
            },
            crosses: [["city", "rooms"]],
            crossingDim: 16);
        space.Adapt(Dataset.FromTensorSlices(table).Batch(64));

        Tensor x = new Dense(32, activation: "relu").Apply(space.GetEncodedFeatures());
        var model = new Model(space.GetInputs(), new Dense(1).Apply(x));
        model.Compile(optimizer: new Optimizers.Adam(0.01), loss: "mse");
        History history = model.Fit(table, price, epochs: 40, verbose: 0);
        Tensor prediction = model.Predict(new Dictionary<string, DataInput> { ["city"] = new[] { "Oslo" }, ["rooms"] = new[] { 3 }, ["area"] = new[] { 80f } });

        output.WriteLine($"loss {history["loss"][0]:F3} -> {history["loss"][^1]:F3}; 3 rooms and 80 square metres in Oslo: {prediction.Item():F2}");
        return (history["loss"][0], history["loss"][^1], (float)prediction);
    }

    /// <summary>Layers used by themselves, before any model.</summary>
    public static void Pieces(TextWriter output)
    {
        var normalize = new Normalization();
        normalize.Adapt(new float[,] { { 1, 100 }, { 3, 300 } });
        Tensor scaled = normalize.Apply(new float[,] { { 2, 300 } });

        var lookup = new StringLookup(vocabulary: ["red", "green"], outputMode: "one_hot");
        Tensor colours = lookup.Apply(new[] { "green", "blue", "red" });

        var bins = new Discretization(numBins: 4);
        bins.Adapt(Enumerable.Range(0, 100).Select(i => (float)(i * i)).ToArray());

        output.WriteLine(scaled);
        output.WriteLine(colours);
        output.WriteLine(string.Join(", ", bins.BinBoundaries!));
    }
}
