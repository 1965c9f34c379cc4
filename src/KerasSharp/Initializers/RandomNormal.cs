using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>Normal.</summary>
/// <param name="mean">The mean.</param>
/// <param name="stddev">The standard deviation.</param>
/// <param name="seed">A seed; without one it is drawn from the global generator.</param>
[KerasSerializable(Module, "RandomNormal")]
public sealed partial class RandomNormal(double mean = 0.0, double stddev = 0.05, int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Normal(shape, dtype, mean, stddev);
    }
}
