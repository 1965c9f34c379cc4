using KerasSharp.Layers;

namespace KerasSharp.Samples.Tutorial;

/// <summary>A model saved, loaded, and described without its weights.</summary>
internal static class SavingModels
{
    public static (Tensor Before, Tensor After) Run(TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("models").FullName;
        string file = Path.Combine(folder, "digits.keras"), weights = Path.Combine(folder, "digits.weights.h5");
        try
        {
            var model = new Sequential([new InputLayer([28, 28, 1]), new Flatten(), new Dense(32, activation: "relu"), new Dense(10)]);
            Tensor images = Keras.Random.Uniform([2, 28, 28, 1], seed: 1);
            Tensor before = model.Predict(images);

            model.Save(file);
            Model loaded = Model.Load(file);

            model.SaveWeights(weights);
            Model fresh = Model.FromJson(model.ToJson());
            fresh.LoadWeights(weights);

            output.WriteLine($"{new FileInfo(file).Length:N0} bytes, {loaded.CountParams():N0} parameters");
            return (before, Ops.Maximum(loaded.Predict(images), fresh.Predict(images)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
