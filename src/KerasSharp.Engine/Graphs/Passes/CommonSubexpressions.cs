namespace KerasSharp.Graphs.Passes;

/// <summary>Computes equal things once: nodes with equal primitives (attributes included) and the same operands are merged.</summary>
internal static class CommonSubexpressions
{
    public static void Run(Graph graph)
    {
        var seen = new Dictionary<Key, GraphNode>();
        var map = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        var kept = new List<GraphNode>(graph.Nodes.Count);
        foreach (GraphNode node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                node.Inputs[i] = map.GetValueOrDefault(node.Inputs[i], node.Inputs[i]);
            }

            if (!seen.TryAdd(new Key(node), node))
            {
                GraphNode first = seen[new Key(node)];
                for (int i = 0; i < node.Outputs.Length; i++)
                {
                    map[node.Outputs[i]] = first.Outputs[i];
                }

                continue;
            }

            kept.Add(node);
        }

        graph.Nodes = kept;
        graph.Substitute(map);
    }

    private readonly struct Key(GraphNode node) : IEquatable<Key>
    {
        private readonly GraphNode _node = node;

        public bool Equals(Key other)
        {
            if (!_node.Primitive.Equals(other._node.Primitive) || _node.Inputs.Length != other._node.Inputs.Length)
            {
                return false;
            }

            for (int i = 0; i < _node.Inputs.Length; i++)
            {
                if (!ReferenceEquals(_node.Inputs[i], other._node.Inputs[i]))
                {
                    return false;
                }
            }

            return true;
        }

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_node.Primitive);
            foreach (GraphValue input in _node.Inputs)
            {
                hash.Add(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(input));
            }

            return hash.ToHashCode();
        }
    }
}
