using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The sum of its inputs.</summary>
/// <remarks>Input shapes: one or more that broadcast. Output shape: the common one. No weights.</remarks>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "Add")]
public sealed partial class Add(string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Merge(name, trainable, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Combine(Tensor left, Tensor right) => Prim.Add(left, right);
}
