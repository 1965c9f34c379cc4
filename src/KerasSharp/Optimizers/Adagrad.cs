using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Optimizers;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer 2011, "Adaptive subgradient methods for online learning and stochastic optimization"): steps along the gradient over
/// the root of the sum of all squares so far.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 when not given.</param>
/// <param name="initialAccumulatorValue">What the sums start from, 0 or more.</param>
/// <param name="epsilon">Added to the sum under the root.</param>
/// <param name="weightDecay">See <see cref="OptimizerOptions"/>, as all that follow.</param>
/// <param name="clipnorm">Largest norm of each gradient.</param>
/// <param name="clipvalue">Largest magnitude of each number of a gradient.</param>
/// <param name="globalClipnorm">Largest norm of all gradients together.</param>
/// <param name="useEma">Whether to keep a moving average of the weights.</param>
/// <param name="emaMomentum">Its momentum.</param>
/// <param name="emaOverwriteFrequency">After how many steps it overwrites the weights.</param>
/// <param name="lossScaleFactor">What gradients are divided by.</param>
/// <param name="gradientAccumulationSteps">How many steps' gradients make one update.</param>
/// <param name="name">Its name.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="initialAccumulatorValue"/> is negative.</exception>
[KerasSerializable(Module, "Adagrad")]
public sealed partial class Adagrad(
    LearningRate? learningRate = null, double initialAccumulatorValue = 0.1, double epsilon = 1e-7,
    double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99,
    int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Optimizer(
        learningRate ?? 0.001,
        new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
        name)
{
    private readonly double _initialAccumulatorValue = Arguments.NotNegative(nameof(Adagrad), nameof(initialAccumulatorValue), initialAccumulatorValue);

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => AddSlotsOf(variables, ("accumulator", _initialAccumulatorValue));

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        Variable accumulator = Slot(variable, "accumulator");
        Tensor sum = Prim.Add(accumulator.Value, Prim.Square(gradient));
        Assign(accumulator, sum);
        Assign(variable, Prim.Subtract(variable.Value, Prim.Divide(Prim.Multiply(learningRate, gradient), Prim.Sqrt(Prim.Add(sum, epsilon)))));
    }
}
