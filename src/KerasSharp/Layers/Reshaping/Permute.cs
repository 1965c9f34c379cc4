using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Another order of the axes of a sample.</summary>
/// <remarks>Input shape: <c>(batch, ...)</c>. Output shape: the same sizes in the new order. No weights.</remarks>
/// <param name="dims">The order: axes count from 1, the batch axis stays.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An axis is missing or named twice.</exception>
[KerasSerializable("keras.layers", "Permute")]
public sealed partial class Permute(int[] dims, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private readonly int[] _dims = dims.Order().SequenceEqual(Enumerable.Range(1, dims.Length)) ? dims : throw new ArgumentException(
        $"Permute: dims must name the axes 1 to {dims.Length} once each. Received: dims=({string.Join(", ", dims)}).", nameof(dims));

    /// <inheritdoc/>
    protected override void Build(Shape input) => InputSpec = new InputSpec(Ndim: _dims.Length + 1);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Prim.Transpose(inputs, [0, .. _dims]);
}
