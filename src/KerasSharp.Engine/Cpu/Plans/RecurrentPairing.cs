using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// Puts two recurrent layers of the same sizes that do not depend on each other, such as the two directions of a bidirectional layer, into one step: small
/// batches cannot feed all threads alone.
/// </summary>
internal static class RecurrentPairing
{
    public static void Run(Graph graph)
    {
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            GraphNode first = graph.Nodes[i];
            if (first.Primitive is not (Recurrence or RecurrenceGradient) || first.Output.DType != DType.Float32)
            {
                continue;
            }

            for (int j = i + 1; j < graph.Nodes.Count; j++)
            {
                GraphNode second = graph.Nodes[j];
                if (Fit(first, second) && PlaceOf(graph, i, j) is { } place)
                {
                    Join(graph, i, j, place);
                    break;
                }
            }
        }
    }

    /// <summary>Whether the nodes do the same but for the direction, with operands of the same shapes.</summary>
    private static bool Fit(GraphNode first, GraphNode second) =>
        Directionless(first.Primitive) == Directionless(second.Primitive) && first.Inputs.Select(v => v.Spec).SequenceEqual(second.Inputs.Select(v => v.Spec));

    private static Primitive Directionless(Primitive primitive) => primitive switch
    {
        Recurrence recurrence => recurrence with { Reverse = false },
        RecurrenceGradient gradient => gradient with { Of = gradient.Of with { Reverse = false } },
        _ => primitive,
    };

    /// <summary>Where both can stand: early, if nothing that the second needs comes later; late, if nothing between needs the first; else nowhere.</summary>
    private static int? PlaceOf(Graph graph, int i, int j)
    {
        List<GraphNode> between = graph.Nodes[i..j];
        if (!graph.Nodes[j].Inputs.Any(input => input.Producer is { } producer && between.Contains(producer)))
        {
            return i;
        }

        GraphNode first = graph.Nodes[i];
        return graph.Nodes[(i + 1)..(j + 1)].Exists(node => node.Inputs.Any(input => ReferenceEquals(input.Producer, first))) ? null : j;
    }

    private static void Join(Graph graph, int i, int j, int place)
    {
        (GraphNode first, GraphNode second) = (graph.Nodes[i], graph.Nodes[j]);
        TensorSpec[] results = [.. first.Outputs.Select(v => v.Spec), .. second.Outputs.Select(v => v.Spec)];
        var pair = new GraphNode(new Pair((Composite)first.Primitive, (Composite)second.Primitive), [.. first.Inputs, .. second.Inputs], results);
        var map = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        GraphValue[] old = [.. first.Outputs, .. second.Outputs];
        for (int k = 0; k < old.Length; k++)
        {
            map[old[k]] = pair.Outputs[k];
        }

        graph.Nodes[place] = pair;
        graph.Nodes.RemoveAt(place == i ? j : i);
        graph.Substitute(map);
    }

    /// <summary>Two nodes as one. It exists only inside CPU plans.</summary>
    internal sealed record Pair(Composite First, Composite Second) : Primitive
    {
        /// <inheritdoc/>
        public override string Name => $"two {First.Name}";

        /// <inheritdoc/>
        public override int OutputCount => First.OutputCount + Second.OutputCount;

        /// <inheritdoc/>
        public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
        {
            First.Infer(inputs[..(inputs.Length / 2)], outputs[..First.OutputCount]);
            Second.Infer(inputs[(inputs.Length / 2)..], outputs[First.OutputCount..]);
        }

        /// <inheritdoc/>
        public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
        {
            First.Evaluate(inputs[..(inputs.Length / 2)], outputs[..First.OutputCount]);
            Second.Evaluate(inputs[(inputs.Length / 2)..], outputs[First.OutputCount..]);
        }
    }
}
