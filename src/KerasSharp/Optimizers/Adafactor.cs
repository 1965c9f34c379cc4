using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Optimizers;

/// <summary>
/// Adafactor (Shazeer and Stern 2018, "Adafactor: adaptive learning rates with sublinear memory cost", algorithms 4 and 5): root mean squares kept by rows and
/// by columns, and steps relative to the size of the weight.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 when not given.</param>
/// <param name="beta2Decay">Power of the step number by which the decay of the mean squares approaches 1.</param>
/// <param name="epsilon1">Added to squared gradients.</param>
/// <param name="epsilon2">Least size of a weight that steps are relative to.</param>
/// <param name="clipThreshold">Largest root mean square of a step, before the rate; greater than 0.</param>
/// <param name="relativeStep">Whether a fixed rate falls with the root of the step number.</param>
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
/// <exception cref="ArgumentOutOfRangeException"><paramref name="clipThreshold"/> is not greater than 0.</exception>
[KerasSerializable(Module, "Adafactor")]
public sealed partial class Adafactor(
    LearningRate? learningRate = null, [ConfigName("beta_2_decay")] double beta2Decay = -0.8, [ConfigName("epsilon_1")] double epsilon1 = 1e-30, [ConfigName("epsilon_2")] double epsilon2 = 1e-3, double clipThreshold = 1.0, bool relativeStep = true,
    double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99,
    int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Optimizer(
        learningRate ?? 0.001,
        new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
        name)
{
    private readonly double _clipThreshold = Arguments.Positive(nameof(Adafactor), nameof(clipThreshold), clipThreshold);
    private Tensor? _limit, _decay;

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        foreach (Variable variable in variables ?? throw new ArgumentNullException(nameof(variables)))
        {
            // Keras names both halves after the weight, and keeps two idle numbers where there is nothing to factor: files hold them.
            Shape shape = variable.Shape;
            if (shape.Rank < 2)
            {
                AddUnscoped(variable.Name, Prim.Scalar(0, DType.Int32));
                AddUnscoped(variable.Name, Prim.Scalar(0, DType.Int32));
            }
            else
            {
                AddSlot(variable, "r", Prim.Zeros(shape[..^1], variable.DType), variable.Name);
                AddSlot(variable, "c", Prim.Zeros(shape.Remove(shape.Rank - 2), variable.DType), variable.Name);
            }

            AddSlot(variable, "velocity", Prim.Zeros(shape, variable.DType));
        }
    }

    private protected override void BeginStep(Tensor rate)
    {
        Tensor step = StepNumber();
        _limit = Prim.Minimum(rate, Prim.Rsqrt(step));
        _decay = Prim.Power(step, Prim.Scalar(beta2Decay, DType.Float32));
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(variable);
        DType type = gradient.DType;
        Tensor square = Prim.Add(Prim.Square(gradient), epsilon1), part = Prim.Convert(_decay!, type), v;
        if (variable.Shape.Rank < 2)
        {
            v = Moved(Slot(variable, "velocity"), square, part);
        }
        else
        {
            int last = variable.Shape.Rank - 1;
            Tensor r = Moved(Slot(variable, "r"), MeanOver(square, last), part), c = Moved(Slot(variable, "c"), MeanOver(square, last - 1), part);
            Tensor share = Prim.Divide(r, Prim.Reshape(MeanOver(r, last - 1), r.Shape.With(last - 1, 1)));
            v = Prim.Multiply(Prim.Reshape(share, variable.Shape.With(last, 1)), Prim.Reshape(c, variable.Shape.With(last - 1, 1)));
        }

        Assign(Slot(variable, "velocity"), v);
        Tensor u = Prim.Divide(gradient, Prim.Sqrt(v));
        Tensor size = Prim.Multiply(Prim.Maximum(RootMeanSquare(variable.Value), epsilon2), Prim.Convert(_limit!, type));
        Tensor factor = Prim.Divide(size, Prim.Maximum(Prim.Divide(RootMeanSquare(u), _clipThreshold), 1));
        Assign(variable, Prim.Subtract(variable.Value, Prim.Multiply(u, factor)));
    }

    private static Tensor MeanOver(Tensor x, int axis) => Prim.Divide(Prim.ReduceSum(x, axis), x.Shape[axis]);

    private static Tensor RootMeanSquare(Tensor x) => Prim.Sqrt(Prim.Divide(Prim.ReduceSum(Prim.Square(x)), Math.Max(1, x.Count)));

    /// <summary>A running mean moved by a part of the way, and kept.</summary>
    private Tensor Moved(Variable slot, Tensor target, Tensor part)
    {
        Tensor value = Prim.Add(slot.Value, Prim.Multiply(Prim.Subtract(target, slot.Value), part));
        Assign(slot, value);
        return value;
    }
}
