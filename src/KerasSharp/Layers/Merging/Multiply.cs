using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The product of its inputs. Where a mask is false, the input does not count; where all are, the product is 0.</summary>
/// <remarks>Input shapes: one or more that broadcast. Output shape: the common one. No weights.</remarks>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "Multiply")]
public sealed partial class Multiply(string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Merge(name, trainable, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Combine(Tensor left, Tensor right) => Prim.Multiply(left, right);

    private protected override Tensor Combine(Tensor[] inputs, Tensor?[] masks)
    {
        Tensor product = base.Combine([.. inputs.Select((x, i) => masks[i] is { } mask ? Prim.Select(mask, x, Prim.Scalar(1, x.DType)) : x)], masks);
        return Array.TrueForAll(masks, mask => mask is not null) ? Choose(masks.Select(mask => mask!).Aggregate(Either), product, Prim.Scalar(0, product.DType)) : product;
    }
}
