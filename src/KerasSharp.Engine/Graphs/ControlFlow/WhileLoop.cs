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
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => inputs[..StateCount].CopyTo(outputs);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        var tensors = new Tensor[inputs.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = GraphReplay.CopyOf(inputs[i]);
        }

        GraphReplay.CopyTo(Run(tensors, static _ => { }), outputs);
    }

    /// <summary>Runs the loop over its operands; shows the state that enters each turn.</summary>
    public Tensor[] Run(Tensor[] operands, Action<Tensor[]> entering)
    {
        int captured = Condition.Parameters.Count;
        Tensor[] state = operands[..StateCount], conditionCaptures = operands[StateCount..captured], bodyCaptures = operands[captured..];
        while (_condition.Value.Run([.. state, .. conditionCaptures])[0].Item() != 0)
        {
            entering(state);
            state = _body.Value.Run([.. state, .. bodyCaptures]);
        }

        return state;
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        var cotangents = new Tensor[StateCount];
        for (int i = 0; i < cotangents.Length; i++)
        {
            cotangents[i] = context.CotangentOrZero(i);
        }

        return WhileGradient.Apply(this, context.Inputs, cotangents);
    }

    public bool Equals(WhileLoop? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
