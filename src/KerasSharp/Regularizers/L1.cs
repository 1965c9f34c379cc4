using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Regularizers;

/// <summary>A penalty on magnitudes: <c>l1 * sum(|x|)</c>.</summary>
[KerasSerializable(Module, "L1")]
public sealed partial class L1 : Regularizer
{
    private readonly double _l1;

    /// <summary>A penalty with a factor.</summary>
    /// <param name="l1">The factor, finite and 0 or more. Keras keeps it as float32, and so do files.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="l1"/> is negative or not finite.</exception>
    public L1(double l1 = 0.01) => _l1 = (float)CheckFactor(nameof(L1), nameof(l1), l1);

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Prim.Multiply(Prim.ReduceSum(Prim.Abs(x)), _l1);
    }
}
