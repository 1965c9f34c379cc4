using KerasSharp.Primitives;

namespace KerasSharp.Graphs.Passes;

/// <summary>Replaces composites for which the device has no kernel by their decompositions, down to primitives and composites it has.</summary>
internal static class LowerComposites
{
    public static void Run(Graph graph, IGraphDevice device)
    {
        var map = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        var lowered = new List<GraphNode>(graph.Nodes.Count);
        foreach (GraphNode node in graph.Nodes)
        {
            Lower(node, map, lowered, device);
        }

        graph.Nodes = lowered;
        graph.Substitute(map);
    }

    private static void Lower(GraphNode node, Dictionary<GraphValue, GraphValue> map, List<GraphNode> lowered, IGraphDevice device)
    {
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            node.Inputs[i] = map.GetValueOrDefault(node.Inputs[i], node.Inputs[i]);
        }

        if (node.Primitive is not Composite composite || device.HasKernel(composite, node.Inputs))
        {
            lowered.Add(node);
            return;
        }

        Graph body = Tracer.Trace(composite.Name, composite.Decompose, Array.ConvertAll(node.Inputs, input => input.Spec));
        var inner = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            inner[body.Parameters[i]] = node.Inputs[i];
        }

        foreach (GraphNode step in body.Nodes)
        {
            Lower(step, inner, lowered, device);
        }

        for (int i = 0; i < node.Outputs.Length; i++)
        {
            map[node.Outputs[i]] = inner.GetValueOrDefault(body.Outputs[i], body.Outputs[i]);
        }
    }
}
