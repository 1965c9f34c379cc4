using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Contracts;

/// <summary>A layer in one configuration, and what its users rely on. One entry buys all checks of <see cref="LayerContractTests"/>.</summary>
/// <param name="Name">The layer, and what is special about the configuration: <c>Dense, no bias</c>.</param>
/// <param name="Make">Makes the layer under a dtype policy (null for the default) and always the same seed.</param>
/// <param name="Inputs">Shapes of the inputs, with a batch of 4.</param>
internal sealed record LayerContract(string Name, Func<DTypePolicy?, Layer> Make, params Shape[] Inputs)
{
    /// <summary>Shape of the first output.</summary>
    public required Shape Output { get; init; }

    /// <summary>The weights in order, as <c>"kernel (3, 4)"</c>, those that are not trained as <c>"moving_mean (4,) frozen"</c>.</summary>
    public string[] Weights { get; init; } = [];

    /// <summary>Whether the inputs are one argument, a list, as those of merging layers.</summary>
    public bool TakesList { get; init; }

    /// <summary>Inputs are integers from 0 up to this; 0 for floating inputs.</summary>
    public int IntegersBelow { get; init; }

    /// <summary>Inputs are text, of these words; none for numbers.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>What the layer does with the mask of its first input, a mask over the first two axes.</summary>
    public MaskRule Mask { get; init; } = MaskRule.Passes;

    /// <summary>Whether the output is a smooth function of the inputs, so that gradients reach what lies before the layer.</summary>
    public bool PassesGradient { get; init; } = true;

    /// <summary>Whether outputs are floating numbers, in the compute dtype.</summary>
    public bool FloatOutput { get; init; } = true;

    /// <summary>Whether each sample's output depends on that sample alone.</summary>
    public bool SamplesAreIndependent { get; init; } = true;

    /// <summary>Whether its config can be written (a C# function cannot).</summary>
    public bool Serializable { get; init; } = true;

    /// <summary>Trainable weights that this configuration does not use, by name.</summary>
    public string[] Unused { get; init; } = [];

    /// <summary>Least and largest floating input.</summary>
    public (double Low, double High) Range { get; init; } = (-1, 1);

    /// <summary>Whether calls that do not say so train; null leaves it to the layer.</summary>
    public bool? InTraining { get; init; }

    /// <summary>Calls the layer with the inputs in the form that it takes.</summary>
    public Tensor[] Call(Layer layer, Tensor[] inputs, bool? training = null) =>
        layer.Invoke(new CallArguments(inputs) { IsList = TakesList, Training = training ?? InTraining });

    /// <summary>Inputs of fixed random numbers.</summary>
    public Tensor[] Sample(int batch = 4) => [.. Inputs.Select((shape, i) => Numbers(i + 1, Shape.Of([batch, .. shape.ToArray()[1..]])))];

    /// <summary>Inputs of shapes that need not be the contract's.</summary>
    public Tensor Numbers(int seed, Shape shape)
    {
        var random = new Random(seed);
        int count = (int)shape.Count;
        return Words.Length > 0 ? Tensor.From([.. Enumerable.Range(0, count).Select(_ => Words[random.Next(Words.Length)])], shape)
            : IntegersBelow > 0
            ? Tensor.From(Enumerable.Range(0, count).Select(_ => random.Next(IntegersBelow)).ToArray(), shape)
            : Tensor.From(Enumerable.Range(0, count).Select(_ => (float)(Range.Low + (random.NextDouble() * (Range.High - Range.Low)))).ToArray(), shape);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What becomes of the mask of a layer's input.</summary>
internal enum MaskRule
{
    /// <summary>The output carries it.</summary>
    Passes,

    /// <summary>It ends, because the layer uses it up or does not keep the time axis.</summary>
    Ends,

    /// <summary>The layer makes a mask of its own; tests of that layer say which.</summary>
    Own,
}

/// <summary>A family of layers; every class that implements it is found by the tests.</summary>
internal interface ILayerFamily
{
    /// <summary>The contracts of the family.</summary>
    IEnumerable<LayerContract> Contracts();
}
