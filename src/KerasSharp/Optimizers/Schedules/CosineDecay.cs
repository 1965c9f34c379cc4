using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Optimizers.Schedules;

/// <summary>Half a cosine from the initial rate down to <c>alpha</c> of it (Loshchilov and Hutter 2017, equation 5), after a linear warm-up if wanted.</summary>
/// <param name="initialLearningRate">The rate of the first step.</param>
/// <param name="decaySteps">Number of steps of the decay.</param>
/// <param name="alpha">The last rate, as a part of the highest.</param>
/// <param name="name">Its name.</param>
/// <param name="warmupTarget">The rate that the warm-up climbs to; null for no warm-up.</param>
/// <param name="warmupSteps">Number of steps of the warm-up.</param>
[KerasSerializable(Module, "CosineDecay")]
public sealed partial class CosineDecay(
    double initialLearningRate, int decaySteps, double alpha = 0.0, string name = "CosineDecay", double? warmupTarget = null, int warmupSteps = 0)
    : LearningRateSchedule
{
    private readonly int _decaySteps = Positive(nameof(CosineDecay), nameof(decaySteps), decaySteps);

    /// <inheritdoc/>
    public override Tensor Call(Tensor step)
    {
        Tensor x = AsFloat(step);
        if (warmupTarget is not { } target)
        {
            return Decay(x, initialLearningRate);
        }

        Tensor climb = Prim.Add(Prim.Multiply(x, (target - initialLearningRate) / Math.Max(1, warmupSteps)), initialLearningRate);
        return Prim.Select(Prim.Less(x, Prim.Scalar(warmupSteps, DType.Float32)), climb, Decay(Prim.Subtract(x, warmupSteps), target));
    }

    private Tensor Decay(Tensor step, double highest)
    {
        Tensor part = Prim.Divide(Prim.Minimum(step, _decaySteps), _decaySteps);
        return Prim.Multiply(Prim.Add(Prim.Multiply(HalfCosine(part), 1 - alpha), alpha), highest);
    }
}
