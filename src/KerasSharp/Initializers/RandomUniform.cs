using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>Uniform between two numbers.</summary>
/// <param name="minval">Least number.</param>
/// <param name="maxval">Bound that is not reached.</param>
/// <param name="seed">A seed; without one it is drawn from the global generator.</param>
[KerasSerializable(Module, "RandomUniform")]
public sealed partial class RandomUniform(double minval = -0.05, double maxval = 0.05, int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        Philox random = Draw();
        return Fill(shape, dtype, () => random.NextUniform((float)minval, (float)maxval));
    }
}
