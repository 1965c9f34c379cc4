using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Constraints;

/// <summary>No negative weights: those are set to 0.</summary>
[KerasSerializable(Module, "NonNeg")]
public sealed partial class NonNeg : Constraint
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor w)
    {
        ArgumentNullException.ThrowIfNull(w);
        return Prim.Maximum(w, 0);
    }
}
