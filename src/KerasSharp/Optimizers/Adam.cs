using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1, with the bias corrections folded into the rate as section 2
/// suggests): steps of running mean over root of running mean square. AMSGrad: Reddi et al. 2018.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 when not given.</param>
/// <param name="beta1">Decay of the mean of gradients.</param>
/// <param name="beta2">Decay of the mean of squared gradients.</param>
/// <param name="epsilon">Added to the root.</param>
/// <param name="amsgrad">Whether to divide by the largest mean square so far.</param>
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
[KerasSerializable(Module, "Adam")]
public partial class Adam(
    LearningRate? learningRate = null, [ConfigName("beta_1")] double beta1 = 0.9, [ConfigName("beta_2")] double beta2 = 0.999, double epsilon = 1e-7,
    bool amsgrad = false, double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false,
    double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Optimizer(
        learningRate ?? 0.001,
        new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
        name)
{
    private Tensor? _rate;

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        AddSlots(variables, "momentum", "velocity");
        if (amsgrad)
        {
            AddSlots(variables, "velocity_hat");
        }
    }

    /// <summary>The rate of the step with both corrections: one number for all weights.</summary>
    private protected override void BeginStep(Tensor rate) => _rate = CorrectedRate(rate, beta1, beta2);

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Tensor rate = Prim.Convert(_rate!, gradient.DType);
        (Tensor m, Tensor v) = Moments(variable, gradient, beta1, beta2);
        if (amsgrad)
        {
            Variable highest = Slot(variable, "velocity_hat");
            v = Prim.Maximum(highest.Value, v);
            Assign(highest, v);
        }

        Assign(variable, Prim.Subtract(variable.Value, Prim.Divide(Prim.Multiply(m, rate), Prim.Add(Prim.Sqrt(v), epsilon))));
    }
}
