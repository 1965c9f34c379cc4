using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Optimizers;

/// <summary>
/// Another optimizer for training in float16: the loss is multiplied by a scale so that small gradients do not vanish (Micikevicius et al. 2018, "Mixed precision
/// training", section 3.2). A step with a gradient that is not finite changes no weight and halves the scale; a number of steps without one doubles it.
/// </summary>
/// <remarks>State: <c>iteration</c> and <c>learning_rate</c> (not used), <c>step_counter</c>, <c>dynamic_scale</c>, then the state of the other optimizer.</remarks>
[KerasSerializable(Module, "LossScaleOptimizer")]
public sealed partial class LossScaleOptimizer : WrapperOptimizer
{
    private readonly double _initialScale;
    private readonly int _dynamicGrowthSteps;
    private Variable? _stepCounter, _dynamicScale;

    /// <summary>Wraps an optimizer.</summary>
    /// <param name="innerOptimizer">The optimizer that makes the updates; its own loss scale factor is switched off.</param>
    /// <param name="initialScale">The first scale, greater than 0. One too high is halved at every step until it fits.</param>
    /// <param name="dynamicGrowthSteps">After how many steps with finite gradients the scale is doubled, at least 1.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
    public LossScaleOptimizer(Optimizer innerOptimizer, double initialScale = 32768, int dynamicGrowthSteps = 2000, string? name = null)
        : base(name, innerOptimizer ?? throw new ArgumentNullException(nameof(innerOptimizer)))
    {
        _initialScale = Arguments.Positive(nameof(LossScaleOptimizer), nameof(initialScale), initialScale);
        _dynamicGrowthSteps = Arguments.Count(nameof(LossScaleOptimizer), nameof(dynamicGrowthSteps), dynamicGrowthSteps);
    }

    /// <summary>The optimizer that makes the updates.</summary>
    public Optimizer InnerOptimizer => Inner[0];

    /// <summary>Number of steps that changed weights.</summary>
    public override Variable Iterations => InnerOptimizer.Iterations;

    /// <summary>The present scale: a float32 scalar; null before the optimizer is built.</summary>
    public Variable? DynamicScale => _dynamicScale;

    /// <inheritdoc/>
    public override double LearningRate
    {
        get => InnerOptimizer.LearningRate;
        set => InnerOptimizer.LearningRate = value;
    }

    /// <inheritdoc/>
    public override Tensor ScaleLoss(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Tensor scale = _dynamicScale is null ? Prim.Scalar(_initialScale, DType.Float32) : _dynamicScale.Value;
        return Prim.Multiply(loss, Prim.Convert(scale, loss.DType));
    }

    /// <inheritdoc/>
    public override void FinalizeVariableValues(IReadOnlyList<Variable> variables) => InnerOptimizer.FinalizeVariableValues(variables);

    /// <inheritdoc/>
    public override Config GetConfig() => new()
    {
        ["name"] = Name, ["inner_optimizer"] = InnerOptimizer, ["initial_scale"] = _initialScale, ["dynamic_growth_steps"] = _dynamicGrowthSteps,
    };

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        _stepCounter = AddState("step_counter", Prim.Scalar(0, DType.Int32));
        _dynamicScale = AddState("dynamic_scale", Prim.Scalar(_initialScale, DType.Float32));
        InnerOptimizer.Build(variables);
    }

    private protected override void Step(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables)
    {
        if (gradients.OfType<Tensor>().Select(NotFinite).ToArray() is not { Length: > 0 } counts)
        {
            InnerOptimizer.Apply(gradients, variables);   // which says what is wrong
            return;
        }

        Tensor isFinite = Prim.Equal(counts.Aggregate(Prim.Add), Prim.Scalar(0, DType.Float32)), scale = _dynamicScale!.Value, counter = _stepCounter!.Value, none = Prim.Scalar(0, DType.Int32);

        // The update is made in any case, as part of one plan, and taken back where it must not be: each value is then chosen in the loop that makes it.
        Variable[] changed = [.. variables, .. InnerOptimizer.Variables];
        Tensor[] before = Array.ConvertAll(changed, variable => variable.Value);
        InnerOptimizer.Apply([.. gradients.Select(g => g is null ? null : Prim.Divide(g, Prim.Convert(scale, g.DType)))], variables);
        for (int i = 0; i < changed.Length; i++)
        {
            changed[i].Assign(Prim.Select(isFinite, changed[i].Value, before[i]));
        }

        Tensor grows = Prim.Equal(counter, Prim.Scalar(_dynamicGrowthSteps - 1, DType.Int32));
        Tensor counted = Prim.Select(grows, none, Prim.Add(counter, Prim.Scalar(1, DType.Int32)));
        _stepCounter.Assign(Prim.Select(isFinite, counted, none));
        _dynamicScale.Assign(Prim.Select(isFinite, Prim.Select(grows, Prim.Multiply(scale, 2), scale), Prim.Multiply(scale, 0.5)));
    }

    /// <summary>How many numbers are not finite (a sum runs faster than a search).</summary>
    private static Tensor NotFinite(Tensor x) => Prim.ReduceSum(Prim.Select(Prim.IsFinite(x), Prim.Scalar(0, DType.Float32), Prim.Scalar(1, DType.Float32)));
}
