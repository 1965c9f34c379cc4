using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Samples.Tutorial;

/// <summary>
/// A template for layers of one's own: takes away the mean of each feature, which it learns while it trains, and multiplies by a trained scale.
/// Copy it and leave out what you do not need.
/// </summary>
/// <remarks>
/// The attribute makes the layer loadable: <c>GetConfig</c> and <c>FromConfig</c> follow from the constructor. The class must be partial for that.
/// </remarks>
/// <param name="momentum">How much of the known mean a batch leaves as it is.</param>
/// <param name="scaleInitializer">First values of the scale; <c>"ones"</c> when not given.</param>
/// <param name="name">Its name.</param>
[KerasSerializable("Tutorial", "Centering")]
public sealed partial class Centering(double momentum = 0.9, Initializer? scaleInitializer = null, string? name = null) : Layer(name)
{
    private Variable _scale = null!, _mean = null!;

    /// <summary>Makes the weights. Runs once, when the shape of the input is known; axis 0 counts samples.</summary>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _scale = AddWeight("scale", [input[^1]], scaleInitializer ?? "ones");
        _mean = AddWeight("mean", [input[^1]], "zeros", trainable: false);
    }

    /// <summary>Computes the output. Override <c>Call(Tensor)</c> instead where training makes no difference.</summary>
    protected override Tensor Call(Tensor inputs, bool training)
    {
        if (training)
        {
            _mean.Assign((momentum * _mean) + ((1 - momentum) * Ops.Mean(inputs, axis: 0)));
        }

        return (inputs - _mean) * _scale;
    }
}

/// <summary>The template at work.</summary>
internal static class CustomLayer
{
    public static (Centering Layer, Centering Copy) Run(TextWriter output)
    {
        Utils.SetRandomSeed(1);
        var layer = new Centering(momentum: 0.5, name: "centering");
        var model = new Sequential([new InputLayer([4]), layer, new Dense(1)]);
        model.Compile(optimizer: "sgd", loss: "mse");
        model.Fit(TutorialData.Uniform(256, 4, seed: 1), new float[256], epochs: 2, verbose: 0);
        output.WriteLine($"weights: {string.Join(", ", layer.Weights.Select(w => $"{w.Path} {w.Shape}"))}");
        output.WriteLine($"mean of the features: {layer.Weights[1].Value}");

        // What a file holds of the layer, and the layer made from it.
        Config config = layer.GetConfig();
        var copy = (Centering)Centering.FromConfig(config);
        output.WriteLine($"config: {string.Join(", ", config.Select(entry => $"{entry.Key}={entry.Value}"))}");
        return (layer, copy);
    }
}
