using KerasSharp.Activations;
using KerasSharp.Initializers;
using KerasSharp.Layers;
using KerasSharp.Optimizers;
using KerasSharp.Regularizers;

namespace KerasSharp.Samples.Tutorial;

/// <summary>The ways to say which activation, initializer or regularizer a layer has.</summary>
internal static class ConfiguredLayers
{
    public static IReadOnlyDictionary<string, IReadOnlyList<double>> Run(TextWriter output)
    {
        var variants = new Dictionary<string, Func<Layer>>
        {
            ["activation by name"] = () => new Dense(64, activation: "sigmoid"),
            ["activation by object"] = () => new Dense(64, activation: ActivationFunction.Get("sigmoid")),
            ["activation by function"] = () => new Dense(64, activation: new(Ops.Sigmoid)),
            ["activation by lambda"] = () => new Dense(64, activation: new(x => Ops.Maximum(x, 0.1 * x))),
            ["initializer by name"] = () => new Dense(64, activation: "relu", kernelInitializer: "orthogonal"),
            ["initializer by object"] = () => new Dense(64, activation: "relu", kernelInitializer: new HeNormal(seed: 1), biasInitializer: new Constant(0.1)),
            ["regularizer by name"] = () => new Dense(64, activation: "relu", kernelRegularizer: "l2"),
            ["regularizer by object"] = () => new Dense(64, activation: "relu", kernelRegularizer: new L1(0.001), biasRegularizer: new L2(0.01)),
        };
        float[,] data = TutorialData.Uniform(256, 32, seed: 1), labels = TutorialData.OneHot(256, 10, seed: 2);
        var losses = new Dictionary<string, IReadOnlyList<double>>();
        foreach ((string name, Func<Layer> hidden) in variants)
        {
            Utils.SetRandomSeed(1);
            var model = new Sequential([new InputLayer([32]), hidden(), new Dense(64, activation: "relu"), new Dense(10, activation: "softmax")]);
            model.Compile(optimizer: new Adam(0.005), loss: "categorical_crossentropy");
            losses[name] = model.Fit(data, labels, epochs: 8, batchSize: 32, verbose: 0)["loss"];
            output.WriteLine($"{name,-24} loss {losses[name][0]:F3} -> {losses[name][^1]:F3}");
        }

        return losses;
    }
}
