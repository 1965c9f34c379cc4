using KerasSharp.Cpu.Kernels.Convolution;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// Puts a 1x1 convolution into the depthwise 3x3 convolution that alone reads it, as in the inverted residual blocks of MobileNet: the image between them has
/// several times the channels of those before and after, and need not be in memory.
/// </summary>
internal static class ExpansionFusion
{
    /// <summary>Bytes of the image between from which on the two are one step: below, it stays in the caches anyway.</summary>
    private const long LeastBytes = 256 << 10;

    public static void Run(Graph graph)
    {
        Dictionary<GraphValue, List<GraphNode>> consumers = graph.Consumers();
        HashSet<GraphValue> escaping = graph.Escaping();
        var dropped = new HashSet<GraphNode>(ReferenceEqualityComparer.Instance);
        var map = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        var nodes = new List<GraphNode>(graph.Nodes.Count);
        foreach (GraphNode node in graph.Nodes)
        {
            if (Expansion(node) is { } expansion && !escaping.Contains(expansion.Output) && consumers[expansion.Output].Count == 1)
            {
                (GraphNode packing, GraphNode fused) = Fuse(expansion, node);
                nodes.Add(packing);
                nodes.Add(fused);
                dropped.Add(expansion);
                map[node.Output] = fused.Output;
                continue;
            }

            nodes.Add(node);
        }

        nodes.RemoveAll(dropped.Contains);
        graph.Nodes = nodes;
        graph.Substitute(map);
    }

    /// <summary>What a depthwise convolution reads, if the two can be one.</summary>
    private static GraphNode? Expansion(GraphNode node) =>
        node.Primitive is WithEpilogue { HasResidual: false } or Convolution && ConvolutionKernels.ForwardShape(node) is { } depthwise
        && node.Output.DType == DType.Float32 && node.Inputs[0].Bytes >= LeastBytes
        && node.Inputs[0].Producer is { Primitive: WithEpilogue { HasResidual: false } or Convolution } expansion
        && ConvolutionKernels.ForwardShape(expansion) is { } product && ExpandedProblem.Fits(in product, in depthwise, SimdLevel.Bits) ? expansion : null;

    private static (GraphNode Packing, GraphNode Fused) Fuse(GraphNode expansion, GraphNode node)
    {
        ConvShape product = ConvolutionKernels.ForwardShape(expansion)!.Value;
        var weight = new PackedWeight(product.C, product.OC, false, SimdLevel.Bits);
        var packing = new GraphNode(weight, [expansion.Inputs[1]], [new TensorSpec(Shape.Of((int)PackedMatrix.Count(product.C, product.OC, SimdLevel.Bits)), DType.Float32)]);
        var primitive = new ExpandedConvolution(
            product, ConvolutionKernels.ForwardShape(node)!.Value, expansion.Primitive as WithEpilogue, node.Primitive as WithEpilogue, SimdLevel.Bits);
        GraphValue[] inputs = [expansion.Inputs[0], packing.Output, node.Inputs[1], .. expansion.Inputs[2..], .. node.Inputs[2..]];
        return (packing, new GraphNode(primitive, inputs, [node.Output.Spec]));
    }
}
