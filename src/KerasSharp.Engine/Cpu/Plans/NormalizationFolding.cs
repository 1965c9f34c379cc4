using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// Folds what scales and shifts the channels of a convolution, as batch normalisation does at inference, into its kernel and a bias: with y = x * w, (y -
/// mean) * scale + beta = x * (w scale) + (beta - mean scale). Only where the channels' numbers depend on variables alone, so that the new kernel is
/// computed once and kept.
/// </summary>
internal sealed class NormalizationFolding
{
    private readonly Dictionary<GraphValue, List<GraphNode>> _consumers;
    private readonly HashSet<GraphValue> _escaping;
    private readonly DerivedValues _derived;
    private readonly Dictionary<GraphValue, GraphValue> _map = new(ReferenceEqualityComparer.Instance);
    private readonly List<GraphNode> _nodes = [];

    private NormalizationFolding(Graph graph)
    {
        _consumers = graph.Consumers();
        _escaping = graph.Escaping();
        _derived = DerivedValues.Of(graph);
    }

    public static void Run(Graph graph)
    {
        var pass = new NormalizationFolding(graph);
        var skipped = new HashSet<GraphNode>(ReferenceEqualityComparer.Instance);
        foreach (GraphNode node in graph.Nodes)
        {
            if (skipped.Contains(node))
            {
                continue;
            }

            if (node.Primitive is Convolution && node.Output.DType == DType.Float32 && pass._derived.Contains(node.Inputs[1]))
            {
                pass.Fold(node, skipped);
            }
            else
            {
                pass._nodes.Add(node);
            }
        }

        graph.Nodes = pass._nodes;
        graph.Substitute(pass._map);
        TopologicalOrder.Restore(graph);
    }

    private void Fold(GraphNode convolution, HashSet<GraphNode> skipped)
    {
        GraphValue at = convolution.Output;
        GraphValue? scale = null, shift = null;
        var chain = new List<GraphNode>();
        while (!_escaping.Contains(at) && _consumers.GetValueOrDefault(at) is [var next] && next.Outputs is [var result] && result.Shape == at.Shape
            && ChannelOperand(next, at) is { } row)
        {
            switch (next.Primitive)
            {
                case Multiply:
                    scale = scale is null ? row : Node(new Multiply(), scale, row);
                    shift = shift is null ? null : Node(new Multiply(), shift, row);
                    break;
                case Add:
                    shift = shift is null ? row : Node(new Add(), shift, row);
                    break;
                default:
                    shift = shift is null ? Node(new Negate(), row) : Node(new Subtract(), shift, row);
                    break;
            }

            chain.Add(next);
            at = result;
        }

        if (scale is null)
        {
            _nodes.Add(convolution);
            return;
        }

        skipped.UnionWith(chain);
        GraphValue kernel = Node(new Multiply(), convolution.Inputs[1], scale);
        GraphValue folded = Node(convolution.Primitive, convolution.Inputs[0], kernel);
        _map[at] = shift is null ? folded : Node(new Add(), folded, shift);
    }

    /// <summary>The operand besides <paramref name="value"/> of a sum, difference or product, where it is one derived number for each channel.</summary>
    private GraphValue? ChannelOperand(GraphNode node, GraphValue value)
    {
        bool second = node.Inputs.Length == 2 && ReferenceEquals(node.Inputs[0], value);
        bool first = node.Inputs.Length == 2 && ReferenceEquals(node.Inputs[1], value) && !second;
        if (!(second || first) || (node.Primitive is Subtract && first) || node.Primitive is not (Multiply or Add or Subtract))
        {
            return null;
        }

        GraphValue other = node.Inputs[second ? 1 : 0];
        return other.Shape.Rank == 1 && other.Shape[0] == value.Shape[^1] && _derived.Contains(other) ? other : null;
    }

    private GraphValue Node(Primitive primitive, params GraphValue[] inputs)
    {
        var specs = new TensorSpec[1];
        primitive.Infer(Array.ConvertAll(inputs, input => input.Spec), specs);
        var node = new GraphNode(primitive, inputs, specs);
        _nodes.Add(node);
        _derived.Add(node);
        return node.Output;
    }
}
