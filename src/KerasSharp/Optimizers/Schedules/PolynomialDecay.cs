using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Optimizers.Schedules;

/// <summary><c>(initial - end) * (1 - step / decaySteps) ^ power + end</c>, and the end rate from there on.</summary>
/// <param name="initialLearningRate">The rate of the first step.</param>
/// <param name="decaySteps">Number of steps down to the end rate.</param>
/// <param name="endLearningRate">The end rate.</param>
/// <param name="power">The exponent.</param>
/// <param name="cycle">Whether, instead of staying at the end rate, the decay starts again over a longer time.</param>
/// <param name="name">Its name.</param>
[KerasSerializable(Module, "PolynomialDecay")]
public sealed partial class PolynomialDecay(
    double initialLearningRate, int decaySteps, double endLearningRate = 0.0001, double power = 1.0, bool cycle = false, string name = "PolynomialDecay")
    : LearningRateSchedule
{
    private readonly int _decaySteps = Positive(nameof(PolynomialDecay), nameof(decaySteps), decaySteps);

    /// <inheritdoc/>
    public override Tensor Call(Tensor step)
    {
        Tensor part = Prim.Divide(AsFloat(step), _decaySteps), one = Prim.Scalar(1, DType.Float32);
        part = cycle ? Prim.Divide(part, Prim.Maximum(Prim.Ceil(part), one)) : Prim.Minimum(part, one);
        Tensor left = Prim.Subtract(one, part);
        left = power == 1 ? left : Prim.Power(left, Prim.Scalar(power, DType.Float32));
        return Prim.Add(Prim.Multiply(left, initialLearningRate - endLearningRate), endLearningRate);
    }
}
