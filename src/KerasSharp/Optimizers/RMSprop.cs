using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Optimizers;

/// <summary>
/// RMSprop (Hinton 2012, "Neural networks for machine learning", lecture 6e): steps along the gradient over the root of its running mean square.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 when not given.</param>
/// <param name="rho">Decay of the running means.</param>
/// <param name="momentum">Momentum of the steps; 0 for none.</param>
/// <param name="epsilon">Added to the mean square.</param>
/// <param name="centered">Whether to divide by the running variance instead, after taking the squared mean off (Graves 2013, equation 38).</param>
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
[KerasSerializable(Module, "RMSprop")]
public sealed partial class RMSprop(
    LearningRate? learningRate = null, double rho = 0.9, double momentum = 0.0, double epsilon = 1e-7, bool centered = false, double? weightDecay = null,
    double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false,
    double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Optimizer(
        learningRate ?? 0.001,
        new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
        name)
{
    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        AddSlots(variables, "velocity");
        if (momentum > 0)
        {
            AddSlots(variables, "momentum");
        }

        if (centered)
        {
            AddSlots(variables, "average_gradient");
        }
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Variable velocity = Slot(variable, "velocity");
        Tensor square = Toward(velocity.Value, Prim.Square(gradient), 1 - rho);
        Assign(velocity, square);
        if (centered)
        {
            Variable average = Slot(variable, "average_gradient");
            Tensor mean = Toward(average.Value, gradient, 1 - rho);
            Assign(average, mean);
            square = Prim.Subtract(square, Prim.Square(mean));
        }

        Tensor step = Prim.Divide(Prim.Multiply(gradient, learningRate), Prim.Sqrt(Prim.Add(square, epsilon)));
        if (momentum > 0)
        {
            Variable slot = Slot(variable, "momentum");
            step = Prim.Add(Scale(slot.Value, momentum), step);
            Assign(slot, step);
        }

        Assign(variable, Prim.Subtract(variable.Value, step));
    }
}
