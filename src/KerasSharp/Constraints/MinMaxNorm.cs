using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Constraints;

/// <summary>Weights with norms between two numbers along axes.</summary>
/// <param name="minValue">The smallest norm.</param>
/// <param name="maxValue">The largest norm.</param>
/// <param name="rate">How far each step goes towards that: 1 all the way.</param>
/// <param name="axis">The axes over which norms are taken; axis 0, the inputs of a dense kernel, when not given.</param>
[KerasSerializable(Module, "MinMaxNorm")]
public sealed partial class MinMaxNorm(double minValue = 0.0, double maxValue = 1.0, double rate = 1.0, int[]? axis = null) : Constraint
{
    private readonly int[] _axis = axis ?? [0];

    /// <inheritdoc/>
    public override Tensor Call(Tensor w)
    {
        Tensor norms = ColumnNorms.Of(w, _axis);
        Tensor desired = Prim.Minimum(Prim.Maximum(norms, minValue), maxValue);
        return ColumnNorms.Scale(w, norms, rate == 1 ? desired : Prim.Add(Prim.Multiply(desired, rate), Prim.Multiply(norms, 1 - rate)));
    }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new() { ["min_value"] = minValue, ["max_value"] = maxValue, ["rate"] = rate, ["axis"] = ColumnNorms.ToConfig(_axis) };
}
