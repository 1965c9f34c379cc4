using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, multiplies by normal noise of mean 1 and standard deviation <c>sqrt(rate / (1 - rate))</c> (Srivastava et al. 2014, section 10).</summary>
/// <remarks>Input and output shape: any, the same. No weights.</remarks>
/// <param name="rate">Part that a dropout of the same variance would drop: 0 or more and less than 1.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is not in that range.</exception>
[KerasSerializable("keras.layers", "GaussianDropout")]
public sealed partial class GaussianDropout(double rate, int? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private protected override bool IsBuiltFromStart => true;

    private readonly double _rate = rate is >= 0 and < 1 ? rate : throw new ArgumentOutOfRangeException(
        nameof(rate), $"GaussianDropout: rate must be at least 0 and less than 1, where the noise would have no bound. Received: rate={rate}.");

    private readonly SeedGenerator? _generator = rate > 0 ? new SeedGenerator(seed) : null;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, bool training)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return training && _generator is not null
            ? Prim.Multiply(inputs, Keras.Random.Normal(inputs.Shape, 1, Math.Sqrt(_rate / (1 - _rate)), inputs.DType, _generator))
            : inputs;
    }
}
