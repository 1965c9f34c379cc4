using KerasSharp.Losses;
using KerasSharp.Primitives;

namespace KerasSharp.Metrics;

/// <content>Correlations of labels and predictions.</content>
public static partial class MetricFunctions
{
    private const double Epsilon = 1e-7;

    /// <summary>Pearson's coefficient of correlation along an axis: <c>mean((y - mean(y)) (p - mean(p))) / (std(y) std(p))</c>.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted, in the same shape.</param>
    /// <param name="axis">The axis.</param>
    public static Tensor PearsonCorrelation(Tensor yTrue, Tensor yPred, int axis = -1)
    {
        (yTrue, yPred) = LossFunctions.Prepare(yTrue, yPred);
        return LossFunctions.MeanOf(Prim.Multiply(Standardized(yTrue, axis), Standardized(yPred, axis)), axis);
    }

    /// <summary>
    /// Concordance along an axis as Keras computes it: <c>mean(2 (y - mean(p)) (p - mean(p)) / (var(y) + var(p) + (mean(y) - mean(p))²))</c>, which is Lin's coefficient.
    /// </summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted, in the same shape.</param>
    /// <param name="axis">The axis.</param>
    public static Tensor ConcordanceCorrelation(Tensor yTrue, Tensor yPred, int axis = -1)
    {
        (yTrue, yPred) = LossFunctions.Prepare(yTrue, yPred);
        (Tensor yMean, Tensor y) = Centred(yTrue, axis);
        (Tensor pMean, Tensor p) = Centred(yPred, axis);
        Tensor norm = Prim.Add(Prim.Add(Variance(y, axis), Variance(p, axis)), Prim.Square(Prim.Subtract(yMean, pMean)));
        Tensor product = Prim.Multiply(Prim.Multiply(Prim.Subtract(yTrue, pMean), p), 2);
        return LossFunctions.MeanOf(Prim.Divide(product, Prim.Add(norm, Epsilon)), axis);
    }

    private static Tensor Standardized(Tensor x, int axis)
    {
        (_, Tensor centred) = Centred(x, axis);
        return Prim.Divide(centred, Prim.Add(Prim.Sqrt(Variance(centred, axis)), Epsilon));
    }

    private static (Tensor Mean, Tensor Centred) Centred(Tensor x, int axis)
    {
        Tensor mean = Kept(LossFunctions.MeanOf(x, axis), x, axis);
        return (mean, Prim.Subtract(x, mean));
    }

    private static Tensor Variance(Tensor centred, int axis) => Kept(LossFunctions.MeanOf(Prim.Square(centred), axis), centred, axis);

    private static Tensor Kept(Tensor reduced, Tensor x, int axis) => Prim.Reshape(reduced, x.Shape.With(Axes.Normalize(axis, x.Rank), 1));
}
