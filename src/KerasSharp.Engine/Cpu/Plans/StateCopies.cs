using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>Gives every update a value of its own: where a variable's new value is another variable's memory, or shared by two updates, it is copied first.</summary>
internal static class StateCopies
{
    public static void Insert(Graph graph)
    {
        var taken = new HashSet<GraphValue>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < graph.Updates.Count; i++)
        {
            (Variable variable, GraphValue value) = graph.Updates[i];
            GraphValue root = value;
            while (root.Producer is { } producer && BufferPlan.IsAlias(producer))
            {
                root = producer.Inputs[0];
            }

            bool own = root.Kind == ValueKind.State && ReferenceEquals(root.Variable, variable);
            if (own || (root.Kind != ValueKind.State && taken.Add(root)))
            {
                continue;
            }

            var copy = new GraphNode(new Copy(), [value], [value.Spec]);
            graph.Nodes.Add(copy);
            graph.Updates[i] = (variable, copy.Output);
        }
    }

    /// <summary>A copy in memory of its own.</summary>
    internal sealed record Copy : Primitive
    {
        public override string Name => "copy";

        public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0];

        public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) => inputs[0].Bytes.CopyTo(outputs[0].Bytes);
    }
}
