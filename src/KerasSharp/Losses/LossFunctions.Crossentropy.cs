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
        if (labelSmoothing != 0)
        {
            yTrue = Prim.Add(Prim.Multiply(yTrue, 1 - labelSmoothing), 0.5 * labelSmoothing);
        }

        if (fromLogits)
        {
            // max(x, 0) - x y + log(1 + exp(-|x|)): no exponential overflows.
            return MeanOf(Prim.Subtract(ActivationFunctions.Softplus(yPred), Prim.Multiply(yPred, yTrue)), axis);
        }

        Tensor p = Clip(yPred);
        Tensor yes = Prim.Multiply(yTrue, Prim.Log(p)), no = Prim.Multiply(Prim.Subtract(1, yTrue), Prim.Log(Prim.Subtract(1, p)));
        return MeanOf(Prim.Negate(Prim.Add(yes, no)), axis);
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
        (yTrue, yPred) = Prepare(yTrue, yPred);
        if (yTrue.Rank != yPred.Rank || !yTrue.Shape.IsCompatibleWith(yPred.Shape))
        {
            throw new ShapeException(
                $"CategoricalCrossentropy: labels must have the shape of the predictions. Received: yTrue.Shape={yTrue.Shape}, yPred.Shape={yPred.Shape}. "
                + "For labels that are class numbers use SparseCategoricalCrossentropy (\"sparse_categorical_crossentropy\").",
                nameof(yTrue));
        }

        int at = Axes.Normalize(axis, yPred.Rank);
        if (labelSmoothing != 0)
        {
            yTrue = Prim.Add(Prim.Multiply(yTrue, 1 - labelSmoothing), labelSmoothing / yPred.Shape[at]);
        }

        Tensor logs = fromLogits
            ? ActivationFunctions.LogSoftmax(yPred, at)
            : Prim.Log(Clip(Prim.Divide(yPred, Prim.Reshape(Prim.ReduceSum(yPred, at), yPred.Shape.With(at, 1)))));
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
        Tensor labels = SparseLabels.Prepare(yTrue, yPred, at);
        SparseLabels.CheckNow(labels, yPred.Shape[at], ignoreClass);
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
    private static Tensor FromProbabilities(Tensor labels, Tensor p, int axis)
    {
        Tensor isLabel = Prim.Equal(Prim.Iota(p.Shape, axis, DType.Int32), Prim.Reshape(labels, labels.Shape.Insert(axis, 1)));
        Tensor picked = Prim.ReduceSum(Prim.Select(isLabel, p, Prim.Scalar(0, p.DType)), axis);
        return Prim.Negate(Prim.Log(Clip(Prim.Divide(picked, Prim.ReduceSum(p, axis)))));
    }

    private static Tensor Clip(Tensor p) => Prim.Minimum(Prim.Maximum(p, Epsilon), 1 - Epsilon);
}
