namespace KerasSharp.Graphs;

/// <summary>Puts nodes back into an order that computes values before their use, staying as close to the present order as it can.</summary>
internal static class TopologicalOrder
{
    /// <exception cref="InvalidOperationException">The nodes form a cycle: a pass is wrong.</exception>
    public static void Restore(Graph graph)
    {
        var order = new List<GraphNode>(graph.Nodes.Count);
        var state = new Dictionary<GraphNode, bool>(ReferenceEqualityComparer.Instance); // false: on the stack, true: placed
        var stack = new Stack<(GraphNode Node, int Next)>();
        foreach (GraphNode root in graph.Nodes)
        {
            if (state.ContainsKey(root))
            {
                continue;
            }

            state[root] = false;
            stack.Push((root, 0));
            while (stack.TryPop(out (GraphNode Node, int Next) top))
            {
                if (top.Next == top.Node.Inputs.Length)
                {
                    state[top.Node] = true;
                    order.Add(top.Node);
                    continue;
                }

                stack.Push((top.Node, top.Next + 1));
                if (top.Node.Inputs[top.Next].Producer is not { } producer)
                {
                    continue;
                }

                if (!state.TryGetValue(producer, out bool placed))
                {
                    state[producer] = false;
                    stack.Push((producer, 0));
                }
                else if (!placed)
                {
                    throw new InvalidOperationException($"The graph '{graph.Name}' has a cycle through '{producer.Primitive.Name}'.");
                }
            }
        }

        graph.Nodes = order;
    }
}
