using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the layers that put zeros around. The documentation of each says what the arguments mean.</summary>
public abstract class BaseZeroPadding : Layer
{
    private readonly int _first;

    private protected BaseZeroPadding(int rank, Margins padding, string? dataFormat, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype)
    {
        Padding = padding.For(rank, nameof(padding), KerasName);
        DataFormat = Spatial.CheckFormat(dataFormat, KerasName);
        InputSpec = new InputSpec(Ndim: rank + 2);
        _first = DataFormat == "channels_last" ? 1 : 2;
    }

    /// <summary>How many zeros before and after each axis.</summary>
    public Margins Padding { get; }

    /// <summary>Where the channels are.</summary>
    public string DataFormat { get; }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        (int[] low, int[] high) = Padding.Spread(inputs.Rank, _first);
        return Prim.Pad(inputs, low, high);
    }
}
