using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Repeats each step.</summary>
/// <remarks>Input shape: <c>(batch, steps, channels)</c>. Output shape: <c>(batch, steps * size, channels)</c>. No weights.</remarks>
/// <param name="size">How often, at least 1.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is less than 1.</exception>
[KerasSerializable("keras.layers", "UpSampling1D")]
public sealed partial class UpSampling1D(int size = 2, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private readonly int _size = Arguments.AtLeast(1, size, nameof(size), nameof(UpSampling1D));

    /// <inheritdoc/>
    protected override void Build(Shape input) => InputSpec = new InputSpec(Ndim: 3);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Spatial.Repeat(inputs, 1, [_size]);
}
