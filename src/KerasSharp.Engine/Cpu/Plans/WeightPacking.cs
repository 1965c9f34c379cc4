using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// Packs right operands of float32 products, 1x1 convolutions among them, that depend on variables alone, once for all runs. Products of a single row read their weight as it lies: they are
/// bound by memory, and a row-major weight streams as well.
/// </summary>
internal static class WeightPacking
{
    public static void Run(Graph graph)
    {
        DerivedValues derived = DerivedValues.Of(graph);
        var packed = new Dictionary<(GraphValue, PackedWeight), GraphValue>();
        var nodes = new List<GraphNode>(graph.Nodes.Count);
        foreach (GraphNode node in graph.Nodes)
        {
            if (Packed(node) is { } weight && derived.Contains(node.Inputs[1]))
            {
                if (!packed.TryGetValue((node.Inputs[1], weight), out GraphValue? value))
                {
                    var specs = new TensorSpec[1];
                    weight.Infer([node.Inputs[1].Spec], specs);
                    var packing = new GraphNode(weight, [node.Inputs[1]], specs);
                    nodes.Add(packing);
                    packed[(node.Inputs[1], weight)] = value = packing.Output;
                }

                node.Primitive = new WithPackedWeight(node.Primitive, weight.Bits);
                node.Inputs = [.. node.Inputs, value];
            }

            nodes.Add(node);
        }

        graph.Nodes = nodes;
    }

    private static PackedWeight? Packed(GraphNode node)
    {
        if (node.Output.DType == DType.Float32 && ConvolutionKernels.ForwardShape(node) is { IsProduct: true } conv && node.Inputs[1].Kind != ValueKind.Constant)
        {
            return (long)conv.N * conv.H * conv.W <= 1 ? null : new PackedWeight(conv.C, conv.OC, Transposed: false, SimdLevel.Bits);
        }

        if ((node.Primitive as WithEpilogue)?.Inner is not DotGeneral dot)
        {
            dot = (node.Primitive as DotGeneral)!;
        }

        if (dot is null || node.Output.DType != DType.Float32 || dot.LeftBatch.Count > 0 || node.Inputs[1].Kind == ValueKind.Constant)
        {
            return null;
        }

        Shape right = node.Inputs[1].Shape;
        long k = 1;
        foreach (int axis in dot.RightContract.Span)
        {
            k *= right[axis];
        }

        long n = k == 0 ? 0 : right.Count / k, rows = n == 0 ? 0 : node.Output.Shape.Count / n;
        return rows <= 1 || n == 0
            ? null
            : new PackedWeight((int)k, (int)n, !DotLayout.ContractedFirst(right.Rank, dot.RightBatch, dot.RightContract)!.Value, SimdLevel.Bits);
    }
}
