using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Constraints;

/// <summary>Weights of norm 1 along axes.</summary>
/// <param name="axis">The axes over which norms are taken; axis 0, the inputs of a dense kernel, when not given.</param>
[KerasSerializable(Module, "UnitNorm")]
public sealed partial class UnitNorm(int[]? axis = null) : Constraint
{
    private readonly int[] _axis = axis ?? [0];

    /// <inheritdoc/>
    public override Tensor Call(Tensor w) => Prim.Divide(w, Prim.Add(ColumnNorms.Of(w, _axis), 1e-7));

    /// <inheritdoc/>
    public override Config GetConfig() => new() { ["axis"] = ColumnNorms.ToConfig(_axis) };
}
