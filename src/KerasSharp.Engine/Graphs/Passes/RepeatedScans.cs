using KerasSharp.Graphs.ControlFlow;

namespace KerasSharp.Graphs.Passes;

/// <summary>Runs a loop once where its gradient runs it again to keep more of it: the second run gives all that the first does.</summary>
internal static class RepeatedScans
{
    public static void Run(Graph graph)
    {
        var map = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        foreach (GraphNode second in graph.Nodes.Where(node => node.Primitive is ScanLoop { Repeats: not null }).ToArray())
        {
            var repeat = (ScanLoop)second.Primitive;
            int own = repeat.CarryCount + repeat.SliceCount;
            int at = graph.Nodes.FindIndex(node => ReferenceEquals(node.Primitive, repeat.Repeats) && !map.ContainsKey(node.Outputs[0]) && SameOperands(node, second, own));
            if (at < 0)
            {
                continue;
            }

            // All operands of the second are operands of the first, so that it can stand in its place.
            GraphNode first = graph.Nodes[at];
            graph.Nodes.Remove(second);
            graph.Nodes[at] = second;
            for (int i = 0; i < first.Outputs.Length; i++)
            {
                map[first.Outputs[i]] = second.Outputs[i];
            }
        }

        graph.Substitute(map);
    }

    private static bool SameOperands(GraphNode first, GraphNode second, int own)
    {
        for (int i = 0; i < own; i++)
        {
            if (!ReferenceEquals(first.Inputs[i], second.Inputs[i]))
            {
                return false;
            }
        }

        return second.Inputs.Skip(own).All(value => first.Inputs.Contains(value, ReferenceEqualityComparer.Instance));
    }
}
