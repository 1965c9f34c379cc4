using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Optimizers;

/// <summary>Gradient descent, with momentum where asked for: <c>v = momentum v - rate g</c>, <c>w += v</c> (Nesterov: <c>w += momentum v - rate g</c>).</summary>
/// <param name="learningRate">The learning rate or its schedule; 0.01 when not given.</param>
/// <param name="momentum">Between 0 and 1.</param>
/// <param name="nesterov">Whether to use Nesterov's momentum.</param>
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
/// <exception cref="ArgumentOutOfRangeException"><paramref name="momentum"/> is not between 0 and 1.</exception>
[KerasSerializable(Module, "SGD")]
public sealed partial class SGD(
    LearningRate? learningRate = null, double momentum = 0.0, bool nesterov = false, double? weightDecay = null, double? clipnorm = null,
    double? clipvalue = null, double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
    double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Optimizer(
        learningRate ?? 0.01,
        new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
        name)
{
    private readonly double _momentum = momentum is >= 0 and <= 1 ? momentum : throw new ArgumentOutOfRangeException(
        nameof(momentum), $"SGD: the momentum must be between 0 and 1. Received: momentum={momentum}.");

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        if (_momentum != 0)
        {
            AddSlots(variables, "momentum");
        }
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        Tensor step = Prim.Multiply(learningRate, gradient);
        if (_momentum == 0)
        {
            Assign(variable, Prim.Subtract(variable.Value, step));
            return;
        }

        Variable slot = Slot(variable, "momentum");
        Tensor velocity = Prim.Subtract(Scale(slot.Value, _momentum), step);
        Assign(slot, velocity);
        Assign(variable, Prim.Add(variable.Value, nesterov ? Prim.Subtract(Scale(velocity, _momentum), step) : velocity));
    }
}
