using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Optimizers.Schedules;

/// <summary><c>initialLearningRate / (1 + decayRate * step / decaySteps)</c>.</summary>
/// <param name="initialLearningRate">The rate of the first step.</param>
/// <param name="decaySteps">How often the divisor grows.</param>
/// <param name="decayRate">By how much it grows.</param>
/// <param name="staircase">Whether it grows in stairs.</param>
/// <param name="name">Its name.</param>
[KerasSerializable(Module, "InverseTimeDecay")]
public sealed partial class InverseTimeDecay(
    double initialLearningRate, int decaySteps, double decayRate, bool staircase = false, string name = "InverseTimeDecay") : LearningRateSchedule
{
    private readonly int _decaySteps = Positive(nameof(InverseTimeDecay), nameof(decaySteps), decaySteps);

    /// <inheritdoc/>
    public override Tensor Call(Tensor step)
    {
        Tensor divisor = Prim.Add(Prim.Multiply(Part(step, _decaySteps, staircase), decayRate), 1);
        return Prim.Divide(Prim.Scalar(initialLearningRate, DType.Float32), divisor);
    }
}
