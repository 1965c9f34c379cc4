namespace KerasSharp.Primitives;

/// <summary>
/// The loss of logits against class numbers: log(sum(exp(logits))) - logits[label], along the last axis. Operands: logits (..., classes), labels int32
/// (...). Results: loss (...), log-sum-exp (...). A label outside the range contributes only its log-sum-exp.
/// </summary>
internal sealed record SparseSoftmaxCrossEntropy : Composite
{
    /// <inheritdoc/>
    public override string Name => "sparse_softmax_cross_entropy";

    /// <inheritdoc/>
    public override int OutputCount => 2;

    /// <summary>Whether each element's class is its row's label: bool, the shape of the logits.</summary>
    public static Tensor IsLabel(Tensor logits, Tensor labels) =>
        Prim.Equal(Prim.Iota(Shape.Of(logits.Shape[^1]), 0, DType.Int32), Prim.Reshape(labels, labels.Shape.Insert(labels.Rank, 1)));

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        Tensor logits = inputs[0];
        Tensor normalizer = Prim.Reshape(RowOps.LogSumExp(logits), inputs[1].Shape);
        Tensor picked = Prim.ReduceSum(Prim.Select(IsLabel(logits, inputs[1]), logits, Prim.Scalar(0, logits.DType)), logits.Rank - 1);
        return [Prim.Subtract(normalizer, picked), normalizer];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => context.Cotangents[1] is not null
        ? base.Gradient(context)
        : [Dispatch.Bind1(new SparseSoftmaxCrossEntropyGradient(), context.Inputs[0], context.Inputs[1], context.Outputs[1], context.Cotangent), null];
}

/// <summary>From logits, labels, log-sum-exp and the cotangent of the loss: (softmax(logits) - one_hot(labels)) * cotangent.</summary>
internal sealed record SparseSoftmaxCrossEntropyGradient : Composite
{
    /// <inheritdoc/>
    public override string Name => "sparse_softmax_cross_entropy_gradient";

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        Tensor logits = inputs[0];
        Tensor probability = Prim.Exp(Prim.Subtract(logits, RowOps.Keep(inputs[2], logits)));
        Tensor target = Prim.Convert(SparseSoftmaxCrossEntropy.IsLabel(logits, inputs[1]), logits.DType);
        return [Prim.Multiply(Prim.Subtract(probability, target), RowOps.Keep(inputs[3], logits))];
    }
}

internal static partial class Prim
{
    /// <summary>Cross-entropy of logits against int32 class numbers; see <see cref="Primitives.SparseSoftmaxCrossEntropy"/>.</summary>
    public static Tensor SparseSoftmaxCrossEntropy(Tensor logits, Tensor labels) => Dispatch.Bind(new SparseSoftmaxCrossEntropy(), logits, labels)[0];
}
