using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Optimizers.Schedules;

/// <summary>Cosine decays one after another (Loshchilov and Hutter 2017, "SGDR: stochastic gradient descent with warm restarts").</summary>
/// <param name="initialLearningRate">The rate of the first step.</param>
/// <param name="firstDecaySteps">Number of steps of the first decay.</param>
/// <param name="tMul">By what factor each decay is longer than the one before.</param>
/// <param name="mMul">By what factor each starts from another rate.</param>
/// <param name="alpha">The last rate of a decay, as a part of the initial.</param>
/// <param name="name">Its name.</param>
[KerasSerializable(Module, "CosineDecayRestarts")]
public sealed partial class CosineDecayRestarts(
    double initialLearningRate, int firstDecaySteps, double tMul = 2.0, double mMul = 1.0, double alpha = 0.0, string name = "SGDRDecay")
    : LearningRateSchedule
{
    private readonly int _firstDecaySteps = Positive(nameof(CosineDecayRestarts), nameof(firstDecaySteps), firstDecaySteps);

    /// <inheritdoc/>
    public override Tensor Call(Tensor step)
    {
        Tensor part = Prim.Divide(AsFloat(step), _firstDecaySteps), round;
        if (tMul == 1)
        {
            round = Prim.Floor(part);
            part = Prim.Subtract(part, round);
        }
        else
        {
            // After n rounds (1 - tMul^n) / (1 - tMul) first rounds are over: the sum of a geometric series.
            // The small number keeps rounding from ending a round a step late.
            Tensor rounds = Prim.Multiply(Prim.Log(Prim.Add(Prim.Multiply(part, tMul - 1), 1)), 1 / Math.Log(tMul));
            round = Prim.Floor(Prim.Add(rounds, 1e-6));
            Tensor length = Prim.Power(Prim.Scalar(tMul, DType.Float32), round);
            Tensor over = Prim.Multiply(Prim.Subtract(1, length), 1 / (1 - tMul));
            part = Prim.Divide(Prim.Subtract(part, over), length);
        }

        Tensor height = HalfCosine(part);
        height = mMul == 1 ? height : Prim.Multiply(height, Prim.Power(Prim.Scalar(mMul, DType.Float32), round));
        return Prim.Multiply(Prim.Add(Prim.Multiply(height, 1 - alpha), alpha), initialLearningRate);
    }
}
