using KerasSharp.Losses;
using KerasSharp.Primitives;

namespace KerasSharp.Metrics;

/// <summary>The functions of <c>keras.metrics</c> that are no losses: one value per sample or position.</summary>
public static partial class MetricFunctions
{
    /// <summary>1 where label and prediction are equal, else 0.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted.</param>
    public static Tensor Accuracy(Tensor yTrue, Tensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        (yTrue, yPred) = LossReduction.SameRank(Prim.Convert(yTrue, yPred.DType), yPred);
        return Matches(yTrue, yPred);
    }

    /// <summary>1 where the label is what the prediction is rounded to, else 0.</summary>
    /// <param name="yTrue">Labels, 0 or 1.</param>
    /// <param name="yPred">Probabilities.</param>
    /// <param name="threshold">Predictions over it count as 1.</param>
    public static Tensor BinaryAccuracy(Tensor yTrue, Tensor yPred, double threshold = 0.5)
    {
        (yTrue, yPred) = LossFunctions.Prepare(yTrue, yPred);
        Tensor rounded = Prim.Convert(Prim.Greater(yPred, Prim.Scalar(threshold, yPred.DType)), yTrue.DType);
        return Matches(yTrue, rounded);
    }

    /// <summary>1 where the largest prediction stands where the largest label does, else 0; the last axis goes.</summary>
    /// <param name="yTrue">One-hot labels.</param>
    /// <param name="yPred">Predictions for the classes.</param>
    public static Tensor CategoricalAccuracy(Tensor yTrue, Tensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        return Matches(Prim.ArgMax(yTrue, -1), Prim.ArgMax(yPred, -1));
    }

    /// <summary>1 where the largest prediction is that of the labelled class, else 0; the last axis goes.</summary>
    /// <param name="yTrue">Class numbers, in the shape of the predictions without the last axis, or with one of size 1.</param>
    /// <param name="yPred">Predictions for the classes.</param>
    public static Tensor SparseCategoricalAccuracy(Tensor yTrue, Tensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yPred);
        return Matches(ClassNumbers(yTrue, yPred), Prim.Convert(Prim.ArgMax(yPred, -1), DType.Int32));
    }

    /// <summary>1 where the prediction of the class with the largest label is among the k largest, else 0; the last axis goes.</summary>
    /// <param name="yTrue">One-hot labels.</param>
    /// <param name="yPred">Predictions for the classes.</param>
    /// <param name="k">How many predictions count.</param>
    public static Tensor TopKCategoricalAccuracy(Tensor yTrue, Tensor yPred, int k = 5)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        return InTopK(Prim.Convert(Prim.ArgMax(yTrue, -1), DType.Int32), yPred, k);
    }

    /// <summary>1 where the prediction of the labelled class is among the k largest, else 0; the last axis goes.</summary>
    /// <param name="yTrue">Class numbers, in the shape of the predictions without the last axis, or with one of size 1.</param>
    /// <param name="yPred">Predictions for the classes; with <paramref name="fromSortedIds"/> class numbers, the likeliest first.</param>
    /// <param name="k">How many predictions count.</param>
    /// <param name="fromSortedIds">Whether predictions are class numbers.</param>
    public static Tensor SparseTopKCategoricalAccuracy(Tensor yTrue, Tensor yPred, int k = 5, bool fromSortedIds = false)
    {
        ArgumentNullException.ThrowIfNull(yPred);
        Tensor labels = ClassNumbers(yTrue, yPred);
        if (!fromSortedIds)
        {
            return InTopK(labels, yPred, k);
        }

        int last = yPred.Rank - 1;
        Tensor first = Prim.SliceAxis(Prim.Convert(yPred, DType.Int32), last, 0, Math.Min(k, yPred.Shape[last]));
        return Prim.Convert(Prim.ReduceOr(Prim.Equal(first, Prim.Reshape(labels, labels.Shape.Insert(last, 1))), last), DType.Float32);
    }

    /// <summary>Among the k largest is what fewer than k are greater than: no sorting.</summary>
    private static Tensor InTopK(Tensor labels, Tensor yPred, int k)
    {
        int last = yPred.Rank - 1;
        Tensor isLabel = Prim.Equal(Prim.Iota(yPred.Shape, last, DType.Int32), Prim.Reshape(labels, labels.Shape.Insert(last, 1)));
        Tensor own = Prim.ReduceSum(Prim.Select(isLabel, yPred, Prim.Scalar(0, yPred.DType)), last);
        Tensor isGreater = Prim.Greater(yPred, Prim.Reshape(own, yPred.Shape.With(last, 1)));
        Tensor greater = Prim.ReduceSum(Prim.Convert(isGreater, DType.Float32), last);
        return Prim.Convert(Prim.Less(greater, Prim.Scalar(k, DType.Float32)), DType.Float32);
    }

    private static Tensor ClassNumbers(Tensor yTrue, Tensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        Tensor labels = yTrue.Rank == yPred.Rank && yTrue.Rank > 0 && yTrue.Shape[^1] == 1 ? Prim.Reshape(yTrue, yTrue.Shape[..^1]) : yTrue;
        return Prim.Convert(labels, DType.Int32);
    }

    private static Tensor Matches(Tensor a, Tensor b) => Prim.Convert(Prim.Equal(a, b), DType.Float32);
}
