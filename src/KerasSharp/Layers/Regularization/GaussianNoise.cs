using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, adds normal noise of mean 0.</summary>
/// <remarks>Input and output shape: any, the same. No weights.</remarks>
/// <param name="stddev">Standard deviation of the noise, 0 or more.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="stddev"/> is negative.</exception>
[KerasSerializable("keras.layers", "GaussianNoise")]
public sealed partial class GaussianNoise(double stddev, int? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private protected override bool IsBuiltFromStart => true;

    private readonly double _stddev = Arguments.Between(0, double.MaxValue, stddev, nameof(stddev), nameof(GaussianNoise));
    private readonly SeedGenerator? _generator = stddev > 0 ? new SeedGenerator(seed) : null;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, bool training)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return training && _generator is not null ? Prim.Add(inputs, Keras.Random.Normal(inputs.Shape, 0, _stddev, inputs.DType, _generator)) : inputs;
    }
}
