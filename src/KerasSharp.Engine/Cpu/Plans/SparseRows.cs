using KerasSharp.Cpu.Elementwise;
using KerasSharp.Cpu.Kernels.Layout;
using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// Spares the gradient of an embedding its table of zeros. Where slices summed into zeros are read by one fused loop alone, as an optimizer's update does,
/// the loop finds each row by a pointer: to the sum of its slices, which is made in the memory of the first of them, or to a row of zeros. The numbers are
/// those of the whole table.
/// </summary>
internal static class SparseRows
{
    /// <summary>Elements of a row from which a pointer for it costs nothing against its reading, and of which rows are whole vectors.</summary>
    private const int RowUnit = 32;

    /// <summary>Elements of a table that is small enough to be made of zeros.</summary>
    private const long SmallTable = 1 << 16;

    public static void Run(Graph graph)
    {
        Dictionary<GraphValue, List<GraphNode>> consumers = graph.Consumers();
        HashSet<GraphValue> escaping = graph.Escaping();
        foreach (GraphNode node in graph.Nodes.ToArray())
        {
            if (node.Primitive is not ScatterAddAxis { Axis: 0 } scatter || !Suits(scatter.Target, node) || !IsOwned(node.Inputs[0]))
            {
                continue;
            }

            if (!escaping.Contains(node.Output) && consumers.GetValueOrDefault(node.Output) is [{ Primitive: FusedLoop loop } reader])
            {
                Replace(graph, node, reader, loop);
            }
        }

        bool IsOwned(GraphValue value)
        {
            // The slices' memory is written, so nothing else may read it.
            while (!escaping.Contains(value) && consumers[value].Count == 1)
            {
                if (value.Producer is not { } producer)
                {
                    return false;
                }

                if (!BufferPlan.IsAlias(producer))
                {
                    return true;
                }

                value = producer.Inputs[0];
            }

            return false;
        }
    }

    private static bool Suits(Shape table, GraphNode node) =>
        node.Output.DType == DType.Float32 && table.Count >= SmallTable && table[1..].Count % RowUnit == 0 && node.Inputs[1].Shape.Count <= table[0];

    private static void Replace(Graph graph, GraphNode node, GraphNode reader, FusedLoop loop)
    {
        int at = Array.FindIndex(reader.Inputs, input => ReferenceEquals(input, node.Output));
        Shape table = node.Output.Shape;
        if (loop.Program.WithRows(at, table[0]) is not { } program || !LoopKernel.Generates(program))
        {
            return;
        }

        int columns = (int)table[1..].Count;
        TensorSpec rows = new(Shape.Of(RowPointers.Size(table[0], columns)), DType.Int64);
        var pointers = new GraphNode(new RowTable(table[0], columns), node.Inputs, [rows]);
        graph.Nodes[graph.Nodes.IndexOf(node)] = pointers;

        // The slices stand among the loop's operands as well, so that their memory is kept until then.
        GraphValue[] inputs = [.. reader.Inputs, node.Inputs[0]];
        inputs[at] = pointers.Output;
        reader.Inputs = inputs;
        reader.Primitive = loop with { Program = program };
    }

    /// <summary>Pointers to the rows of a table in which slices are summed. It exists only inside CPU plans.</summary>
    internal sealed record RowTable(int Rows, int Columns) : Primitive
    {
        /// <inheritdoc/>
        public override string Name => "row_pointers";

        /// <inheritdoc/>
        public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) =>
            outputs[0] = new TensorSpec(Shape.Of(RowPointers.Size(Rows, Columns)), DType.Int64);

        /// <inheritdoc/>
        public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) =>
            throw new InvalidOperationException("Row pointers are made by a step of a plan.");
    }
}
