using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// Computes the cross-entropy of logits and its gradient row by row in one step, where the loss does not decide about the factors of the gradient. With many classes
/// each step alone reads all logits from main memory.
/// </summary>
internal static class CrossEntropyFusion
{
    public static void Run(Graph graph)
    {
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            GraphNode loss = graph.Nodes[i];
            if (loss.Primitive is not SparseSoftmaxCrossEntropy || loss.Output.DType != DType.Float32 || loss.Inputs[0].Shape.Count == 0)
            {
                continue;
            }

            int j = graph.Nodes.FindIndex(i + 1, node => IsGradient(node, loss));
            if (j > 0 && FactorsBetween(graph, i, j) is { } factors)
            {
                Join(graph, i, j, factors);
            }
        }
    }

    private static bool IsGradient(GraphNode node, GraphNode loss) => node.Primitive is SparseSoftmaxCrossEntropyGradient
        && ReferenceEquals(node.Inputs[0], loss.Inputs[0]) && ReferenceEquals(node.Inputs[1], loss.Inputs[1]) && ReferenceEquals(node.Inputs[2], loss.Outputs[1]);

    /// <summary>The nodes behind the loss on which the factors of its gradient depend; null where the loss is one of them.</summary>
    private static List<GraphNode>? FactorsBetween(Graph graph, int i, int j)
    {
        var needed = new HashSet<GraphNode>(ReferenceEqualityComparer.Instance);
        Add(graph.Nodes[j].Inputs[3]);
        for (int k = j - 1; k >= i; k--)
        {
            if (needed.Contains(graph.Nodes[k]))
            {
                Array.ForEach(graph.Nodes[k].Inputs, Add);
            }
        }

        return needed.Contains(graph.Nodes[i]) ? null : graph.Nodes.GetRange(i + 1, j - i - 1).FindAll(needed.Contains);

        void Add(GraphValue value)
        {
            if (value.Producer is { } producer)
            {
                needed.Add(producer);
            }
        }
    }

    private static void Join(Graph graph, int i, int j, List<GraphNode> factors)
    {
        (GraphNode loss, GraphNode gradient) = (graph.Nodes[i], graph.Nodes[j]);
        var both = new GraphNode(
            new CrossEntropyAndGradient(), [loss.Inputs[0], loss.Inputs[1], gradient.Inputs[3]], [loss.Outputs[0].Spec, loss.Outputs[1].Spec, gradient.Output.Spec]);
        List<GraphNode> others = graph.Nodes.GetRange(i + 1, j - i - 1);
        others.RemoveAll(factors.Contains);
        graph.Nodes = [.. graph.Nodes[..i], .. factors, both, .. others, .. graph.Nodes[(j + 1)..]];
        graph.Substitute(new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance)
        {
            [loss.Outputs[0]] = both.Outputs[0],
            [loss.Outputs[1]] = both.Outputs[1],
            [gradient.Output] = both.Outputs[2],
        });
    }
}

/// <summary>
/// <see cref="SparseSoftmaxCrossEntropy"/> and its gradient. Operands: logits (..., classes), labels int32 (...), cotangents of the loss (...). Results: loss (...),
/// log-sum-exp (...), gradient (..., classes), which may be written over the logits. It exists only inside CPU plans.
/// </summary>
internal sealed record CrossEntropyAndGradient : Primitive
{
    /// <inheritdoc/>
    public override string Name => "sparse_softmax_cross_entropy+gradient";

    /// <inheritdoc/>
    public override int OutputCount => 3;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        outputs[0] = outputs[1] = inputs[2];
        outputs[2] = inputs[0];
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) =>
        throw new InvalidOperationException("A cross-entropy with its gradient runs as a step of a plan.");
}
