using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The greatest of its inputs, element by element. Where a mask is false, the input does not count.</summary>
/// <remarks>Input shapes: one or more that broadcast. Output shape: the common one. No weights.</remarks>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "Maximum")]
public sealed partial class Maximum(string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Merge(name, trainable, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Combine(Tensor left, Tensor right) => Prim.Maximum(left, right);

    private protected override Tensor Combine(Tensor[] inputs, Tensor?[] masks) => CombineCounted(inputs, masks);
}
