using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// Moves a bias, a residual and a ReLU that follow a contraction or convolution into its kernel, where nothing else reads the values between.
/// </summary>
internal sealed class EpilogueFusion
{
    private readonly Graph _graph;
    private readonly Dictionary<GraphValue, List<GraphNode>> _consumers;
    private readonly HashSet<GraphValue> _escaping;
    private readonly HashSet<GraphNode> _dropped = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<GraphNode> _claimed = new(ReferenceEqualityComparer.Instance); // a sum of two products belongs to one of them
    private readonly Dictionary<GraphValue, GraphValue> _map = new(ReferenceEqualityComparer.Instance);

    private EpilogueFusion(Graph graph)
    {
        _graph = graph;
        _consumers = graph.Consumers();
        _escaping = graph.Escaping();
    }

    public static void Run(Graph graph)
    {
        var pass = new EpilogueFusion(graph);
        var nodes = new List<GraphNode>(graph.Nodes.Count);
        var replaced = new Dictionary<GraphNode, GraphNode>(ReferenceEqualityComparer.Instance); // last node of a chain -> fused node
        foreach (GraphNode node in graph.Nodes)
        {
            if (HasKernel(node) && pass.Fuse(node) is var (last, fused))
            {
                replaced[last] = fused;
            }
        }

        foreach (GraphNode node in graph.Nodes)
        {
            if (replaced.TryGetValue(node, out GraphNode? fused))
            {
                nodes.Add(fused);
            }
            else if (!pass._dropped.Contains(node))
            {
                nodes.Add(node);
            }
        }

        graph.Nodes = nodes;
        graph.Substitute(pass._map);
    }

    /// <summary>Whether a kernel computes the node that takes more along; what the reference computes, such as a convolution of volumes, does not.</summary>
    private static bool HasKernel(GraphNode node) => node.Output.DType == DType.Float32
        && (node.Primitive is DotGeneral || (node.Primitive is Convolution && ConvolutionKernels.ForwardShape(node) is not null));

    /// <summary>Follows the chain behind a node; gives its last node and what replaces the chain there, or null where nothing follows.</summary>
    private (GraphNode Last, GraphNode Fused)? Fuse(GraphNode node)
    {
        GraphNode last = node;
        GraphValue? bias = null, residual = null;
        EpilogueActivation activation = EpilogueActivation.None;
        Shape shape = node.Output.Shape;
        while (activation != EpilogueActivation.Relu6 && Next(last.Output, shape) is { } next)
        {
            GraphValue? other = Other(next, last.Output);
            if (activation == EpilogueActivation.Relu)
            {
                if (next.Primitive is not Minimum || !IsNumber(other, 6))
                {
                    break;
                }

                activation = EpilogueActivation.Relu6;
            }
            else if (next.Primitive is Add && other is not null && bias is null && residual is null && IsRow(other.Shape, shape, RowAxes(node)))
            {
                bias = other;
            }
            else if (next.Primitive is Add && other is not null && residual is null && other.Shape == shape && node.Primitive is DotGeneral or Convolution)
            {
                residual = other;
            }
            else if (next.Primitive is Maximum && IsNumber(other, 0))
            {
                activation = EpilogueActivation.Relu;
            }
            else
            {
                break;
            }

            _dropped.Add(last);
            _claimed.Add(next);
            last = next;
        }

        if (ReferenceEquals(last, node))
        {
            return null;
        }

        var inputs = new List<GraphValue>(node.Inputs);
        if (bias is not null)
        {
            inputs.Add(bias);
        }

        if (residual is not null)
        {
            inputs.Add(residual);
        }

        var fused = new GraphNode(new WithEpilogue(node.Primitive, bias is not null, residual is not null, activation), [.. inputs], [last.Output.Spec]);
        _map[last.Output] = fused.Output;
        return (last, fused);
    }

    /// <summary>The only reader of a value that nothing else needs, where its result has the same shape.</summary>
    private GraphNode? Next(GraphValue value, Shape shape) =>
        !_escaping.Contains(value) && _consumers.GetValueOrDefault(value) is [var only] && only.Outputs.Length == 1
        && only.Output.Shape == shape && !_claimed.Contains(only) ? only : null;

    private static GraphValue? Other(GraphNode node, GraphValue value) => node.Inputs.Length != 2 ? null
        : ReferenceEquals(node.Inputs[0], value) ? node.Inputs[1] : node.Inputs[0];

    private static bool IsNumber(GraphValue? value, double number) => value?.Producer?.Primitive is Full full && full.Value == number;

    /// <summary>How many last axes of the result are one row of the kernel: those that the right operand leaves.</summary>
    private static int RowAxes(GraphNode node) => node.Primitive is DotGeneral dot
        ? DotGeneral.FreeAxes(node.Inputs[1].Shape.Rank, dot.RightBatch, dot.RightContract).Length
        : 1;

    /// <summary>Whether a shape is one row along the last axes of another.</summary>
    private static bool IsRow(Shape row, Shape shape, int axes)
    {
        if (axes == 0 || row.Rank < axes)
        {
            return false;
        }

        Shape last = shape[(shape.Rank - axes)..];
        return row[(row.Rank - axes)..] == last && row.Count == last.Count;
    }
}
