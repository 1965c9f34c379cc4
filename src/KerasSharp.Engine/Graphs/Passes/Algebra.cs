using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Graphs.Passes;

/// <summary>
/// Rewrites that cost nothing and save work: neutral elements, double transposes, reversals and reshapes, broadcasts into elementwise consumers (which
/// broadcast by themselves).
/// </summary>
internal static class Algebra
{
    public static void Run(Graph graph)
    {
        var map = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        foreach (GraphNode node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                while (map.TryGetValue(node.Inputs[i], out GraphValue? next))
                {
                    node.Inputs[i] = next;
                }
            }

            AbsorbBroadcasts(node);
            if (Simplify(node) is { } same)
            {
                map[node.Output] = same;
            }
        }

        graph.Substitute(map);
    }

    /// <summary>The value that a node's only result always equals, or null.</summary>
    private static GraphValue? Simplify(GraphNode node)
    {
        switch (node.Primitive)
        {
            case Identity or StopGradient:
                return node.Inputs[0];
            case Reshape when node.Inputs[0].Shape == node.Output.Shape:
                return node.Inputs[0];
            case Reshape when node.Inputs[0].Producer is { Primitive: Reshape } inner:
                node.Inputs = [inner.Inputs[0]];
                return node.Inputs[0].Shape == node.Output.Shape ? node.Inputs[0] : null;
            case Transpose outer when node.Inputs[0].Producer is { Primitive: Transpose first } inner:
                node.Primitive = new Transpose(new IntList(Array.ConvertAll(outer.Order.ToArray(), axis => first.Order[axis])));
                node.Inputs = [inner.Inputs[0]];
                return Simplify(node);
            case Transpose transpose when node.Inputs[0].Producer is { Primitive: DotGeneral dot } product && SwapsOperands(transpose.Order, dot, product):
                node.Primitive = new DotGeneral(dot.RightBatch, dot.LeftBatch, dot.RightContract, dot.LeftContract);
                node.Inputs = [product.Inputs[1], product.Inputs[0]];
                return null;
            case Reverse outer when node.Inputs[0].Producer is { Primitive: Reverse first } inner && outer == first:
                return inner.Inputs[0];
            case Transpose transpose when IsIdentity(transpose.Order):
                return node.Inputs[0];
            case Transpose transpose when MovesOnlyUnitAxes(transpose.Order, node.Inputs[0].Shape):
                node.Primitive = new Reshape(node.Output.Shape);
                return null;
            case Primitives.Convert convert when node.Inputs[0].DType == convert.Target:
                return node.Inputs[0];
            case Add when IsNumber(node.Inputs[1], 0) && Keeps(node, 0):
                return node.Inputs[0];
            case Add when IsNumber(node.Inputs[0], 0) && Keeps(node, 1):
                return node.Inputs[1];
            case Subtract when IsNumber(node.Inputs[1], 0) && Keeps(node, 0):
                return node.Inputs[0];
            case Multiply when IsNumber(node.Inputs[1], 1) && Keeps(node, 0):
                return node.Inputs[0];
            case Multiply when IsNumber(node.Inputs[0], 1) && Keeps(node, 1):
                return node.Inputs[1];
            case BroadcastTo when node.Inputs[0].Shape == node.Output.Shape:
                return node.Inputs[0];
            default:
                return null;
        }
    }

    private static void AbsorbBroadcasts(GraphNode node)
    {
        if (node.Primitive is not Elementwise)
        {
            return;
        }

        for (int i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i].Producer is { Primitive: BroadcastTo } broadcast && StillBroadcasts(node, i, broadcast.Inputs[0].Shape))
            {
                node.Inputs[i] = broadcast.Inputs[0];
            }
        }
    }

    /// <summary>Whether the result keeps its shape when operand <paramref name="index"/> has the shape <paramref name="smaller"/>.</summary>
    private static bool StillBroadcasts(GraphNode node, int index, Shape smaller)
    {
        Shape? common = smaller;
        for (int i = 0; i < node.Inputs.Length && common is not null; i++)
        {
            common = i == index ? common : Broadcasting.Common(common, node.Inputs[i].Shape);
        }

        return common is not null && common == node.Output.Shape;
    }

    private static bool Keeps(GraphNode node, int input) => node.Inputs[input].Spec == node.Output.Spec;

    private static bool IsNumber(GraphValue value, double number) =>
        (value.Producer?.Primitive is Full full && full.Value == number)
        || (value is { Kind: ValueKind.Constant, Shape.Count: 1 } && ElementReader.ReadDouble(value.Constant!.Data, 0) == number);

    /// <summary>Whether a transpose of a contraction's result only exchanges the axes of the two operands, as exchanging the operands does.</summary>
    private static bool SwapsOperands(IntList order, DotGeneral dot, GraphNode product)
    {
        int batch = dot.LeftBatch.Count;
        int left = product.Inputs[0].Shape.Rank - batch - dot.LeftContract.Count;
        int right = product.Inputs[1].Shape.Rank - batch - dot.RightContract.Count;
        int[] swapped = [.. Enumerable.Range(0, batch), .. Enumerable.Range(batch + left, right), .. Enumerable.Range(batch, left)];
        return order.Span.SequenceEqual(swapped);
    }

    private static bool IsIdentity(IntList order)
    {
        for (int i = 0; i < order.Count; i++)
        {
            if (order[i] != i)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the axes longer than 1 stay in order: then a transpose is a reshape.</summary>
    private static bool MovesOnlyUnitAxes(IntList order, Shape shape)
    {
        int last = -1;
        foreach (int axis in order.Span)
        {
            if (shape[axis] == 1)
            {
                continue;
            }

            if (axis < last)
            {
                return false;
            }

            last = axis;
        }

        return true;
    }
}
