using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Graphs.ControlFlow;

/// <summary>Runs one of two graphs. Operands: a bool scalar, then what the branches take (first those of the true branch, then those of the false one).</summary>
internal sealed record Conditional(Graph WhenTrue, Graph WhenFalse) : Primitive
{
    private readonly Lazy<CompiledGraph> _whenTrue = new(() => CompiledGraph.Create(WhenTrue));
    private readonly Lazy<CompiledGraph> _whenFalse = new(() => CompiledGraph.Create(WhenFalse));

    /// <inheritdoc/>
    public override string Name => "cond";

    /// <inheritdoc/>
    public override int OutputCount => WhenTrue.Outputs.Count;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = WhenTrue.Outputs[i].Spec;
        }
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int split = 1 + WhenTrue.Parameters.Count;
        Tensor[] results = inputs[0].As<byte>()[0] != 0
            ? GraphReplay.RunCompiled(_whenTrue.Value, inputs[1..split])
            : GraphReplay.RunCompiled(_whenFalse.Value, inputs[split..]);
        GraphReplay.CopyTo(results, outputs);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor[] inputs = context.Inputs, outputs = context.Outputs;
        Tensor?[] cotangents = context.Cotangents;
        int split = 1 + WhenTrue.Parameters.Count;
        Tensor[] all = Control.Cond(
            inputs[0],
            () => Branch(WhenTrue, inputs[1..split], inputs[split..], first: true),
            () => Branch(WhenFalse, inputs[split..], inputs[1..split], first: false));
        return [null, .. all];

        // The gradient of the branch taken, zeros for the operands of the other one.
        Tensor[] Branch(Graph graph, Tensor[] own, Tensor[] other, bool first)
        {
            Tensor?[] found = GraphReplay.Gradient(graph, own, cotangents);
            Tensor[] mine = [.. found.Select((g, i) => g ?? Prim.Zeros(own[i].Shape, own[i].DType))];
            Tensor[] rest = Array.ConvertAll(other, tensor => Prim.Zeros(tensor.Shape, tensor.DType));
            return first ? [.. mine, .. rest] : [.. rest, .. mine];
        }
    }

    public bool Equals(Conditional? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
