using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Optimizers;

/// <summary>Several optimizers, each for its own variables: one rate for the encoder, another for the head, say.</summary>
/// <remarks>State: <c>iteration</c>, <c>learning_rate</c> (0, not used), then the state of each optimizer. Clipping by a global norm counts the variables of one optimizer.</remarks>
[KerasSerializable(Module, "MultiOptimizer")]
public sealed partial class MultiOptimizer : WrapperOptimizer
{
    private readonly OptimizerMap _optimizerMap;
    private readonly Dictionary<Optimizer, List<Variable>> _parts = [];

    /// <summary>Several optimizers.</summary>
    /// <param name="optimizerMap">Which optimizer updates which variable.</param>
    /// <param name="lossScaleFactor">What the loss is multiplied and gradients are divided by; those of the optimizers inside are switched off.</param>
    /// <param name="name">Its name.</param>
    public MultiOptimizer(OptimizerMap optimizerMap, double? lossScaleFactor = null, string? name = null)
        : base(name, (optimizerMap ?? throw new ArgumentNullException(nameof(optimizerMap))).Optimizers)
    {
        _optimizerMap = optimizerMap;
        LossScaleFactor = lossScaleFactor;
    }

    /// <summary>The optimizers, the default one last.</summary>
    public IReadOnlyList<Optimizer> Optimizers => Inner;

    /// <summary>Each optimizer has a rate of its own: <c>Optimizers[0].LearningRate</c>.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override double LearningRate
    {
        get => throw Several();
        set => throw Several();
    }

    /// <inheritdoc/>
    public override void FinalizeVariableValues(IReadOnlyList<Variable> variables)
    {
        foreach ((Optimizer optimizer, List<Variable> part) in _parts)
        {
            optimizer.FinalizeVariableValues([.. part.Where((variables ?? throw new ArgumentNullException(nameof(variables))).Contains)]);
        }
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new() { ["optimizer_map"] = _optimizerMap, ["loss_scale_factor"] = LossScaleFactor, ["name"] = Name };

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        foreach (Variable variable in variables ?? throw new ArgumentNullException(nameof(variables)))
        {
            Optimizer optimizer = _optimizerMap.Of(variable);
            if (!_parts.TryGetValue(optimizer, out List<Variable>? part))
            {
                _parts[optimizer] = part = [];
            }

            part.Add(variable);
        }

        foreach ((Optimizer optimizer, List<Variable> part) in _parts)
        {
            optimizer.Build(part);
        }
    }

    private protected override void Step(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables)
    {
        foreach (Optimizer optimizer in Inner)
        {
            int[] own = [.. Enumerable.Range(0, variables.Count).Where(i => gradients[i] is not null && _optimizerMap.Of(variables[i]) == optimizer)];
            if (own.Length > 0)
            {
                Tensor?[] grads = Array.ConvertAll(own, i => LossScaleFactor is { } scale ? Scale(gradients[i]!, 1 / scale) : gradients[i]);
                optimizer.Apply(grads, Array.ConvertAll(own, i => variables[i]));
            }
        }

        Iterations.Assign(Prim.Add(Iterations.Value, Prim.Scalar(1, DType.Int32)));
    }

    private InvalidOperationException Several() => new(
        $"MultiOptimizer '{Name}': each of its {Inner.Count} optimizers has a learning rate of its own. Read or set Optimizers[i].LearningRate.");
}
