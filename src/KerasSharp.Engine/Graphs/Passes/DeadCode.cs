namespace KerasSharp.Graphs.Passes;

/// <summary>Drops nodes that nothing needs.</summary>
internal static class DeadCode
{
    public static void Run(Graph graph)
    {
        HashSet<GraphValue> live = graph.Escaping();
        var kept = new List<GraphNode>(graph.Nodes.Count);
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            GraphNode node = graph.Nodes[i];
            if (Array.Exists(node.Outputs, live.Contains))
            {
                kept.Add(node);
                live.UnionWith(node.Inputs);
            }
        }

        kept.Reverse();
        graph.Nodes = kept;
        graph.States.RemoveAll(state => !live.Contains(state));
    }
}
