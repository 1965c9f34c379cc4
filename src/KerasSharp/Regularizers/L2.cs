using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Regularizers;

/// <summary>A penalty on squares: <c>l2 * sum(x²)</c>.</summary>
[KerasSerializable(Module, "L2")]
public sealed partial class L2 : Regularizer
{
    private readonly double _l2;

    /// <summary>A penalty with a factor.</summary>
    /// <param name="l2">The factor, finite and 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="l2"/> is negative or not finite.</exception>
    public L2(double l2 = 0.01) => _l2 = CheckFactor(nameof(L2), nameof(l2), l2);

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Prim.Multiply(Prim.ReduceSum(Prim.Square(x)), _l2);
    }
}
