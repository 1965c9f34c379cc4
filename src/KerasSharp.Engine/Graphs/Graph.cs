namespace KerasSharp.Graphs;

/// <summary>
/// A traced computation: nodes in an order that computes each value before its use, what comes in, what goes out, and the new values of variables.
/// There are no other effects, so passes may move, merge and drop nodes freely.
/// </summary>
internal sealed class Graph(string name)
{
    /// <summary>The name of the traced function, for plans and messages.</summary>
    public string Name { get; } = name;

    public List<GraphValue> Parameters { get; } = [];

    /// <summary>Variables that are read, each once.</summary>
    public List<GraphValue> States { get; } = [];

    public List<GraphNode> Nodes { get; set; } = [];

    public List<GraphValue> Outputs { get; } = [];

    /// <summary>Variables that are written, each once, with their last value.</summary>
    public List<(Variable Variable, GraphValue Value)> Updates { get; } = [];

    /// <summary>Replaces uses of values, in nodes, outputs and updates.</summary>
    public void Substitute(IReadOnlyDictionary<GraphValue, GraphValue> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        foreach (GraphNode node in Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                node.Inputs[i] = Resolve(node.Inputs[i]);
            }
        }

        for (int i = 0; i < Outputs.Count; i++)
        {
            Outputs[i] = Resolve(Outputs[i]);
        }

        for (int i = 0; i < Updates.Count; i++)
        {
            Updates[i] = (Updates[i].Variable, Resolve(Updates[i].Value));
        }

        GraphValue Resolve(GraphValue value)
        {
            while (map.TryGetValue(value, out GraphValue? next))
            {
                value = next;
            }

            return value;
        }
    }

    /// <summary>For each value, the nodes that read it (a node that reads it twice stands twice).</summary>
    public Dictionary<GraphValue, List<GraphNode>> Consumers()
    {
        var consumers = new Dictionary<GraphValue, List<GraphNode>>(ReferenceEqualityComparer.Instance);
        foreach (GraphNode node in Nodes)
        {
            foreach (GraphValue input in node.Inputs)
            {
                if (!consumers.TryGetValue(input, out List<GraphNode>? list))
                {
                    consumers[input] = list = [];
                }

                list.Add(node);
            }
        }

        return consumers;
    }

    /// <summary>The values that leave the graph: outputs and updates.</summary>
    public HashSet<GraphValue> Escaping()
    {
        var escaping = new HashSet<GraphValue>(Outputs, ReferenceEqualityComparer.Instance);
        foreach ((_, GraphValue value) in Updates)
        {
            escaping.Add(value);
        }

        return escaping;
    }
}
