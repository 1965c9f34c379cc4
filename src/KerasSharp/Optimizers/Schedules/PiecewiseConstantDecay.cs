using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Optimizers.Schedules;

/// <summary>A rate that changes at given steps: <c>values[i]</c> up to and at <c>boundaries[i]</c>, the last value after that.</summary>
[KerasSerializable(Module, "PiecewiseConstantDecay")]
public sealed partial class PiecewiseConstantDecay : LearningRateSchedule
{
    private readonly double[] _boundaries, _values;
    private readonly string _name;

    /// <summary>A rate that changes at given steps.</summary>
    /// <param name="boundaries">The steps, ascending.</param>
    /// <param name="values">The rates, one more than boundaries.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is not one value more than boundaries.</exception>
    public PiecewiseConstantDecay(double[] boundaries, double[] values, string name = "PiecewiseConstant")
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != boundaries.Length + 1)
        {
            throw new ArgumentException(
                $"PiecewiseConstantDecay: there must be one value more than boundaries. Received: boundaries.Length={boundaries.Length}, values.Length={values.Length}.",
                nameof(values));
        }

        (_boundaries, _values, _name) = ([.. boundaries], [.. values], name);
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor step)
    {
        Tensor x = AsFloat(step), rate = Prim.Full(_values[^1], x.Shape, DType.Float32);
        for (int i = _boundaries.Length - 1; i >= 0; i--)
        {
            rate = Prim.Select(Prim.LessEqual(x, Prim.Scalar(_boundaries[i], DType.Float32)), Prim.Scalar(_values[i], DType.Float32), rate);
        }

        return rate;
    }
}
