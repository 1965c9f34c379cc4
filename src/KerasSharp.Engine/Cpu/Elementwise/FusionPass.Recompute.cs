using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Elementwise;

/// <content>
/// Values that are cheaper to compute again than to store and fetch: a few sums and products of one large operand, which lies in memory anyway, and of small
/// ones. An example is the deviation from a mean, which a normalisation and its gradient both need.
/// </content>
internal sealed partial class FusionPass
{
    /// <summary>Most operations from the operand in memory to a value that is computed again.</summary>
    private const int LongestRecomputed = 4;

    /// <summary>How many times smaller the other operands are at least.</summary>
    private const int TimesSmaller = 16;

    private readonly Dictionary<GraphValue, bool> _recomputed = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether every loop that reads the value computes it for itself.</summary>
    private bool IsRecomputed(GraphValue value)
    {
        if (!_recomputed.TryGetValue(value, out bool result))
        {
            _recomputed[value] = result = !_escaping.Contains(value) && IsCheap(value, LongestRecomputed)
                && ReadersOf(value).TrueForAll(reader => _groupOf.GetValueOrDefault(reader)?.Domain == value.Shape);
        }

        return result;
    }

    private bool IsCheap(GraphValue value, int operations)
    {
        if (operations == 0 || value.Producer is not { Primitive: Add or Subtract or Multiply } producer || !_groupOf.ContainsKey(producer))
        {
            return false;
        }

        GraphValue[] large = Array.FindAll(producer.Inputs, input => input.Shape.Count * TimesSmaller > value.Shape.Count);
        return large is [var only] && only.Shape == value.Shape && (IsInMemory(only) || IsCheap(only, operations - 1));
    }

    /// <summary>Whether a value is no loop's.</summary>
    private bool IsInMemory(GraphValue value) => value.Producer is null || !_groupOf.ContainsKey(value.Producer);

    private bool IsReadOutside(GraphNode node, Group group) => ReadersOf(node.Output).Exists(reader => _groupOf.GetValueOrDefault(reader) != group);

    private List<GraphNode> ReadersOf(GraphValue value) => _consumers.GetValueOrDefault(value) ?? [];

    /// <summary>Takes what only other loops need, and compute for themselves, out of a group.</summary>
    private void DropRecomputed(Group group)
    {
        var kept = new HashSet<GraphNode>(ReferenceEqualityComparer.Instance);
        for (int i = group.Nodes.Count - 1; i >= 0; i--)
        {
            GraphNode node = group.Nodes[i];
            if (!IsRecomputed(node.Output) || ReadersOf(node.Output).Exists(kept.Contains))
            {
                kept.Add(node);
            }
        }

        group.Nodes.RemoveAll(node => !kept.Contains(node));
    }
}
