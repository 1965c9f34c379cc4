using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, sets a part of the numbers to what a SELU tends to, and scales and shifts all so that mean 0 and variance 1 stay (Klambauer et al. 2017).</summary>
/// <remarks>Input and output shape: any, the same. No weights.</remarks>
/// <param name="rate">Part that is set, between 0 and 1.</param>
/// <param name="noiseShape">Shape of the random choice, broadcast to the input; null sizes are the input's.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is not between 0 and 1.</exception>
[KerasSerializable("keras.layers", "AlphaDropout")]
[ConfigOrder("rate", "seed")]
public sealed partial class AlphaDropout(double rate, int?[]? noiseShape = null, int? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype)
{
    private protected override bool IsBuiltFromStart => true;

    /// <summary>What a SELU tends to far below 0: -scale * alpha, the constants of the paper's appendix.</summary>
    private const double Saturation = -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717;

    private readonly double _rate = Arguments.Between(0, 1, rate, nameof(rate), nameof(AlphaDropout));
    private readonly SeedGenerator? _generator = rate > 0 ? new SeedGenerator(seed) : null;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, bool training)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (!training || _generator is null)
        {
            return inputs;
        }

        Tensor keep = RandomDrop.Keep(inputs.Shape, _rate, _generator, noiseShape);
        double variance = (1 - _rate) * (1 + (_rate * Saturation * Saturation));
        double factor = variance > 0 ? 1 / Math.Sqrt(variance) : 0;
        Tensor dropped = Prim.Select(keep, inputs, Prim.Scalar(Saturation, inputs.DType));
        return Prim.Subtract(Prim.Multiply(dropped, factor), factor * Saturation * _rate);
    }
}
