using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Optimizers;

/// <summary>
/// Lamb (You et al. 2020, "Large batch optimization for deep learning: training BERT in 76 minutes", algorithm 2): Adam whose steps have the norm of the
/// weight itself, times the rate.
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
[KerasSerializable(Module, "Lamb")]
public sealed partial class Lamb(
    LearningRate? learningRate = null, [ConfigName("beta_1")] double beta1 = 0.9, [ConfigName("beta_2")] double beta2 = 0.999, double epsilon = 1e-7,
    double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99,
    int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Optimizer(
        learningRate ?? 0.001,
        new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
        name)
{
    private readonly double _beta1 = Arguments.Decay(nameof(Lamb), nameof(beta1), beta1), _beta2 = Arguments.Decay(nameof(Lamb), nameof(beta2), beta2);
    private Tensor? _correction1, _correction2;

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => AddSlots(variables, "momentum", "velocity");

    private protected override void BeginStep(Tensor rate) => (_correction1, _correction2) = (Correction(_beta1), Correction(_beta2));

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        (Tensor m, Tensor v) = Moments(variable, gradient, _beta1, _beta2);
        Tensor root = Prim.Add(Prim.Sqrt(Prim.Divide(v, Prim.Convert(_correction2!, v.DType))), epsilon);
        Tensor step = Prim.Divide(Prim.Divide(m, Prim.Convert(_correction1!, m.DType)), root);
        Tensor weightNorm = Norm(variable.Value), stepNorm = Norm(step), zero = Prim.Scalar(0, step.DType), one = Prim.Scalar(1, step.DType);
        Tensor isScaled = Prim.LogicalAnd(Prim.Greater(weightNorm, zero), Prim.Greater(stepNorm, zero));
        Tensor ratio = Prim.Select(isScaled, Prim.Divide(weightNorm, Prim.Select(isScaled, stepNorm, one)), one);
        Assign(variable, Prim.Subtract(variable.Value, Prim.Multiply(Prim.Multiply(ratio, learningRate), step)));
    }

    private static Tensor Norm(Tensor x) => Prim.Sqrt(Prim.ReduceSum(Prim.Square(x)));
}
