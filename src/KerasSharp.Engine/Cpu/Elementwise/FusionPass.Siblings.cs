using KerasSharp.Graphs;

namespace KerasSharp.Cpu.Elementwise;

/// <content>
/// Loops side by side: what nothing in the graph reads any more, such as the new values of a weight and of its slots, is computed in one loop where it comes
/// from the same values.
/// </content>
internal sealed partial class FusionPass
{
    private void JoinSiblings()
    {
        foreach (Group group in _groupOf.Values.Distinct().ToArray())
        {
            // A group that was joined to another is empty.
            while (group.Nodes.Count > 0 && ReadersOf(group, except: null).Count == 0 && SiblingOf(group) is { } sibling)
            {
                foreach (GraphNode node in sibling.Nodes)
                {
                    _groupOf[node] = group;
                }

                group.Nodes.AddRange(sibling.Nodes);
                sibling.Nodes.Clear();
            }
        }
    }

    /// <summary>
    /// A group over the same elements that computes one of this group's operands or reads one itself, and whose values nothing else reads: as all paths from
    /// it end here, joining the two makes no cycle.
    /// </summary>
    private Group? SiblingOf(Group group)
    {
        foreach (GraphNode node in group.Nodes)
        {
            foreach (GraphValue input in node.Inputs)
            {
                if (input.Shape != group.Domain)
                {
                    continue;
                }

                if (input.Producer is { } producer && Fits(_groupOf.GetValueOrDefault(producer)))
                {
                    return _groupOf[producer];
                }

                foreach (GraphNode reader in ReadersOf(input))
                {
                    if (Fits(_groupOf.GetValueOrDefault(reader)))
                    {
                        return _groupOf[reader];
                    }
                }
            }
        }

        return null;

        bool Fits(Group? other) => other is not null && other != group && other.Domain == group.Domain
            && other.Nodes.Count + group.Nodes.Count <= LargestGroup && ReadersOf(other, group).Count == 0;
    }

    /// <summary>The nodes outside a group, and outside another, that read its values.</summary>
    private List<GraphNode> ReadersOf(Group group, Group? except) =>
        [.. group.Nodes.SelectMany(node => ReadersOf(node.Output)).Where(reader => _groupOf.GetValueOrDefault(reader) is not { } home || (home != group && home != except))];
}
