using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>Uniform in [minval, maxval).</summary>
/// <param name="minval">The least value.</param>
/// <param name="maxval">What values stay below.</param>
/// <param name="seed">A seed; without one it is drawn from the global generator.</param>
[KerasSerializable(Module, "RandomUniform")]
public sealed partial class RandomUniform(double minval = -0.05, double maxval = 0.05, int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Uniform(shape, dtype, minval, maxval);
    }
}
