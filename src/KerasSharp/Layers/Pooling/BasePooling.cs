using KerasSharp.Saving;
using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the layers that bring each window of a sequence, an image or a volume to one number. The documentation of each says what the arguments mean.</summary>
[ConfigOrder("pool_size", "padding", "strides")]
public abstract class BasePooling : Layer
{
    private protected override bool IsBuiltFromStart => true;

    private protected BasePooling(int rank, Sizes poolSize, Sizes? strides, string padding, string? dataFormat, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype)
    {
        ArgumentNullException.ThrowIfNull(poolSize);
        PoolSize = poolSize.For(rank, nameof(poolSize), KerasName);
        Strides = (strides ?? poolSize).For(rank, nameof(strides), KerasName);
        Padding = Spatial.CheckPadding(padding, allowCausal: false, KerasName);
        DataFormat = Spatial.CheckFormat(dataFormat, KerasName);
        InputSpec = new InputSpec(Ndim: rank + 2);
    }

    /// <summary>Size of the window.</summary>
    public Sizes PoolSize { get; }

    /// <summary>Step along each axis.</summary>
    public Sizes Strides { get; }

    /// <summary>How borders are treated.</summary>
    public string Padding { get; }

    /// <summary>Where the channels are.</summary>
    public string DataFormat { get; }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Spatial.InLastFormat(inputs, DataFormat, x => Pool(x, Geometry(x.Shape)));

    /// <summary>Brings the windows of a tensor with its channels last to one number each.</summary>
    private protected abstract Tensor Pool(Tensor x, WindowGeometry geometry);

    private protected WindowGeometry Geometry(Shape shape)
    {
        int[] low = new int[shape.Rank], high = new int[shape.Rank];
        for (int i = 0; i < PoolSize.Count; i++)
        {
            (low[i + 1], high[i + 1]) = Spatial.Pad(shape[i + 1], PoolSize[i], Strides[i], Padding);
            Spatial.CheckFit(this, shape, i + 1, low[i + 1] + high[i + 1], PoolSize[i]);
        }

        return new WindowGeometry(new IntList([1, .. PoolSize, 1]), new IntList([1, .. Strides, 1]), new IntList(low), new IntList(high));
    }
}
