using KerasSharp.Activations;
using KerasSharp.Primitives;

namespace KerasSharp.Losses;

/// <content>Cross-entropies. Probabilities are kept between ε and 1 - ε, ε = 1e-7, so that no logarithm is infinite.</content>
public static partial class LossFunctions
{
    private const double Epsilon = 1e-7;

    /// <summary>Cross-entropy of independent yes-or-no labels: <c>-y log p - (1 - y) log(1 - p)</c>, averaged over an axis.</summary>
    /// <param name="yTrue">Labels between 0 and 1.</param>
    /// <param name="yPred">Probabilities, or logits, in the same shape.</param>
    /// <param name="fromLogits">Whether predictions are logits.</param>
    /// <param name="labelSmoothing">How far labels are drawn to 1/2.</param>
    /// <param name="axis">The axis averaged over.</param>
    public static Tensor BinaryCrossentropy(Tensor yTrue, Tensor yPred, bool fromLogits = false, double labelSmoothing = 0, int axis = -1)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        yTrue = Smooth(yTrue, labelSmoothing, 2);
        if (fromLogits)
        {
            // max(x, 0) - x y + log(1 + exp(-|x|)): no exponential overflows.
            return MeanOf(Prim.Subtract(ActivationFunctions.Softplus(yPred), Prim.Multiply(yPred, yTrue)), axis);
        }

        return MeanOf(BinaryEntropy(yTrue, yPred), axis);
    }

    /// <summary>Cross-entropy of one-hot labels: <c>-sum(y log p)</c> along an axis.</summary>
    /// <param name="yTrue">Probabilities of the classes, such as one-hot labels.</param>
    /// <param name="yPred">Probabilities, or logits, in the same shape.</param>
    /// <param name="fromLogits">Whether predictions are logits.</param>
    /// <param name="labelSmoothing">How far labels are drawn to 1 / classes.</param>
    /// <param name="axis">Axis of the classes.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor CategoricalCrossentropy(Tensor yTrue, Tensor yPred, bool fromLogits = false, double labelSmoothing = 0, int axis = -1)
    {
        (yTrue, yPred, int at) = PrepareOneHot("CategoricalCrossentropy", yTrue, yPred, axis);
        yTrue = Smooth(yTrue, labelSmoothing, yPred.Shape[^1]);   // Keras counts the classes along the last axis, whatever the axis
        Tensor logs = fromLogits ? ActivationFunctions.LogSoftmax(yPred, at) : Prim.Log(Clip(SumToOne(yPred, at)));
        return Prim.Negate(Prim.ReduceSum(Prim.Multiply(yTrue, logs), at));
    }

    /// <summary>Cross-entropy of class numbers: <c>-log p[label]</c> along an axis.</summary>
    /// <param name="yTrue">Class numbers, in the shape of the predictions without the axis, or with a last axis of size 1.</param>
    /// <param name="yPred">Probabilities, or logits.</param>
    /// <param name="fromLogits">Whether predictions are logits.</param>
    /// <param name="ignoreClass">A class number whose positions have loss 0 and do not count.</param>
    /// <param name="axis">Axis of the classes.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class number (seen where the loss is not compiled).</exception>
    public static Tensor SparseCategoricalCrossentropy(Tensor yTrue, Tensor yPred, bool fromLogits = false, int? ignoreClass = null, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        yPred = yPred.DType.IsFloating() ? yPred : Prim.Convert(yPred, DType.Float32);
        int at = Axes.Normalize(axis, yPred.Rank);
        Tensor labels = SparseLabels.Prepare("SparseCategoricalCrossentropy", yTrue, yPred, at);
        SparseLabels.CheckNow("SparseCategoricalCrossentropy", labels, yPred.Shape[at], ignoreClass);
        Tensor? valid = null;
        if (ignoreClass is { } ignored)
        {
            valid = Prim.NotEqual(labels, Prim.Scalar(ignored, DType.Int32));
            labels = Prim.Select(valid, labels, Prim.Scalar(0, DType.Int32));
        }

        Tensor loss = fromLogits ? FromLogits(labels, yPred, at) : FromProbabilities(labels, yPred, at);
        if (valid is not null)
        {
            loss = Prim.Select(valid, loss, Prim.Scalar(0, loss.DType));
            loss.Mask = valid;
        }

        return loss;
    }

    /// <summary>Generalised cross-entropy of class numbers (Zhang and Sabuncu 2018, equation 6): <c>(1 - p[label]^q) / q</c>.</summary>
    /// <param name="yTrue">Class numbers, in the shape of the predictions without the last axis, or with one of size 1.</param>
    /// <param name="yPred">Probabilities; the classes lie along the last axis.</param>
    /// <param name="q">Between 0 (cross-entropy) and 1 (absolute error).</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor CategoricalGeneralizedCrossEntropy(Tensor yTrue, Tensor yPred, double q)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        yPred = yPred.DType.IsFloating() ? yPred : Prim.Convert(yPred, DType.Float32);
        int at = yPred.Rank - 1;
        Tensor labels = SparseLabels.Prepare("CategoricalGeneralizedCrossEntropy", yTrue, yPred, at);
        SparseLabels.CheckNow("CategoricalGeneralizedCrossEntropy", labels, yPred.Shape[at], ignoreClass: null);
        return Prim.Multiply(Prim.Subtract(1, Prim.Power(Picked(labels, yPred, at), Prim.Scalar(q, yPred.DType))), 1 / q);
    }

    /// <summary>Connectionist temporal classification: minus the log-probability of each sequence of labels.</summary>
    /// <param name="yTrue">Class numbers from 1, filled up with 0, <c>(batch, labels)</c>.</param>
    /// <param name="yPred">Logits, <c>(batch, time, classes)</c>; class 0 is the blank.</param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="ShapeException">The shapes are not those.</exception>
    public static Tensor CTC(Tensor yTrue, Tensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        if (yTrue.Rank != 2 || yPred.Rank != 3 || !yTrue.Shape[..1].IsCompatibleWith(yPred.Shape[..1]))
        {
            throw new ShapeException(
                $"CTC: labels must be (batch, labels), predictions (batch, time, classes). Received: yTrue.Shape={yTrue.Shape}, yPred.Shape={yPred.Shape}.", nameof(yTrue));
        }

        Tensor labels = Prim.Convert(yTrue, DType.Int32), blank = Prim.Scalar(0, DType.Int32);
        Tensor labelLength = Prim.ReduceSum(Prim.Convert(Prim.NotEqual(labels, blank), DType.Int32), 1);
        return Ops.CtcLoss(labels, yPred, labelLength, Prim.Full(yPred.Shape[1], labelLength.Shape, DType.Int32));
    }

    private static (Tensor YTrue, Tensor YPred, int Axis) PrepareOneHot(string owner, Tensor yTrue, Tensor yPred, int axis)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        return yTrue.Rank == yPred.Rank && yTrue.Shape.IsCompatibleWith(yPred.Shape)
            ? (yTrue, yPred, Axes.Normalize(axis, yPred.Rank))
            : throw new ShapeException(
                $"{owner}: labels must have the shape of the predictions. Received: yTrue.Shape={yTrue.Shape}, yPred.Shape={yPred.Shape}. "
                + "For labels that are class numbers use SparseCategoricalCrossentropy (\"sparse_categorical_crossentropy\").",
                nameof(yTrue));
    }

    /// <summary>Labels drawn towards 1 / classes.</summary>
    private static Tensor Smooth(Tensor labels, double smoothing, int classes) =>
        smoothing == 0 ? labels : Prim.Add(Prim.Multiply(labels, 1 - smoothing), smoothing / classes);

    private static Tensor SumToOne(Tensor p, int axis) => Prim.Divide(p, Prim.Reshape(Prim.ReduceSum(p, axis), p.Shape.With(axis, 1)));

    private static Tensor BinaryEntropy(Tensor yTrue, Tensor yPred)
    {
        Tensor p = Clip(yPred);
        return Prim.Negate(Mixed(yTrue, Prim.Log(p), Prim.Log(Prim.Subtract(1, p))));
    }

    private static Tensor FromLogits(Tensor labels, Tensor logits, int axis)
    {
        if (axis != logits.Rank - 1)
        {
            int[] order = [.. Enumerable.Range(0, logits.Rank).Where(i => i != axis), axis];
            logits = Prim.Transpose(logits, order);
        }

        return Prim.SparseSoftmaxCrossEntropy(logits, labels);
    }

    /// <summary>The label's probability is picked first, so that all that follows is one number per position.</summary>
    private static Tensor FromProbabilities(Tensor labels, Tensor p, int axis) =>
        Prim.Negate(Prim.Log(Clip(Prim.Divide(Picked(labels, p, axis), Prim.ReduceSum(p, axis)))));

    private static Tensor Picked(Tensor labels, Tensor p, int axis)
    {
        Tensor isLabel = Prim.Equal(Prim.Iota(p.Shape, axis, DType.Int32), Prim.Reshape(labels, labels.Shape.Insert(axis, 1)));
        return Prim.ReduceSum(Prim.Select(isLabel, p, Prim.Scalar(0, p.DType)), axis);
    }

    private static Tensor Clip(Tensor p, double most = 1 - Epsilon) => Prim.Minimum(Prim.Maximum(p, Epsilon), most);
}
