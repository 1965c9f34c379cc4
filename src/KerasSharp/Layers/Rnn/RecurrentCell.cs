using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>One step of a recurrent layer. The layer calls it once for each position of a sequence.</summary>
public abstract class RecurrentCell : Layer
{
    private readonly double _dropout;
    private readonly double _recurrentDropout;
    private readonly SeedGenerator? _generator;

    private protected RecurrentCell(int units, double dropout, double recurrentDropout, int? seed, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype)
    {
        Units = Arguments.AtLeast(1, units, nameof(units), KerasName);
        _dropout = Math.Clamp(dropout, 0, 1);
        _recurrentDropout = Math.Clamp(recurrentDropout, 0, 1);
        _generator = _dropout > 0 || _recurrentDropout > 0 ? new SeedGenerator(seed) : null;
    }

    /// <summary>Size of the output and of each state.</summary>
    public int Units { get; }

    private protected override bool HandlesMask => true;

    /// <summary>Number of states, the output among them.</summary>
    internal abstract int StateCount { get; }

    /// <summary>The kernel, the recurrent kernel and the bias, once built.</summary>
    internal abstract (Variable Kernel, Variable Recurrent, Variable? Bias) Kernels { get; }

    /// <summary>What runs the cell over a whole sequence; null where its configuration needs step after step.</summary>
    /// <param name="reverse">Whether the sequence is read from its end.</param>
    /// <param name="masked">Whether there is a mask.</param>
    internal abstract Recurrence? Whole(bool reverse, bool masked);

    /// <summary>One step.</summary>
    /// <param name="x">The input at this position, (batch, inputs).</param>
    /// <param name="states">The states, (batch, units) each.</param>
    /// <param name="drops">What inputs and states are multiplied by; null for nothing.</param>
    /// <returns>The new states; the first is the output.</returns>
    internal abstract Tensor[] Step(Tensor x, Tensor[] states, (Tensor? Input, Tensor? State) drops);

    /// <summary>The dropout of a whole sequence: one choice for all positions (Gal and Ghahramani 2016).</summary>
    internal (Tensor? Input, Tensor? State) Drops(Tensor x, bool training)
    {
        if (!training || _generator is null)
        {
            return (null, null);
        }

        Tensor? input = _dropout > 0 ? RandomDrop.Apply(Prim.Ones(Shape.Of(x.Shape[0], x.Shape[2]), x.DType), _dropout, _generator) : null;
        Tensor? state = _recurrentDropout > 0 ? RandomDrop.Apply(Prim.Ones(Shape.Of(x.Shape[0], Units), x.DType), _recurrentDropout, _generator) : null;
        return (input, state);
    }

    private protected static Tensor Drop(Tensor x, Tensor? factor) => factor is null ? x : Prim.Multiply(x, factor);

    /// <summary>The part of a row of gates that belongs to one.</summary>
    private protected Tensor Gate(Tensor gates, int index) => Prim.SliceAxis(gates, gates.Rank - 1, index * Units, (index + 1) * Units);
}
