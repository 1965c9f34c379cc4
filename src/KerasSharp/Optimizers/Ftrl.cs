using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Optimizers;

/// <summary>
/// Follow the regularised leader (McMahan et al. 2013, "Ad click prediction: a view from the trenches", algorithm 1), for large and sparse linear models:
/// L1 makes weights exactly 0.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 when not given.</param>
/// <param name="learningRatePower">How the rate falls with the sum of squares, 0 or less; 0 for a fixed rate.</param>
/// <param name="initialAccumulatorValue">What the sums start from, 0 or more.</param>
/// <param name="l1RegularizationStrength">Penalty on magnitudes, 0 or more.</param>
/// <param name="l2RegularizationStrength">Penalty on squares, 0 or more.</param>
/// <param name="l2ShrinkageRegularizationStrength">Penalty on squares of the present weights alone, 0 or more.</param>
/// <param name="beta">The beta of the paper: the rate of first steps is divided by it.</param>
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
/// <exception cref="ArgumentOutOfRangeException">An argument is negative, or <paramref name="learningRatePower"/> is positive.</exception>
[KerasSerializable(Module, "Ftrl")]
public sealed partial class Ftrl(
    LearningRate? learningRate = null, double learningRatePower = -0.5, double initialAccumulatorValue = 0.1, double l1RegularizationStrength = 0.0, double l2RegularizationStrength = 0.0, double l2ShrinkageRegularizationStrength = 0.0, double beta = 0.0,
    double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99,
    int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Optimizer(
        learningRate ?? 0.001,
        new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
        name)
{
    private readonly double _learningRatePower = learningRatePower <= 0 ? learningRatePower : throw new ArgumentOutOfRangeException(
        nameof(learningRatePower), FormattableString.Invariant($"Ftrl: learningRatePower must be 0 or less. Received: learningRatePower={learningRatePower}."));

    private readonly double _initialAccumulatorValue = Arguments.NotNegative(nameof(Ftrl), nameof(initialAccumulatorValue), initialAccumulatorValue);
    private readonly double _l1RegularizationStrength = Arguments.NotNegative(nameof(Ftrl), nameof(l1RegularizationStrength), l1RegularizationStrength);
    private readonly double _l2RegularizationStrength = Arguments.NotNegative(nameof(Ftrl), nameof(l2RegularizationStrength), l2RegularizationStrength);
    private readonly double _l2ShrinkageRegularizationStrength =
        Arguments.NotNegative(nameof(Ftrl), nameof(l2ShrinkageRegularizationStrength), l2ShrinkageRegularizationStrength);

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => AddSlotsOf(variables, ("accumulator", _initialAccumulatorValue), ("linear", 0));

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Variable accumulator = Slot(variable, "accumulator"), linear = Slot(variable, "linear");
        Tensor weight = variable.Value, before = accumulator.Value, after = Prim.Add(before, Prim.Square(gradient));
        Tensor rise = Prim.Divide(Prim.Subtract(Falling(after), Falling(before)), learningRate);
        Tensor shrunk = Prim.Add(gradient, Scale(weight, 2 * _l2ShrinkageRegularizationStrength));
        Tensor z = Prim.Add(linear.Value, Prim.Subtract(shrunk, Prim.Multiply(rise, weight)));
        Tensor l2 = Prim.Add(Prim.Divide(Prim.Scalar(beta, weight.DType), learningRate), 2 * _l2RegularizationStrength);
        Tensor quadratic = Prim.Add(Prim.Divide(Falling(after), learningRate), l2);
        Tensor within = Prim.Maximum(Prim.Minimum(z, _l1RegularizationStrength), -_l1RegularizationStrength);
        Assign(linear, z);
        Assign(accumulator, after);
        Assign(variable, Prim.Divide(Prim.Subtract(within, z), quadratic));
    }

    private Tensor Falling(Tensor sum) => _learningRatePower == -0.5 ? Prim.Sqrt(sum) : Prim.Power(sum, Prim.Scalar(-_learningRatePower, sum.DType));
}
