namespace KerasSharp.Layers;

/// <summary>Base of the cells whose states are rows of units.</summary>
public abstract class UnitsCell : DropoutCell
{
    private readonly Shape[] _stateSize;

    private protected UnitsCell(int units, int states, double dropout, double recurrentDropout, int? seed, string? name, bool trainable, DTypePolicy? dtype)
        : base(dropout, recurrentDropout, seed, name, trainable, dtype)
    {
        Units = Arguments.AtLeast(1, units, nameof(units), KerasName);
        _stateSize = [.. Enumerable.Repeat(Shape.Of(units), states)];
    }

    /// <summary>Size of the output and of each state.</summary>
    public int Units { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> StateSize => _stateSize;

    /// <summary>The columns of one gate.</summary>
    /// <summary>Makes the first values; those of the layer that runs the cell as well.</summary>
    internal abstract (Initializer Kernel, Initializer Recurrent, Initializer Bias) Initializers { get; }

    private protected Tensor Gate(Tensor gates, int index) => Gate(gates, index, Units);
}
