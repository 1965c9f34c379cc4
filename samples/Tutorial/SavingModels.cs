using KerasSharp.Layers;
using KerasSharp.Optimizers;
using KerasSharp.Saving;

namespace KerasSharp.Samples.Tutorial;

/// <summary>A model saved while it is trained, loaded and trained on; its weights given to others; and bytes instead of files.</summary>
internal static class SavingModels
{
    public static (Tensor Whole, Tensor Resumed, Tensor Copied, WeightsReport Report) Run(TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("models").FullName;
        string file = Path.Combine(folder, "model.keras"), legacy = Path.Combine(folder, "model.h5"), weights = Path.Combine(folder, "model.weights.h5");
        try
        {
            Tensor x = Keras.Random.Uniform([64, 8], seed: 1), y = Ops.Sum(x, axis: 1, keepdims: true);
            Sequential whole = Network(10), model = Network(10);
            model.SetWeights(whole.GetWeights());
            whole.Compile(new Adam(0.01), "mse", metrics: ["mae"]);
            whole.Fit(x, y, epochs: 4, shuffle: false, verbose: 0);

            model.Compile(new Adam(0.01), "mse", metrics: ["mae"]);
            model.Fit(x, y, epochs: 2, shuffle: false, verbose: 0);
            model.Save(file);

            Model loaded = Model.Load(file);
            loaded.Fit(x, y, initialEpoch: 2, epochs: 4, shuffle: false, verbose: 0);

            loaded.Save(legacy);
            loaded.SaveWeights(weights);

            Model fresh = Model.FromJson(loaded.ToJson());
            fresh.LoadWeights(weights);

            Sequential wider = Network(12);
            WeightsReport report = wider.LoadWeights(weights, skipMismatch: true);
            output.WriteLine(report);

            byte[] bytes = fresh.SaveToBytes();
            Model copy = Model.Load(bytes);

            return (whole.Predict(x), Model.Load(legacy).Predict(x), copy.Predict(x), report);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Sequential Network(int units) => new([new InputLayer([8]), new Dense(16, activation: "relu"), new Dense(units, activation: "relu"), new Dense(1)]);
}
