using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the layers that take the mean of each window. Padding does not count.</summary>
public abstract class BaseAveragePooling : BasePooling
{
    private protected BaseAveragePooling(int rank, Sizes poolSize, Sizes? strides, string padding, string? dataFormat, string? name, bool trainable, DTypePolicy? dtype)
        : base(rank, poolSize, strides, padding, dataFormat, name, trainable, dtype)
    {
    }

    private protected override Tensor Pool(Tensor x, WindowGeometry geometry)
    {
        Tensor sum = Prim.WindowSum(x, geometry);
        Shape one = x.Shape.With(0, 1).With(x.Rank - 1, 1);
        return Padding == "valid" || !one.IsStatic
            ? Prim.Divide(sum, (double)PoolSize.Aggregate((a, b) => a * b))
            : Prim.Divide(sum, Prim.WindowSum(Prim.Ones(one, x.DType), geometry));
    }
}
