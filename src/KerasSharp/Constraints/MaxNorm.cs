using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Constraints;

/// <summary>Weights of at most a norm along axes: greater ones are scaled down to it (Srivastava et al. 2014, section 5.1).</summary>
/// <param name="maxValue">The largest norm.</param>
/// <param name="axis">The axes over which norms are taken; axis 0, the inputs of a dense kernel, when not given.</param>
[KerasSerializable(Module, "MaxNorm")]
public sealed partial class MaxNorm(double maxValue = 2, int[]? axis = null) : Constraint
{
    private readonly int[] _axis = axis ?? [0];

    /// <inheritdoc/>
    public override Tensor Call(Tensor w)
    {
        Tensor norms = ColumnNorms.Of(w, _axis);
        return ColumnNorms.Scale(w, norms, Prim.Minimum(norms, maxValue));
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new() { ["max_value"] = maxValue, ["axis"] = ColumnNorms.ToConfig(_axis) };
}
