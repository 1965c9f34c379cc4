using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Cells one on top of the other as one cell: each reads the output of the one below.</summary>
/// <remarks>
/// Input shape: <c>(batch, inputs)</c> and the states of all cells, from the lowest up. Output shape: that of the uppermost cell. Weights: those of the cells. A list of
/// cells given to <see cref="RNN"/> is made into one of these.
/// </remarks>
[KerasSerializable("keras.layers", "StackedRNNCells")]
public sealed partial class StackedRNNCells : RecurrentCell
{
    private readonly RecurrentCell[] _cells;

    /// <summary>Stacks cells.</summary>
    /// <param name="cells">The cells, the lowest first; at least one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    /// <exception cref="ArgumentException">There is no cell.</exception>
    public StackedRNNCells(IReadOnlyList<RecurrentCell> cells, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(name, trainable, dtype)
    {
        ArgumentNullException.ThrowIfNull(cells);
        _cells = cells.Count > 0 ? [.. cells] : throw new ArgumentException("StackedRNNCells: there must be at least one cell. Received: cells=[].", nameof(cells));
        foreach (RecurrentCell cell in cells)
        {
            Track(cell, $"cells/{Utilities.Naming.ToSnakeCase(cell.KerasName)}");
        }
    }

    /// <summary>The cells, the lowest first.</summary>
    public IReadOnlyList<RecurrentCell> Cells => _cells;

    internal override IReadOnlyList<Layer> WrittenFirst => _cells;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> StateSize => [.. _cells.SelectMany(cell => cell.StateSize)];

    /// <inheritdoc/>
    public override Shape OutputSize => _cells[^1].OutputSize;

    /// <inheritdoc/>
    public override Tensor[] GetInitialState(int batchSize) => [.. _cells.SelectMany(cell => cell.GetInitialState(batchSize))];

    /// <inheritdoc/>
    internal override int ConstantCount(bool training) => _cells.Sum(cell => cell.ConstantCount(training));

    /// <inheritdoc/>
    internal override Tensor[] Draw(Shape step, DType dtype, bool training)
    {
        List<Tensor> drawn = [];
        foreach (RecurrentCell cell in _cells)
        {
            drawn.AddRange(cell.Draw(step, dtype, training));
            step = cell.OutputSize.Insert(0, step[0]);
        }

        return [.. drawn];
    }

    /// <inheritdoc/>
    internal override (Tensor Output, Tensor[] States) Step(Tensor x, Tensor[] states, Tensor[] constants, bool training)
    {
        List<Tensor> next = [];
        int used = 0;
        foreach (RecurrentCell cell in _cells)
        {
            int count = cell.StateSize.Count, drawn = cell.ConstantCount(training);
            Tensor[] results = cell.Invoke(new CallArguments([x, .. states[next.Count..(next.Count + count)], .. constants[used..(used + drawn)]]) { Training = training });
            x = results[0];
            used += drawn;
            next.AddRange(results[1..]);
        }

        return (x, [.. next]);
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        foreach (RecurrentCell cell in _cells)
        {
            cell.EnsureBuilt(input);
            input = cell.OutputSize.Insert(0, input[0]);
        }
    }

    /// <inheritdoc/>
    protected override (Tensor Output, Tensor[] States) Call(Tensor inputs, Tensor[] states, bool training) => Step(inputs, states, Draw(inputs.Shape, inputs.DType, training), training);
}
