using KerasSharp.Layers;

namespace KerasSharp.Bench;

/// <summary>A layer with inputs of a size that people use.</summary>
/// <param name="Name">Its name here and in <c>bench/peers/torch_layers.py</c>.</param>
/// <param name="Make">Makes the layer.</param>
/// <param name="Inputs">Shapes of the inputs.</param>
internal sealed record LayerCase(string Name, Func<Layer> Make, params int[][] Inputs)
{
    /// <summary>How the layer is called where that is not with its input, or with the list of them.</summary>
    public Func<Layer, Tensor[], Tensor>? Call { get; init; }

    /// <summary>Integers below this are the input, where it is not floats.</summary>
    public int? Below { get; init; }

    public Tensor[] MakeInputs() =>
        [.. Inputs.Select((shape, i) => Below is { } below ? Keras.Random.Randint(Shape.Of(shape), 0, below, seed: i + 1) : Keras.Random.Normal(Shape.Of(shape), seed: i + 1))];

    /// <summary>The layer's first output, as in training.</summary>
    public Tensor Apply(Layer layer, Tensor[] inputs) => Call is not null
        ? Call(layer, inputs)
        : inputs.Length == 1 ? layer.ApplyMany(inputs[0], training: true)[0] : layer.Apply(inputs, training: true);

    public string Sizes => string.Join(", ", Inputs.Select(shape => string.Join('x', shape)).Distinct());
}
