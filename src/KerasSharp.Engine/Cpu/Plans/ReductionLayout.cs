using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>Splits reductions so that each runs over neighbouring axes: then memory is (outer, reduced, inner).</summary>
internal static class ReductionLayout
{
    public static void Run(Graph graph)
    {
        var nodes = new List<GraphNode>(graph.Nodes.Count);
        var map = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        foreach (GraphNode node in graph.Nodes)
        {
            if (node.Primitive is not Reduction reduction || Split(node.Inputs[0].Shape, reduction.Axes) is null)
            {
                nodes.Add(node);
                continue;
            }

            // The last run of axes first: its elements lie closest together.
            GraphValue value = node.Inputs[0];
            Axes rest = reduction.Axes;
            while (rest.Count > 0)
            {
                int[] run = Split(value.Shape, rest)?.ToArray() ?? rest.Span.ToArray();
                Reduction part = reduction with { Axes = Axes.Of(run, value.Shape.Rank) };
                var specs = new TensorSpec[1];
                part.Infer([value.Spec], specs);
                var step = new GraphNode(part, [value], specs);
                nodes.Add(step);
                value = step.Output;
                int[] left = [.. rest.Span.ToArray().Except(run)];
                if (left.Length == 0)
                {
                    break;
                }

                rest = Axes.Of(left, value.Shape.Rank);
            }

            map[node.Output] = value;
        }

        graph.Nodes = nodes;
        graph.Substitute(map);
    }

    /// <summary>Sizes before, among and after the reduced axes, which must be neighbours.</summary>
    public static (int Outer, int Reduced, int Inner) Sizes(Shape shape, Axes axes)
    {
        int outer = 1, reduced = 1, inner = 1, last = axes.Count == 0 ? -1 : axes[^1];
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (axes.Contains(axis))
            {
                reduced *= shape[axis];
            }
            else if (axis < last)
            {
                outer *= shape[axis];
            }
            else
            {
                inner *= shape[axis];
            }
        }

        return (outer, reduced, inner);
    }

    /// <summary>The last run of neighbouring reduced axes, or null where there is only one run. Axes of size 1 are no gap.</summary>
    private static List<int>? Split(Shape shape, Axes axes)
    {
        var run = new List<int>();
        for (int i = axes.Count - 1; i >= 0; i--)
        {
            for (int between = axes[i] + 1; run.Count > 0 && between < run[0]; between++)
            {
                if (shape[between] != 1)
                {
                    return run;
                }
            }

            run.Insert(0, axes[i]);
        }

        return null;
    }
}
