using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// Brings contractions to what GEMM takes: transposes before them are folded into the choice of axes, and operands whose axes then still do not lie
/// as (batch, rows, contracted) or (batch, contracted, rows) are transposed first.
/// </summary>
internal static class DotLayout
{
    public static void Run(Graph graph)
    {
        var nodes = new List<GraphNode>(graph.Nodes.Count);
        foreach (GraphNode node in graph.Nodes)
        {
            if (node.Primitive is DotGeneral)
            {
                FoldTransposes(node);
                Canonicalize(node, nodes);
            }

            nodes.Add(node);
        }

        graph.Nodes = nodes;
    }

    /// <summary>How one operand lies in memory, or null where its axes are mixed.</summary>
    /// <returns>True where the contracted axes come before the free ones.</returns>
    public static bool? ContractedFirst(int rank, IntList batch, IntList contract)
    {
        int[] free = DotGeneral.FreeAxes(rank, batch, contract);
        int[] plain = [.. batch.Span, .. free, .. contract.Span];
        int[] swapped = [.. batch.Span, .. contract.Span, .. free];
        return IsAscending(plain) ? false : IsAscending(swapped) ? true : null;
    }

    private static bool IsAscending(int[] axes)
    {
        for (int i = 0; i < axes.Length; i++)
        {
            if (axes[i] != i)
            {
                return false;
            }
        }

        return true;
    }

    private static void FoldTransposes(GraphNode node)
    {
        var dot = (DotGeneral)node.Primitive;
        if (Fold(node.Inputs[0], dot.LeftBatch, dot.LeftContract) is { } left)
        {
            dot = dot with { LeftBatch = left.Batch, LeftContract = left.Contract };
            node.Inputs[0] = left.Value;
        }

        if (Fold(node.Inputs[1], dot.RightBatch, dot.RightContract) is { } right)
        {
            dot = dot with { RightBatch = right.Batch, RightContract = right.Contract };
            node.Inputs[1] = right.Value;
        }

        node.Primitive = dot;
    }

    private static (GraphValue Value, IntList Batch, IntList Contract)? Fold(GraphValue value, IntList batch, IntList contract)
    {
        if (value.Producer is not { Primitive: Transpose transpose } producer)
        {
            return null;
        }

        int rank = value.Shape.Rank;
        int[] free = Array.ConvertAll(DotGeneral.FreeAxes(rank, batch, contract), axis => transpose.Order[axis]);
        if (!free.SequenceEqual(free.Order()))
        {
            return null; // the free axes come out in another order
        }

        var newBatch = new IntList(Array.ConvertAll(batch.ToArray(), axis => transpose.Order[axis]));
        var newContract = new IntList(Array.ConvertAll(contract.ToArray(), axis => transpose.Order[axis]));
        return ContractedFirst(rank, newBatch, newContract) is null ? null : (producer.Inputs[0], newBatch, newContract);
    }

    private static void Canonicalize(GraphNode node, List<GraphNode> nodes)
    {
        var dot = (DotGeneral)node.Primitive;
        if (dot.LeftContract.Count > 1)
        {
            // Contracted axes must run in the same order in both operands: sort the pairs by the left.
            int[] order = [.. Enumerable.Range(0, dot.LeftContract.Count).OrderBy(i => dot.LeftContract[i])];
            dot = dot with
            {
                LeftContract = new IntList(Array.ConvertAll(order, i => dot.LeftContract[i])),
                RightContract = new IntList(Array.ConvertAll(order, i => dot.RightContract[i])),
            };
        }

        if (ContractedFirst(node.Inputs[0].Shape.Rank, dot.LeftBatch, dot.LeftContract) is null)
        {
            (node.Inputs[0], IntList batch, IntList contract) = Move(node.Inputs[0], dot.LeftBatch, dot.LeftContract, nodes);
            dot = dot with { LeftBatch = batch, LeftContract = contract };
        }

        if (ContractedFirst(node.Inputs[1].Shape.Rank, dot.RightBatch, dot.RightContract) is null)
        {
            (node.Inputs[1], IntList batch, IntList contract) = Move(node.Inputs[1], dot.RightBatch, dot.RightContract, nodes);
            dot = dot with { RightBatch = batch, RightContract = contract };
        }

        node.Primitive = dot;
    }

    private static (GraphValue Value, IntList Batch, IntList Contract) Move(GraphValue value, IntList batch, IntList contract, List<GraphNode> nodes)
    {
        int rank = value.Shape.Rank;
        int[] free = DotGeneral.FreeAxes(rank, batch, contract);
        var transpose = new Transpose(new IntList([.. batch.Span, .. free, .. contract.Span]));
        var specs = new Tensors.TensorSpec[1];
        transpose.Infer([value.Spec], specs);
        var node = new GraphNode(transpose, [value], specs);
        nodes.Add(node);
        return (node.Output, Range(0, batch.Count), Range(rank - contract.Count, contract.Count));
    }

    private static IntList Range(int start, int count) => new([.. Enumerable.Range(start, count)]);
}
