using KerasSharp.Cpu.Plans;
using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Elementwise;

/// <summary>
/// Groups elementwise nodes into fused loops. A node joins the group of a consumer with the same shape when no path leads from it through a node
/// outside the group back into the group. Values that others need too are stored besides.
/// </summary>
internal sealed partial class FusionPass
{
    private const int LargestGroup = 48;

    private readonly Graph _graph;
    private readonly Dictionary<GraphValue, List<GraphNode>> _consumers;
    private readonly Dictionary<GraphNode, Group> _groupOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<GraphNode, int> _position = new(ReferenceEqualityComparer.Instance);
    private readonly bool _exact;
    private int _stamp;

    private FusionPass(Graph graph, bool exact)
    {
        _graph = graph;
        _exact = exact;
        _consumers = graph.Consumers();
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
            foreach (GraphNode consumer in _consumers.GetValueOrDefault(node.Output) ?? [])
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
            foreach (GraphNode consumer in _consumers.GetValueOrDefault(node.Output) ?? [])
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
        foreach (GraphNode consumer in _consumers.GetValueOrDefault(node.Output) ?? [])
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
        IEnumerable<object> Readers(GraphNode node) => node.Outputs.SelectMany(output => _consumers.GetValueOrDefault(output) ?? []).Select(Home).Where(home => home != Home(node));
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
            foreach (GraphNode consumer in _consumers.GetValueOrDefault(output) ?? [])
            {
                pending.Push(consumer);
            }
        }
    }

    private void Rewrite()
    {
        HashSet<GraphValue> escaping = _graph.Escaping();
        var map = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        var replacement = new Dictionary<Group, GraphNode>();
        foreach (Group group in _groupOf.Values.Distinct())
        {
            group.Nodes.Sort((a, b) => _position[a].CompareTo(_position[b]));
            replacement[group] = Build(group, escaping, map);
        }

        var nodes = new List<GraphNode>(_graph.Nodes.Count);
        var done = new HashSet<Group>();
        foreach (GraphNode node in _graph.Nodes)
        {
            if (_groupOf.GetValueOrDefault(node) is not { } group)
            {
                nodes.Add(node);
            }
            else if (done.Add(group))
            {
                nodes.Add(replacement[group]);
            }
        }

        _graph.Nodes = nodes;
        _graph.Substitute(map);
        TopologicalOrder.Restore(_graph);
    }

    private GraphNode Build(Group group, HashSet<GraphValue> escaping, Dictionary<GraphValue, GraphValue> map)
    {
        var inputs = new List<GraphValue>();
        var numbers = new List<LoopNumber>();
        var instructions = new List<LoopInstruction>();
        var registers = new Dictionary<GraphValue, int>(ReferenceEqualityComparer.Instance);
        var stored = new List<GraphValue>();
        foreach (GraphNode node in group.Nodes)
        {
            var operands = new LoopOperand[node.Inputs.Length];
            for (int i = 0; i < operands.Length; i++)
            {
                operands[i] = OperandOf(node.Inputs[i], inputs, numbers, registers);
            }

            registers[node.Output] = instructions.Count;
            instructions.Add(new LoopInstruction((Primitives.Elementwise)node.Primitive, operands, node.Output.DType));
            bool needed = escaping.Contains(node.Output)
                || (_consumers.GetValueOrDefault(node.Output) ?? []).Exists(consumer => _groupOf.GetValueOrDefault(consumer) != group);
            if (needed)
            {
                stored.Add(node.Output);
            }
        }

        TensorSpec[] results = [.. stored.Select(value => value.Spec)];
        LoopProgram program = LoopProgram.Create(
            group.Domain, [.. inputs.Select(value => value.Spec)], [.. numbers], [.. instructions], [.. stored.Select(value => registers[value])]);
        var fused = new GraphNode(new FusedLoop(program, results), [.. inputs], results);
        for (int i = 0; i < stored.Count; i++)
        {
            map[stored[i]] = fused.Outputs[i];
        }

        return fused;
    }

    private static LoopOperand OperandOf(GraphValue value, List<GraphValue> inputs, List<LoopNumber> numbers, Dictionary<GraphValue, int> registers)
    {
        if (registers.TryGetValue(value, out int register))
        {
            return new LoopOperand(LoopSource.Register, register, value.DType);
        }

        double? number = value.Producer?.Primitive is Full full ? full.Value
            : value is { Kind: ValueKind.Constant, Shape.Count: 1 } && value.Shape.Rank == 0 ? ElementReader.ReadDouble(value.Constant!.Data, 0)
            : null;
        if (number is { } known)
        {
            var entry = new LoopNumber(known, value.DType);
            int at = numbers.IndexOf(entry);
            if (at < 0)
            {
                at = numbers.Count;
                numbers.Add(entry);
            }

            return new LoopOperand(LoopSource.Number, at, value.DType);
        }

        int input = inputs.FindIndex(known => ReferenceEquals(known, value));
        if (input < 0)
        {
            input = inputs.Count;
            inputs.Add(value);
        }

        return new LoopOperand(LoopSource.Input, input, value.DType);
    }

    private sealed class Group(Shape domain)
    {
        public Shape Domain { get; } = domain;

        public List<GraphNode> Nodes { get; } = [];

        public int Last { get; set; }

        public int Stamp { get; set; }
    }
}
