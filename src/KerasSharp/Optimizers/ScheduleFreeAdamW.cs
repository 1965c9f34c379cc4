using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Optimizers;

/// <summary>
/// Schedule-free AdamW (Defazio et al. 2024, "The road less scheduled", algorithm 1): Adam without momentum on one sequence of weights, whose average is the
/// result; gradients are taken between the two. Call <see cref="SwapToEval"/> before evaluating or saving, <see cref="SwapToTrain"/> before training on.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.0025 when not given.</param>
/// <param name="beta1">Where between the sequence (0) and its average (1) gradients are taken; greater than 0 and less than 1.</param>
/// <param name="beta2">Decay of the mean of squared gradients, 0 or more and less than 1.</param>
/// <param name="epsilon">Added to the root.</param>
/// <param name="warmupSteps">Over how many steps the rate rises to its value, 0 or more.</param>
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
/// <exception cref="ArgumentOutOfRangeException">An argument is not in its range.</exception>
[KerasSerializable(Module, "ScheduleFreeAdamW")]
public sealed partial class ScheduleFreeAdamW(
    LearningRate? learningRate = null, [ConfigName("beta_1")] double beta1 = 0.9, [ConfigName("beta_2")] double beta2 = 0.999, double epsilon = 1e-8, int warmupSteps = 0,
    double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99,
    int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Optimizer(
        learningRate ?? 0.0025,
        new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
        name)
{
    private readonly double _beta1 = beta1 is > 0 and < 1 ? beta1 : throw new ArgumentOutOfRangeException(
        nameof(beta1), FormattableString.Invariant($"ScheduleFreeAdamW: beta1 must be greater than 0 and less than 1. Received: beta1={beta1}."));

    private readonly double _beta2 = Arguments.Decay(nameof(ScheduleFreeAdamW), nameof(beta2), beta2);
    private readonly int _warmupSteps = Arguments.AtLeast(nameof(ScheduleFreeAdamW), nameof(warmupSteps), warmupSteps, 0);
    private Tensor? _rate, _correction, _part;

    /// <summary>Sets the weights to where gradients are taken: before training on after <see cref="SwapToEval"/>.</summary>
    public void SwapToTrain() => Swap((average, sequence) => Prim.Add(Scale(sequence, 1 - _beta1), Scale(average, _beta1)));

    /// <summary>Sets the weights to the average: before evaluating, predicting or saving.</summary>
    public void SwapToEval() => Swap(Average);

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        foreach (Variable variable in variables ?? throw new ArgumentNullException(nameof(variables)))
        {
            AddSlot(variable, "momentum", variable.Value);
            AddSlot(variable, "velocity", Prim.Zeros(variable.Shape, variable.DType));
        }
    }

    private protected override void BeginStep(Tensor rate)
    {
        Tensor step = StepNumber();
        _rate = _warmupSteps == 0 ? rate : Prim.Multiply(rate, Prim.Minimum(Prim.Divide(step, _warmupSteps), 1));
        _correction = Correction(_beta2);
        _part = Prim.Divide(Prim.Scalar(1, DType.Float32), step);
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Variable momentum = Slot(variable, "momentum"), velocity = Slot(variable, "velocity");
        DType type = gradient.DType;
        Tensor v = Toward(velocity.Value, Prim.Square(gradient), 1 - _beta2);
        Tensor root = Prim.Add(Prim.Sqrt(Prim.Divide(v, Prim.Convert(_correction!, type))), epsilon);
        Tensor z = Prim.Subtract(momentum.Value, Prim.Divide(Prim.Multiply(Prim.Convert(_rate!, type), gradient), root));
        Tensor part = Prim.Convert(_part!, type), x = Average(variable.Value, momentum.Value);
        x = Prim.Add(Prim.Multiply(Prim.Subtract(1, part), x), Prim.Multiply(part, z));
        Assign(velocity, v);
        Assign(momentum, z);
        Assign(variable, Prim.Add(Scale(z, 1 - _beta1), Scale(x, _beta1)));
    }

    /// <summary>The average that weights between it and the sequence stand for.</summary>
    private Tensor Average(Tensor weight, Tensor sequence) => Prim.Divide(Prim.Subtract(weight, Scale(sequence, 1 - _beta1)), _beta1);

    private void Swap(Func<Tensor, Tensor, Tensor> place)
    {
        foreach (Variable variable in BuiltFor ?? [])
        {
            variable.Assign(place(variable.Value, Slot(variable, "momentum").Value));
        }
    }
}
