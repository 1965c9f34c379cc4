using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Brings each sample to an L2 norm of 1 along axes.</summary>
/// <remarks>Input and output shape: any, the same. No weights.</remarks>
/// <param name="axis">Axis or axes; the last when not given.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "UnitNormalization")]
public sealed partial class UnitNormalization(Sizes? axis = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    /// <summary>The axes.</summary>
    public Sizes Axis { get; } = axis ?? -1;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Ops.Normalize(inputs, Axis.ToArray(), order: 2, epsilon: 1e-12);
}
