using KerasSharp.Activations;
using KerasSharp.Primitives;

namespace KerasSharp.Losses;

/// <content>Circle loss (Sun et al. 2020, "Circle loss: a unified perspective of pair similarity optimization", equation 6).</content>
public static partial class LossFunctions
{
    /// <summary>Circle loss of embeddings, one value per sample. Its mask leaves out samples whose loss is 0.</summary>
    /// <param name="yTrue">Class numbers, <c>(batch)</c> or <c>(batch, 1)</c>.</param>
    /// <param name="yPred">Embeddings of norm 1, <c>(batch, size)</c>.</param>
    /// <param name="refLabels">Class numbers of the embeddings to compare with; those of the batch when not given.</param>
    /// <param name="refEmbeddings">Embeddings to compare with, <c>(references, size)</c>; the batch itself when not given.</param>
    /// <param name="removeDiagonal">Whether a sample is no pair with itself.</param>
    /// <param name="gamma">Scale of the similarities.</param>
    /// <param name="margin">How far from the best similarity a pair may stay.</param>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    public static Tensor Circle(
        Tensor yTrue, Tensor yPred, Tensor? refLabels = null, Tensor? refEmbeddings = null, bool removeDiagonal = true, double gamma = 80, double margin = 0.4)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        Tensor labels = Column(yTrue), references = refLabels is null ? labels : Column(refLabels), others = refEmbeddings ?? yPred;
        if (yPred.Rank != 2 || others.Rank != 2 || labels.Shape[0] != yPred.Shape[0] || references.Shape[0] != others.Shape[0])
        {
            throw new ShapeException(
                "Circle: embeddings must be (batch, size), with one class number for each. "
                + $"Received: yTrue.Shape={yTrue.Shape}, yPred.Shape={yPred.Shape}, refLabels={references.Shape}, refEmbeddings={others.Shape}.", nameof(yPred));
        }

        Tensor distance = Prim.Maximum(Prim.Subtract(1, Prim.Dot(yPred, Prim.Convert(others, yPred.DType), transposeB: true)), 0);
        Tensor alike = Prim.Equal(labels, Prim.Transpose(references, 1, 0)), unlike = Prim.LogicalNot(alike);
        if (removeDiagonal)
        {
            alike = Prim.LogicalAnd(alike, Prim.NotEqual(Prim.Iota(distance.Shape, 0, DType.Int32), Prim.Iota(distance.Shape, 1, DType.Int32)));
        }

        // Each pair's weight is how far it is from its optimum: no gradient beyond that.
        Tensor nearWeight = Prim.Maximum(Prim.Add(distance, margin), 0), farWeight = Prim.Maximum(Prim.Subtract(1 + margin, distance), 0);
        Tensor near = Prim.Multiply(Prim.Multiply(nearWeight, Prim.Subtract(distance, margin)), gamma);
        Tensor far = Prim.Multiply(Prim.Multiply(farWeight, Prim.Subtract(1 - margin, distance)), gamma);

        // As good as no pair at all: far below every sum, and yet finite in each dtype, so that gradients stay numbers.
        Tensor none = Prim.Scalar(yPred.DType == DType.Float16 ? -3e4 : -1e30, yPred.DType);
        Tensor sum = Prim.Add(Ops.LogSumExp(Prim.Select(alike, near, none), 1), Ops.LogSumExp(Prim.Select(unlike, far, none), 1));
        Tensor loss = ActivationFunctions.Softplus(sum);
        loss.Mask = Prim.Greater(loss, Prim.Scalar(0, loss.DType));
        return loss;
    }

    private static Tensor Column(Tensor labels) => Prim.Reshape(Prim.Convert(labels, DType.Int32), Shape.Of(checked((int)labels.Count), 1));
}
