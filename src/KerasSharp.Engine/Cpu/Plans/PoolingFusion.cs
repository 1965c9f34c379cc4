using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// Moves the gradient of a ReLU into that of the max pooling behind it: what the pooling sends back is kept only where the ReLU's result, which the
/// pooling reads anyway, is positive.
/// </summary>
internal static class PoolingFusion
{
    public static void Run(Graph graph)
    {
        Dictionary<GraphValue, List<GraphNode>> consumers = graph.Consumers();
        HashSet<GraphValue> escaping = graph.Escaping();
        var map = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        var nodes = new List<GraphNode>(graph.Nodes.Count);
        foreach (GraphNode node in graph.Nodes)
        {
            if (Scatter(node) is { } scatter && !escaping.Contains(scatter.Output) && consumers[scatter.Output].Count == 1)
            {
                scatter.Primitive = new PositiveMaxScatter(((WindowMaxScatter)scatter.Primitive).Geometry);
                map[node.Output] = scatter.Output;
                continue;
            }

            nodes.Add(node);
        }

        graph.Nodes = nodes;
        graph.Substitute(map);
    }

    /// <summary>The pooling's gradient behind <c>select(x > 0, gradient, 0)</c>, where x is what was pooled.</summary>
    private static GraphNode? Scatter(GraphNode node) =>
        node.Primitive is Select && IsZero(node.Inputs[2])
        && node.Inputs[0].Producer is { Primitive: Greater } test && IsZero(test.Inputs[1])
        && node.Inputs[1].Producer is { Primitive: WindowMaxScatter } scatter && ReferenceEquals(scatter.Inputs[0], test.Inputs[0])
        && scatter.Output.Shape == node.Output.Shape && WindowKernels.ShapeOf(scatter) is not null ? scatter : null;

    private static bool IsZero(GraphValue value) => value.Producer?.Primitive is Full { Value: 0 };
}

/// <summary><see cref="WindowMaxScatter"/> that sends nothing to elements that are not positive. It exists only inside CPU plans.</summary>
internal sealed record PositiveMaxScatter(WindowGeometry Geometry) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "window_max_scatter+relu";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0];

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) =>
        throw new InvalidOperationException("A pooling's gradient with that of a ReLU runs as a step of a plan.");
}
