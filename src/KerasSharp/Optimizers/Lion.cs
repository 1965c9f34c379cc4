using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Optimizers;

/// <summary>
/// Lion (Chen et al. 2023, "Symbolic discovery of optimization algorithms", program 1): steps of one size along the signs of a mean of gradients.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 when not given.</param>
/// <param name="beta1">How much of the mean, rather than of the new gradient, decides the sign; greater than 0, at most 1.</param>
/// <param name="beta2">Decay of the mean of gradients, 0 or more and less than 1.</param>
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
/// <exception cref="ArgumentOutOfRangeException"><paramref name="beta1"/> is not greater than 0 and at most 1, or <paramref name="beta2"/> not 0 or more and less than 1.</exception>
[KerasSerializable(Module, "Lion")]
public sealed partial class Lion(
    LearningRate? learningRate = null, [ConfigName("beta_1")] double beta1 = 0.9, [ConfigName("beta_2")] double beta2 = 0.99,
    double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99,
    int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Optimizer(
        learningRate ?? 0.001,
        new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
        name)
{
    private readonly double _beta1 = beta1 is > 0 and <= 1 ? beta1 : throw new ArgumentOutOfRangeException(
        nameof(beta1), FormattableString.Invariant($"Lion: beta1 must be greater than 0 and at most 1. Received: beta1={beta1}."));

    private readonly double _beta2 = Arguments.Decay(nameof(Lion), nameof(beta2), beta2);

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => AddSlots(variables, "momentum");

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Variable momentum = Slot(variable, "momentum");
        Tensor m = momentum.Value, direction = Prim.Sign(Prim.Add(Scale(m, _beta1), Scale(gradient, 1 - _beta1)));
        Assign(variable, Prim.Subtract(variable.Value, Prim.Multiply(learningRate, direction)));
        Assign(momentum, Prim.Add(Scale(m, _beta2), Scale(gradient, 1 - _beta2)));
    }
}
