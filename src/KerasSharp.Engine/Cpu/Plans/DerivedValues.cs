using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// Which nodes depend on nothing but constants and variables that the graph does not write. What they compute holds until a variable changes, so a plan
/// computes it once and keeps it.
/// </summary>
internal sealed class DerivedValues
{
    private readonly HashSet<GraphValue> _derived = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Variable> _written = new(ReferenceEqualityComparer.Instance);

    private DerivedValues(Graph graph)
    {
        foreach ((Variable variable, _) in graph.Updates)
        {
            _written.Add(variable);
        }
    }

    public static DerivedValues Of(Graph graph)
    {
        var derived = new DerivedValues(graph);
        foreach (GraphNode node in graph.Nodes)
        {
            derived.Add(node);
        }

        return derived;
    }

    /// <summary>Takes a node into account whose operands are known already.</summary>
    public void Add(GraphNode node)
    {
        // Random bits depend on their state alone, but that is always written; fills and iotas cost nothing to keep.
        if (Array.TrueForAll(node.Inputs, Contains))
        {
            _derived.UnionWith(node.Outputs);
        }
    }

    public bool Contains(GraphValue value) => value.Kind switch
    {
        ValueKind.Constant => true,
        ValueKind.State => !_written.Contains(value.Variable!),
        ValueKind.Result => _derived.Contains(value),
        _ => false,
    };
}
