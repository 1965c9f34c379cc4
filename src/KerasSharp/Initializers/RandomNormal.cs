using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>Normal.</summary>
/// <param name="mean">The mean.</param>
/// <param name="stddev">The standard deviation.</param>
/// <param name="seed">A whole number, the same values at each call; a <see cref="SeedGenerator"/>, other ones each time. Without either a number is drawn.</param>
[KerasSerializable(Module, "RandomNormal")]
public sealed partial class RandomNormal(double mean = 0.0, double stddev = 0.05, Seed seed = default) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Normal(shape, dtype, mean, stddev);
    }
}
