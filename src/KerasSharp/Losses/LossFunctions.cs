using KerasSharp.Primitives;

namespace KerasSharp.Losses;

/// <summary>The functions of <c>keras.losses</c>: one value per sample or position, not yet weighted or reduced.</summary>
public static partial class LossFunctions
{
    /// <summary>Mean over the last axis of the squared differences.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted, in the same shape.</param>
    public static Tensor MeanSquaredError(Tensor yTrue, Tensor yPred) => MeanOfLast(Prim.Square(Difference(yTrue, yPred)));

    /// <summary>Mean over the last axis of the magnitudes of the differences.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted, in the same shape.</param>
    public static Tensor MeanAbsoluteError(Tensor yTrue, Tensor yPred) => MeanOfLast(Prim.Abs(Difference(yTrue, yPred)));

    /// <summary>Labels in the dtype of the predictions, both of one rank where a last axis of size 1 makes the difference.</summary>
    internal static (Tensor YTrue, Tensor YPred) Prepare(Tensor yTrue, Tensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        yPred = yPred.DType.IsFloating() ? yPred : Prim.Convert(yPred, DType.Float32);
        return LossReduction.SameRank(Prim.Convert(yTrue, yPred.DType), yPred);
    }

    internal static Tensor MeanOf(Tensor x, int axis) => x.Rank == 0 ? x : Prim.Multiply(Prim.ReduceSum(x, axis), 1.0 / x.Shape[Axes.Normalize(axis, x.Rank)]);

    internal static Tensor MeanOfLast(Tensor x) => MeanOf(x, -1);

    private static Tensor Difference(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        return Prim.Subtract(yPred, yTrue);
    }
}
