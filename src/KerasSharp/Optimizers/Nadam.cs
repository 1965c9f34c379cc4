using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Optimizers;

/// <summary>
/// Nadam (Dozat 2016, "Incorporating Nesterov momentum into Adam"): Adam that looks a step ahead, with a momentum that grows over the first steps.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 when not given.</param>
/// <param name="beta1">Decay of the mean of gradients, 0 or more and less than 1.</param>
/// <param name="beta2">Decay of the mean of squared gradients, 0 or more and less than 1.</param>
/// <param name="epsilon">Added to the root.</param>
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
/// <exception cref="ArgumentOutOfRangeException"><paramref name="beta1"/> or <paramref name="beta2"/> is not 0 or more and less than 1.</exception>
[KerasSerializable(Module, "Nadam")]
public sealed partial class Nadam(
    LearningRate? learningRate = null, [ConfigName("beta_1")] double beta1 = 0.9, [ConfigName("beta_2")] double beta2 = 0.999, double epsilon = 1e-7,
    double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99,
    int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Optimizer(
        learningRate ?? 0.001,
        new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
        name)
{
    private readonly double _beta1 = Arguments.Decay(nameof(Nadam), nameof(beta1), beta1), _beta2 = Arguments.Decay(nameof(Nadam), nameof(beta2), beta2);
    private Variable? _product;
    private Tensor? _ahead, _now, _correction;

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        AddSlots(variables, "momentum", "velocity");
        _product = AddUnscoped(Naming.AutoName(nameof(Variable)), Prim.Scalar(1, DType.Float32));
    }

    /// <summary>The product of the momenta so far, and the factors of mean and gradient that follow from it: the same for all weights.</summary>
    private protected override void BeginStep(Tensor rate)
    {
        Tensor step = StepNumber(), now = Momentum(step), next = Momentum(Prim.Add(step, 1)), product = Prim.Multiply(_product!.Value, now);
        Assign(_product, product);
        _ahead = Prim.Multiply(rate, Prim.Divide(next, Prim.Subtract(1, Prim.Multiply(product, next))));
        _now = Prim.Multiply(rate, Prim.Divide(Prim.Subtract(1, now), Prim.Subtract(1, product)));
        _correction = Correction(_beta2);
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        (Tensor m, Tensor v) = Moments(variable, gradient, _beta1, _beta2);
        DType type = gradient.DType;
        Tensor step = Prim.Add(Prim.Multiply(m, Prim.Convert(_ahead!, type)), Prim.Multiply(gradient, Prim.Convert(_now!, type)));
        Tensor root = Prim.Sqrt(Prim.Divide(v, Prim.Convert(_correction!, type)));
        Assign(variable, Prim.Subtract(variable.Value, Prim.Divide(step, Prim.Add(root, epsilon))));
    }

    /// <summary>beta (1 - 0.96^t / 2), Dozat's schedule.</summary>
    private Tensor Momentum(Tensor step) => Prim.Multiply(Prim.Subtract(1, Prim.Multiply(Prim.Power(Prim.Scalar(0.96, DType.Float32), step), 0.5)), _beta1);
}
