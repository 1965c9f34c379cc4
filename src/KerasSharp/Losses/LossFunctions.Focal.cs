using KerasSharp.Primitives;

namespace KerasSharp.Losses;

/// <content>Focal cross-entropies (Lin et al. 2017, "Focal loss for dense object detection"): easy samples count less.</content>
public static partial class LossFunctions
{
    /// <summary>The weight of Lin et al., table 1b.</summary>
    internal const double FocalAlpha = 0.25;

    /// <summary>Focal cross-entropy of yes-or-no labels, averaged over an axis.</summary>
    /// <param name="yTrue">Labels between 0 and 1.</param>
    /// <param name="yPred">Probabilities, or logits, in the same shape.</param>
    /// <param name="applyClassBalancing">Whether labels of 1 are weighted with alpha, those of 0 with 1 - alpha.</param>
    /// <param name="alpha">Weight of labels of 1.</param>
    /// <param name="gamma">How much less easy samples count.</param>
    /// <param name="fromLogits">Whether predictions are logits.</param>
    /// <param name="labelSmoothing">How far labels are drawn to 1/2.</param>
    /// <param name="axis">The axis averaged over.</param>
    public static Tensor BinaryFocalCrossentropy(
        Tensor yTrue, Tensor yPred, bool applyClassBalancing = false, double alpha = FocalAlpha, double gamma = 2, bool fromLogits = false,
        double labelSmoothing = 0, int axis = -1)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        yTrue = Smooth(yTrue, labelSmoothing, 2);
        Tensor p = fromLogits ? Prim.Sigmoid(yPred) : yPred;
        Tensor right = Mixed(yTrue, p, Prim.Subtract(1, p));
        Tensor loss = Prim.Multiply(Prim.Power(Prim.Subtract(1, right), Prim.Scalar(gamma, p.DType)), BinaryEntropy(yTrue, p));
        return MeanOf(applyClassBalancing ? Prim.Multiply(Mixed(yTrue, Prim.Scalar(alpha, p.DType), Prim.Scalar(1 - alpha, p.DType)), loss) : loss, axis);
    }

    /// <summary>Focal cross-entropy of one-hot labels: <c>-sum(alpha (1 - p)^gamma y log p)</c> along an axis.</summary>
    /// <param name="yTrue">Probabilities of the classes, such as one-hot labels.</param>
    /// <param name="yPred">Probabilities, or logits, in the same shape.</param>
    /// <param name="alpha">One weight for all classes, or a weight for each; 0.25 when not given.</param>
    /// <param name="gamma">How much less easy samples count.</param>
    /// <param name="fromLogits">Whether predictions are logits.</param>
    /// <param name="labelSmoothing">How far labels are drawn to 1 / classes.</param>
    /// <param name="axis">Axis of the classes.</param>
    /// <exception cref="ShapeException">The shapes differ, or there are not as many weights as classes.</exception>
    public static Tensor CategoricalFocalCrossentropy(
        Tensor yTrue, Tensor yPred, FloatTuple alpha = default, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0, int axis = -1)
    {
        (yTrue, yPred, int at) = PrepareOneHot("CategoricalFocalCrossentropy", yTrue, yPred, axis);
        if (alpha.Count > 1 && alpha.Count != yPred.Shape[^1])
        {
            throw new ShapeException(
                $"CategoricalFocalCrossentropy: alpha must be one number or one for each class of the last axis. Received: alpha={alpha}, yPred.Shape={yPred.Shape}.", nameof(alpha));
        }

        yTrue = Smooth(yTrue, labelSmoothing, yPred.Shape[^1]);
        Tensor p = Clip(SumToOne(fromLogits ? Ops.Softmax(yPred, at) : yPred, at));
        Tensor weight = alpha.Count > 1
            ? Prim.Convert(Prim.Constant(Tensor.From(alpha.ToArray(), Shape.Of(alpha.Count))), p.DType)
            : Prim.Scalar(alpha.IsNone ? FocalAlpha : alpha[0], p.DType);
        Tensor factor = Prim.Multiply(Prim.Power(Prim.Subtract(1, p), Prim.Scalar(gamma, p.DType)), weight);
        return Prim.Negate(Prim.ReduceSum(Prim.Multiply(factor, Prim.Multiply(yTrue, Prim.Log(p))), at));
    }

    /// <summary>One value where the label is 1, another where it is 0, and in between what is in between.</summary>
    private static Tensor Mixed(Tensor label, Tensor ofOne, Tensor ofZero) => Prim.Add(Prim.Multiply(label, ofOne), Prim.Multiply(Prim.Subtract(1, label), ofZero));
}
