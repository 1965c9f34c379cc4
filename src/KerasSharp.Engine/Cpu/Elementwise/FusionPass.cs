using KerasSharp.Cpu.Plans;
using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Elementwise;

/// <summary>
/// Groups elementwise nodes into fused loops. A node joins the group of a consumer with the same shape when no path leads from it through a node
/// outside the group back into the group. Values that others need too are stored besides, or computed there again.
/// </summary>
internal sealed partial class FusionPass
{
    private const int LargestGroup = 48;

    private readonly Graph _graph;
    private readonly Dictionary<GraphValue, List<GraphNode>> _consumers;
    private readonly HashSet<GraphValue> _escaping;
    private readonly Dictionary<GraphNode, Group> _groupOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<GraphNode, int> _position = new(ReferenceEqualityComparer.Instance);
    private readonly bool _exact;
    private int _stamp;

    private FusionPass(Graph graph, bool exact)
    {
        _graph = graph;
        _exact = exact;
        _consumers = graph.Consumers();
        _escaping = graph.Escaping();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            _position[graph.Nodes[i]] = i;
        }
    }

    /// <summary>Replaces every elementwise node of the graph by fused loops.</summary>
    public static void Run(Graph graph)
    {
        // The short search for paths misses those that run back through another group. They are rare, so that only then the long search is worth its time.
        var pass = new FusionPass(graph, exact: false);
        pass.FormGroups();
        if (pass.HasCycle())
        {
            pass = new FusionPass(graph, exact: true);
            pass.FormGroups();
        }

        pass.JoinSiblings();
        if (DebugLevel.Value >= 3)
        {
            pass.Explain();
        }

        pass.Rewrite();
    }

    private void FormGroups()
    {
        for (int i = _graph.Nodes.Count - 1; i >= 0; i--)
        {
            GraphNode node = _graph.Nodes[i];
            if (node.Primitive is not Primitives.Elementwise || MovementKernels.IsHalfConversion(node))
            {
                continue;
            }

            Group? best = null;
            foreach (GraphNode consumer in ReadersOf(node.Output))
            {
                if (_groupOf.GetValueOrDefault(consumer) is { } group && group != best && group.Domain == node.Output.Shape
                    && group.Nodes.Count < LargestGroup && !WouldCycle(node, group) && (best is null || group.Nodes.Count > best.Nodes.Count))
                {
                    best = group;
                }
            }

            best ??= new Group(node.Output.Shape);
            best.Nodes.Add(node);
            best.Last = Math.Max(best.Last, i);
            _groupOf[node] = best;
        }
    }

    /// <summary>Says why neighbouring elementwise nodes are not one loop.</summary>
    private void Explain()
    {
        foreach ((GraphNode node, Group group) in _groupOf)
        {
            foreach (GraphNode consumer in ReadersOf(node.Output))
            {
                if (_groupOf.GetValueOrDefault(consumer) is { } other && other != group)
                {
                    string why = other.Domain != node.Output.Shape ? $"the shapes {node.Output.Shape} and {other.Domain} differ"
                        : other.Nodes.Count >= LargestGroup ? $"the loop already has {LargestGroup} operations"
                        : "something between them needs the whole result, or another reader was joined first";
                    Console.Error.WriteLine($"not fused in '{_graph.Name}': {node.Primitive.Name} -> {consumer.Primitive.Name}: {why}");
                }
            }
        }
    }

    /// <summary>Whether a consumer of the node outside the group leads back into it.</summary>
    private bool WouldCycle(GraphNode node, Group group)
    {
        _stamp++;
        var pending = new Stack<GraphNode>();
        foreach (GraphNode consumer in ReadersOf(node.Output))
        {
            if (_groupOf.GetValueOrDefault(consumer) != group)
            {
                pending.Push(consumer);
            }
        }

        var visited = new HashSet<GraphNode>(ReferenceEqualityComparer.Instance);
        while (pending.TryPop(out GraphNode? at))
        {
            Group? home = _groupOf.GetValueOrDefault(at);
            if (home == group)
            {
                return true;
            }

            if (!visited.Add(at))
            {
                continue;
            }

            if (home is null)
            {
                // Nodes are in topological order: past the last node of the group nothing leads back, but through groups with nodes on both sides.
                if (_exact || _position[at] < group.Last)
                {
                    Push(at, pending);
                }

                continue;
            }

            if (home.Stamp == _stamp)
            {
                continue;
            }

            home.Stamp = _stamp;
            foreach (GraphNode member in home.Nodes)
            {
                Push(member, pending);
            }
        }

        return false;
    }

    /// <summary>Whether groups wait for each other: nodes whose operands are all there are taken away until none is left.</summary>
    private bool HasCycle()
    {
        var waiting = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        object Home(GraphNode node) => _groupOf.GetValueOrDefault(node) as object ?? node;
        IEnumerable<object> Readers(GraphNode node) => node.Outputs.SelectMany(output => ReadersOf(output)).Select(Home).Where(home => home != Home(node));
        foreach (GraphNode node in _graph.Nodes)
        {
            waiting.TryAdd(Home(node), 0);
            foreach (object reader in Readers(node))
            {
                waiting[reader] = waiting.GetValueOrDefault(reader) + 1;
            }
        }

        var ready = new Stack<object>(waiting.Where(entry => entry.Value == 0).Select(entry => entry.Key));
        int taken = 0;
        while (ready.TryPop(out object? home))
        {
            taken++;
            foreach (object reader in (home is Group group ? group.Nodes : [(GraphNode)home]).SelectMany(Readers))
            {
                if (--waiting[reader] == 0)
                {
                    ready.Push(reader);
                }
            }
        }

        return taken < waiting.Count;
    }

    private void Push(GraphNode node, Stack<GraphNode> pending)
    {
        foreach (GraphValue output in node.Outputs)
        {
            foreach (GraphNode consumer in ReadersOf(output))
            {
                pending.Push(consumer);
            }
        }
    }

    private void Rewrite()
    {
        var map = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        var replacement = new Dictionary<Group, GraphNode>();
        foreach (Group group in _groupOf.Values.Distinct())
        {
            group.Nodes.Sort((a, b) => _position[a].CompareTo(_position[b]));
            DropRecomputed(group);
            if (group.Nodes.Count > 0)
            {
                replacement[group] = Build(group, map);
            }
        }

        var nodes = new List<GraphNode>(_graph.Nodes.Count);
        var done = new HashSet<Group>();
        foreach (GraphNode node in _graph.Nodes)
        {
            if (_groupOf.GetValueOrDefault(node) is not { } group)
            {
                nodes.Add(node);
            }
            else if (done.Add(group) && replacement.TryGetValue(group, out GraphNode? loop))
            {
                nodes.Add(loop);
            }
        }

        _graph.Nodes = nodes;
        _graph.Substitute(map);
        TopologicalOrder.Restore(_graph);
    }

    private sealed class Group(Shape domain)
    {
        public Shape Domain { get; } = domain;

        public List<GraphNode> Nodes { get; } = [];

        public int Last { get; set; }

        public int Stamp { get; set; }
    }
}
