using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Graphs.ControlFlow;

/// <summary>
/// Repeats a graph while another gives true. Operands: the loop's state, then what the condition captured, then what the body captured.
/// </summary>
internal sealed record WhileLoop(Graph Condition, Graph Body, int StateCount) : Primitive
{
    private readonly Lazy<CompiledGraph> _condition = new(() => CompiledGraph.Create(Condition));
    private readonly Lazy<CompiledGraph> _body = new(() => CompiledGraph.Create(Body));

    /// <inheritdoc/>
    public override string Name => "while";

    /// <inheritdoc/>
    public override int OutputCount => StateCount;

    /// <inheritdoc/>
    protected override string NoGradientReason =>
        "the number of turns of a while loop is not known before it runs, so its values cannot be kept. Use ForiLoop or Scan with a fixed number of turns instead.";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => inputs[..StateCount].CopyTo(outputs);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        var tensors = new Tensor[inputs.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = GraphReplay.CopyOf(inputs[i]);
        }

        int captured = Condition.Parameters.Count - StateCount;
        Tensor[] state = tensors[..StateCount];
        Tensor[] conditionCaptures = tensors[StateCount..(StateCount + captured)], bodyCaptures = tensors[(StateCount + captured)..];
        while (_condition.Value.Run([.. state, .. conditionCaptures])[0].Item() != 0)
        {
            state = _body.Value.Run([.. state, .. bodyCaptures]);
        }

        GraphReplay.CopyTo(state, outputs);
    }

    public bool Equals(WhileLoop? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
