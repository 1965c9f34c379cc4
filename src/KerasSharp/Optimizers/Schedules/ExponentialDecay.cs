using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Optimizers.Schedules;

/// <summary><c>initialLearningRate * decayRate ^ (step / decaySteps)</c>.</summary>
/// <param name="initialLearningRate">The rate of the first step.</param>
/// <param name="decaySteps">Number of steps for one factor.</param>
/// <param name="decayRate">The factor.</param>
/// <param name="staircase">Whether the exponent is rounded down to whole numbers.</param>
/// <param name="name">Its name.</param>
[KerasSerializable(Module, "ExponentialDecay")]
public sealed partial class ExponentialDecay(
    double initialLearningRate, int decaySteps, double decayRate, bool staircase = false, string name = "ExponentialDecay") : LearningRateSchedule
{
    private readonly int _decaySteps = Positive(nameof(ExponentialDecay), nameof(decaySteps), decaySteps);

    /// <inheritdoc/>
    public override Tensor Call(Tensor step)
    {
        Tensor part = Part(step, _decaySteps, staircase);
        return Prim.Multiply(Prim.Power(Prim.Scalar(decayRate, DType.Float32), part), initialLearningRate);
    }
}
