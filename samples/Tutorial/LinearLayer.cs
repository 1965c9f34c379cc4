using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Optimizers;

namespace KerasSharp.Samples.Tutorial;

/// <summary>A fully connected layer: <c>y = x · w + b</c>. Weights held in fields are tracked.</summary>
/// <param name="units">Size of the last output axis.</param>
public sealed class LinearLayer(int units) : Layer
{
    private Variable _w = null!, _b = null!;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        _w = AddWeight("w", [input[^1], units], initializer: "glorot_uniform");
        _b = AddWeight("b", [units], initializer: "zeros");
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Ops.MatMul(inputs, _w) + _b;
}

/// <summary>The layer on its own, and as part of a model that is trained.</summary>
internal static class LinearLayerProgram
{
    public static History Run(TextWriter output)
    {
        Utils.SetRandomSeed(1);

        // On its own: the weights are made at the first call.
        var layer = new LinearLayer(units: 3);
        Tensor y = layer.Apply(Ops.Ones([2, 4]));
        output.WriteLine($"(2, 4) -> {y.Shape}, {layer.CountParams()} parameters");

        // In a model: the sum of four numbers.
        float[,] x = TutorialData.Uniform(512, 4, seed: 2);
        float[] sums = [.. Enumerable.Range(0, 512).Select(i => x[i, 0] + x[i, 1] + x[i, 2] + x[i, 3])];
        var model = new Sequential([new LinearLayer(8), new ReLU(), new LinearLayer(1)]);
        model.Compile(optimizer: new Adam(0.01), loss: "mse");
        History history = model.Fit(x, sums, epochs: 10, verbose: 0);
        output.WriteLine($"loss {history["loss"][0]:F4} -> {history["loss"][^1]:F4}");
        return history;
    }
}
