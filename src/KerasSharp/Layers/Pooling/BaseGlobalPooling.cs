namespace KerasSharp.Layers;

/// <summary>Base of the layers that bring each channel to one number. The documentation of each says what the arguments mean.</summary>
public abstract class BaseGlobalPooling : Layer
{
    private protected override bool IsBuiltFromStart => true;

    private protected BaseGlobalPooling(int rank, string? dataFormat, bool keepdims, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype)
    {
        DataFormat = Spatial.CheckFormat(dataFormat, KerasName);
        Keepdims = keepdims;
        SpatialAxes = Enumerable.Range(DataFormat == "channels_last" ? 1 : 2, rank).ToArray();
        InputSpec = new InputSpec(Ndim: rank + 2);
    }

    /// <summary>Where the channels are.</summary>
    public string DataFormat { get; }

    /// <summary>Whether the axes stay, with size 1.</summary>
    public bool Keepdims { get; }

    private protected IntTuple SpatialAxes { get; }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Reduce(inputs);

    /// <summary>Brings the spatial axes to one number.</summary>
    private protected abstract Tensor Reduce(Tensor x);
}
