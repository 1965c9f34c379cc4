using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the layers that take the greatest number of each window.</summary>
public abstract class BaseMaxPooling : BasePooling
{
    private protected BaseMaxPooling(int rank, Sizes poolSize, Sizes? strides, string padding, string? dataFormat, string? name, bool trainable, DTypePolicy? dtype)
        : base(rank, poolSize, strides, padding, dataFormat, name, trainable, dtype)
    {
    }

    private protected override Tensor Pool(Tensor x, WindowGeometry geometry) => Prim.WindowMax(x, geometry);
}
