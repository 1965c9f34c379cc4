using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Optimizers;

/// <summary>
/// Adadelta (Zeiler 2012, "ADADELTA: an adaptive learning rate method", algorithm 1): steps along the gradient, each number scaled by the ratio of the running
/// root mean squares of steps and of gradients.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 when not given.</param>
/// <param name="rho">Decay of the running means, 0 or more and less than 1.</param>
/// <param name="epsilon">Added to the mean squares under the roots.</param>
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
/// <exception cref="ArgumentOutOfRangeException"><paramref name="rho"/> is not 0 or more and less than 1.</exception>
[KerasSerializable(Module, "Adadelta")]
public sealed partial class Adadelta(
    LearningRate? learningRate = null, double rho = 0.95, double epsilon = 1e-7,
    double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99,
    int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Optimizer(
        learningRate ?? 0.001,
        new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
        name)
{
    private readonly double _rho = Arguments.Decay(nameof(Adadelta), nameof(rho), rho);

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => AddSlots(variables, "accumulated_grad", "accumulated_delta_var");

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Variable gradients = Slot(variable, "accumulated_grad"), steps = Slot(variable, "accumulated_delta_var");
        Tensor square = Toward(gradients.Value, Prim.Square(gradient), 1 - _rho);
        Tensor step = Prim.Divide(Prim.Multiply(Root(steps.Value), gradient), Root(square));
        Assign(gradients, square);
        Assign(steps, Toward(steps.Value, Prim.Square(step), 1 - _rho));
        Assign(variable, Prim.Subtract(variable.Value, Prim.Multiply(learningRate, step)));
    }

    private Tensor Root(Tensor square) => Prim.Sqrt(Prim.Add(square, epsilon));
}
