using KerasSharp.Primitives;

namespace KerasSharp.Graphs.Passes;

/// <summary>Computes at compile time what depends on constants only, where the result is small.</summary>
internal static class ConstantFolding
{
    private const long LargestFolded = 1 << 20;

    public static void Run(Graph graph)
    {
        var map = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        var kept = new List<GraphNode>(graph.Nodes.Count);
        foreach (GraphNode node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                node.Inputs[i] = map.GetValueOrDefault(node.Inputs[i], node.Inputs[i]);
            }

            // Fills stay nodes: fused loops hold their number.
            bool foldable = (node.Inputs.Length > 0 || node.Primitive is Iota) && Array.TrueForAll(node.Inputs, IsKnown)
                && Array.TrueForAll(node.Outputs, output => output.Bytes <= LargestFolded);
            if (!foldable)
            {
                kept.Add(node);
                continue;
            }

            Tensor[] results;
            using (Dispatch.Enter(Dispatch.Eager))
            {
                results = Dispatch.Bind(node.Primitive, Array.ConvertAll(node.Inputs, Known));
            }

            for (int i = 0; i < results.Length; i++)
            {
                map[node.Outputs[i]] = new GraphValue(ValueKind.Constant, results[i].Spec) { Constant = results[i] };
            }
        }

        graph.Nodes = kept;
        graph.Substitute(map);
    }

    private static bool IsKnown(GraphValue value) => value.Kind == ValueKind.Constant || (value.Producer?.Primitive is Full && value.Bytes <= LargestFolded);

    private static Tensor Known(GraphValue value) => value.Constant ?? Prim.Full(((Full)value.Producer!.Primitive).Value, value.Shape, value.DType);
}
