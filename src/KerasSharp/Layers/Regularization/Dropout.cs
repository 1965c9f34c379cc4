using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, sets a part of the numbers to 0 at random and scales the others up, so that the sum stays (Srivastava et al. 2014).</summary>
/// <remarks>Input and output shape: any, the same. No weights.</remarks>
/// <param name="rate">Part that is set to 0, between 0 and 1.</param>
/// <param name="noiseShape">Shape of the random choice, broadcast to the input; null sizes are the input's.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is not between 0 and 1.</exception>
[KerasSerializable("keras.layers", "Dropout")]
[ConfigOrder("rate", "seed")]
public sealed partial class Dropout(double rate, int?[]? noiseShape = null, int? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype)
{
    private protected override bool IsBuiltFromStart => true;

    private readonly double _rate = Arguments.Between(0, 1, rate, nameof(rate), nameof(Dropout));
    private readonly SeedGenerator? _generator = rate > 0 ? new SeedGenerator(seed) : null;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, bool training)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return training && _generator is not null ? RandomDrop.Apply(inputs, _rate, _generator, noiseShape) : inputs;
    }
}
