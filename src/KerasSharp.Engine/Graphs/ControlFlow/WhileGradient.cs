using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Graphs.ControlFlow;

/// <summary>
/// The gradient of <see cref="WhileLoop"/>: runs the loop again keeping the state that entered each turn, then its turns backward. Operands: those of the loop, then
/// the cotangents of its results. Results: the cotangents of the first state, then of what the body captured. <see cref="Backward"/> takes a state, the captures and
/// the cotangents of the state after the turn; it gives those of state and captures before it.
/// </summary>
internal sealed record WhileGradient(WhileLoop Loop, Graph Backward) : Primitive
{
    private readonly Lazy<CompiledGraph> _backward = new(() => CompiledGraph.Create(Backward));

    /// <inheritdoc/>
    public override string Name => "while_gradient";

    /// <inheritdoc/>
    public override int OutputCount => Backward.Outputs.Count;

    /// <inheritdoc/>
    protected override string NoGradientReason =>
        "the number of turns of a while loop is not known before it runs, and only its first derivative is kept. Use ForiLoop or Scan with a fixed number of turns instead.";

    /// <summary>The gradient of a loop applied to operands, given the cotangents of its results.</summary>
    public static Tensor?[] Apply(WhileLoop loop, Tensor[] operands, Tensor[] cotangents)
    {
        int count = loop.StateCount, captured = loop.Condition.Parameters.Count - count;
        TensorSpec[] own = [.. loop.Body.Parameters.Select(p => p.Spec)];
        Graph backward = Tracer.Trace(
            "while_backward",
            arguments =>
            {
                Tensor[] entered = arguments[..own.Length];
                Tensor?[] found = GraphReplay.Gradient(loop.Body, entered, arguments[own.Length..]);
                return [.. found.Select((g, i) => g ?? Prim.Zeros(entered[i].Shape, entered[i].DType))];
            },
            [.. own, .. own[..count]]);
        Tensor[] all = Dispatch.Bind(new WhileGradient(loop, backward), [.. operands, .. cotangents]);
        return [.. all[..count], .. new Tensor?[captured], .. all[count..]];
    }

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = Backward.Outputs[i].Spec;
        }
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int count = Loop.StateCount;
        Tensor[] tensors = new Tensor[inputs.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = GraphReplay.CopyOf(inputs[i]);
        }

        List<Tensor[]> entered = [];
        Loop.Run(tensors[..^count], entered.Add);
        Tensor[] captures = tensors[Loop.Condition.Parameters.Count..^count], cotangents = tensors[^count..];
        Tensor[] sums = Array.ConvertAll(captures, c => Prim.Zeros(c.Shape, c.DType));
        for (int turn = entered.Count - 1; turn >= 0; turn--)
        {
            Tensor[] found = _backward.Value.Run([.. entered[turn], .. captures, .. cotangents]);
            cotangents = found[..count];
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] = sums[i].DType.IsFloating() ? Prim.Add(sums[i], found[count + i]) : sums[i];
            }
        }

        GraphReplay.CopyTo([.. cotangents, .. sums], outputs);
    }

    public bool Equals(WhileGradient? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
