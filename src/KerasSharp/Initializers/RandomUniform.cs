using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>Uniform in [minval, maxval).</summary>
/// <param name="minval">The least value.</param>
/// <param name="maxval">What values stay below.</param>
/// <param name="seed">A whole number, the same values at each call; a <see cref="SeedGenerator"/>, other ones each time. Without either a number is drawn.</param>
[KerasSerializable(Module, "RandomUniform")]
public sealed partial class RandomUniform(double minval = -0.05, double maxval = 0.05, Seed seed = default) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Uniform(shape, dtype, minval, maxval);
    }
}
