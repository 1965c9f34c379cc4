using KerasSharp.Cpu.Kernels.Convolution;
using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// Makes bringing a filter into the kernel's form a node of its own. So it happens once where the filter depends on variables that the plan does not
/// write, and once a step where they train.
/// </summary>
internal static class FilterLayout
{
    public static void Run(Graph graph)
    {
        var nodes = new List<GraphNode>(graph.Nodes.Count);
        var packed = new Dictionary<(GraphValue Filter, ConvShape Shape), GraphValue>();
        foreach (GraphNode node in graph.Nodes)
        {
            if (node.Output.DType == DType.Float32 && ConvolutionKernels.ForwardShape(node) is { } shape && Conv.PackedSize(in shape) is > 0 and <= int.MaxValue and var size)
            {
                // The same filter in the same form serves several convolutions: a layer applied twice.
                if (!packed.TryGetValue((node.Inputs[1], shape), out GraphValue? filter))
                {
                    var pack = new GraphNode(new PackFilter(shape), [node.Inputs[1]], [new TensorSpec(new Shape([(int)size]), DType.Float32)]);
                    nodes.Add(pack);
                    packed[(node.Inputs[1], shape)] = filter = pack.Output;
                }

                var inner = new PackedConvolution(shape);
                node.Primitive = node.Primitive is WithEpilogue epilogue ? epilogue with { Inner = inner } : inner;
                node.Inputs = [node.Inputs[0], filter, .. node.Inputs[2..]];
            }

            nodes.Add(node);
        }

        graph.Nodes = nodes;
    }
}

/// <summary>A filter in the form of the convolution kernel of this machine. It exists only inside CPU plans.</summary>
internal sealed record PackFilter(ConvShape Sizes) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "pack_filter";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = new TensorSpec(new Shape([(int)Conv.PackedSize(Sizes)]), DType.Float32);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) =>
        throw new InvalidOperationException("A packed filter is made by a step of a plan.");
}

/// <summary>A convolution whose filter <see cref="PackFilter"/> made. It exists only inside CPU plans.</summary>
internal sealed record PackedConvolution(ConvShape Sizes) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "convolution";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) =>
        outputs[0] = new TensorSpec(new Shape([Sizes.N, Sizes.OH, Sizes.OW, Sizes.OC]), DType.Float32);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) =>
        throw new InvalidOperationException("A packed convolution runs as a step of a plan.");
}
