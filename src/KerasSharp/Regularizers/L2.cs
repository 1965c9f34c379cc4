using KerasSharp.Saving;

namespace KerasSharp.Regularizers;

/// <summary><c>l2 * sum(x²)</c>.</summary>
/// <param name="l2">The factor.</param>
[KerasSerializable(Module, "L2")]
public sealed partial class L2(double l2 = 0.01) : Regularizer
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => l2 * Ops.Sum(Ops.Square(x));
}
