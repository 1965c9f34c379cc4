using KerasSharp.Saving;

namespace KerasSharp.Optimizers;

/// <summary>Base of optimizers that leave the updates to others and share no options of their own.</summary>
public abstract class WrapperOptimizer : Optimizer
{
    private protected WrapperOptimizer(string? name, params IReadOnlyList<Optimizer> inner)
        : base(0.0, null, name)
    {
        Inner = inner;
        foreach (Optimizer optimizer in inner)
        {
            // Gradients would be scaled twice.
            optimizer.LossScaleFactor = null;
        }
    }

    /// <summary>Its own state, then that of each optimizer inside.</summary>
    public sealed override IReadOnlyList<Variable> Variables => [.. base.Variables, .. Inner.SelectMany(optimizer => optimizer.Variables)];

    internal sealed override bool KeepsMovingAverages => Inner.Any(optimizer => optimizer.KeepsMovingAverages);

    internal sealed override IEnumerable<(Variable Weight, Variable Average)> MovingAverages => Inner.SelectMany(optimizer => optimizer.MovingAverages);

    private protected IReadOnlyList<Optimizer> Inner { get; }

    /// <inheritdoc/>
    protected sealed override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate) =>
        throw new NotSupportedException($"{GetType().Name} '{Name}': the optimizers inside make the updates. Call Apply.");

    private protected abstract override void Step(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables);

    /// <inheritdoc/>
    public abstract override void FinalizeVariableValues(IReadOnlyList<Variable> variables);

    /// <inheritdoc/>
    public abstract override Config GetConfig();
}
