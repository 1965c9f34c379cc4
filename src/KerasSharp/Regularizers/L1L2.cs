using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Regularizers;

/// <summary>A penalty on magnitudes and squares: <c>l1 * sum(|x|) + l2 * sum(x²)</c>.</summary>
/// <param name="l1">Factor of the magnitudes.</param>
/// <param name="l2">Factor of the squares.</param>
/// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
[KerasSerializable(Module, "L1L2")]
public sealed partial class L1L2(double l1 = 0.0, double l2 = 0.0) : Regularizer
{
    private readonly double _l1 = CheckFactor(nameof(L1L2), nameof(l1), l1), _l2 = CheckFactor(nameof(L1L2), nameof(l2), l2);

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor penalty = Prim.Scalar(0, x.DType);
        if (_l1 != 0)
        {
            penalty = Prim.Multiply(Prim.ReduceSum(Prim.Abs(x)), _l1);
        }

        return _l2 == 0 ? penalty : Prim.Add(penalty, Prim.Multiply(Prim.ReduceSum(Prim.Square(x)), _l2));
    }
}
