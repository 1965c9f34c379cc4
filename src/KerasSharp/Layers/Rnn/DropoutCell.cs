using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>
/// Base of the cells of this library. A step has two parts: what is made of the input alone, which can be computed for a whole sequence at once, and what
/// the states add to it. Both may have dropout, one choice for all steps of a sequence (Gal and Ghahramani 2016).
/// </summary>
public abstract class DropoutCell : RecurrentCell
{
    private readonly double _inputRate;
    private readonly double _stateRate;
    private readonly SeedGenerator? _generator;

    private protected DropoutCell(double dropout, double recurrentDropout, int? seed, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype)
    {
        _inputRate = Math.Clamp(dropout, 0, 1);
        _stateRate = Math.Clamp(recurrentDropout, 0, 1);
        _generator = _inputRate > 0 || _stateRate > 0 ? new SeedGenerator(seed) : null;
    }

    /// <summary>Whether states are dropped in training.</summary>
    internal bool DropsStates => _stateRate > 0;

    /// <summary>Whether its computation may be made a part of the layer's: both have the same dtypes, and nothing is to be done after each step.</summary>
    internal bool ComputesLike(Layer layer) => ComputeDType == layer.ComputeDType && VariableDType == layer.VariableDType && ActivityRegularizer is null;

    /// <summary>What runs the cell over a whole sequence; null where its configuration needs step after step.</summary>
    /// <param name="reverse">Whether the sequence is read from its end.</param>
    /// <param name="masked">Whether there is a mask.</param>
    internal virtual Recurrence? Whole(bool reverse, bool masked) => null;

    /// <summary>The kernel, the recurrent kernel and the bias, once built.</summary>
    internal abstract (Variable Kernel, Variable Recurrent, Variable? Bias) Kernels { get; }

    /// <summary>What the states have no part in, for one step.</summary>
    internal abstract Tensor Project(Tensor x);

    /// <summary>The same for all steps of a sequence (batch, time, ...).</summary>
    internal virtual Tensor ProjectSequence(Tensor x) => Project(x);

    /// <summary>The next states, the output first.</summary>
    /// <param name="projected">What <see cref="Project"/> made of the input.</param>
    /// <param name="states">The states.</param>
    /// <param name="dropped">The first state after dropout: what the recurrent kernel is applied to.</param>
    internal abstract Tensor[] Advance(Tensor projected, Tensor[] states, Tensor dropped);

    /// <inheritdoc/>
    internal override int ConstantCount(bool training) => !training ? 0 : (_inputRate > 0 ? 1 : 0) + (_stateRate > 0 ? 1 : 0);

    /// <inheritdoc/>
    internal override Tensor[] Draw(Shape step, DType dtype, bool training)
    {
        if (!training || _generator is null)
        {
            return [];
        }

        Tensor Choose(Shape shape, double rate) => RandomDrop.Apply(Prim.Ones(shape, dtype), rate, _generator);
        return [.. _inputRate > 0 ? [Choose(step, _inputRate)] : Array.Empty<Tensor>(), .. _stateRate > 0 ? [Choose(StateShapes(step)[0], _stateRate)] : Array.Empty<Tensor>()];
    }

    /// <summary>The input, or a whole sequence of inputs, after dropout.</summary>
    internal Tensor DropInput(Tensor x, Tensor[] constants, bool isSequence)
    {
        if (_inputRate == 0 || constants.Length == 0)
        {
            return x;
        }

        return Prim.Multiply(x, isSequence ? Prim.Reshape(constants[0], constants[0].Shape.Insert(1, 1)) : constants[0]);
    }

    /// <summary>The next states, from a projected input.</summary>
    internal Tensor[] Advance(Tensor projected, Tensor[] states, Tensor[] constants) =>
        Advance(projected, states, _stateRate > 0 && constants.Length > 0 ? Prim.Multiply(states[0], constants[^1]) : states[0]);

    /// <inheritdoc/>
    internal override (Tensor Output, Tensor[] States) Step(Tensor x, Tensor[] states, Tensor[] constants, bool training)
    {
        Tensor[] next = Advance(Project(DropInput(x, constants, isSequence: false)), states, constants);
        return (next[0], next);
    }

    /// <inheritdoc/>
    protected override (Tensor Output, Tensor[] States) Call(Tensor inputs, Tensor[] states, bool training) => Step(inputs, states, [], training);

    /// <summary>The part of a row of gates that belongs to one; the gates lie one after the other along the last axis.</summary>
    private protected static Tensor Gate(Tensor gates, int index, int units) => Prim.SliceAxis(gates, gates.Rank - 1, index * units, (index + 1) * units);
}
