using KerasSharp.Primitives;

namespace KerasSharp.Losses;

/// <content>Margins: what is right by enough costs nothing.</content>
public static partial class LossFunctions
{
    /// <summary>Mean over the last axis of <c>max(1 - y p, 0)</c>.</summary>
    /// <param name="yTrue">Labels, -1 or 1; where all are 0 or 1, 0 stands for -1.</param>
    /// <param name="yPred">What was predicted, in the same shape.</param>
    public static Tensor Hinge(Tensor yTrue, Tensor yPred) => MeanOfLast(Shortfall(yTrue, yPred));

    /// <summary>Mean over the last axis of <c>max(1 - y p, 0)²</c>.</summary>
    /// <param name="yTrue">Labels, -1 or 1; where all are 0 or 1, 0 stands for -1.</param>
    /// <param name="yPred">What was predicted, in the same shape.</param>
    public static Tensor SquaredHinge(Tensor yTrue, Tensor yPred) => MeanOfLast(Prim.Square(Shortfall(yTrue, yPred)));

    /// <summary><c>max(max((1 - y) p) - sum(y p) + 1, 0)</c> over the last axis.</summary>
    /// <param name="yTrue">One-hot labels.</param>
    /// <param name="yPred">What was predicted, in the same shape.</param>
    public static Tensor CategoricalHinge(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        Tensor right = Prim.ReduceSum(Prim.Multiply(yTrue, yPred), -1), wrong = Prim.ReduceMax(Prim.Multiply(Prim.Subtract(1, yTrue), yPred), -1);
        return Prim.Maximum(Prim.Add(Prim.Subtract(wrong, right), 1), 0);
    }

    private static Tensor Shortfall(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        // A label y of 0 or 1 has y (1 - y) = 0: the sum of magnitudes tells whether all do.
        Tensor distance = Prim.ReduceSum(Prim.Abs(Prim.Multiply(yTrue, Prim.Subtract(1, yTrue)))), isBinary = Prim.Equal(distance, Prim.Scalar(0, yTrue.DType));
        Tensor sign = Prim.Select(isBinary, Prim.Subtract(Prim.Multiply(yTrue, 2), 1), yTrue);
        return Prim.Maximum(Prim.Subtract(1, Prim.Multiply(sign, yPred)), 0);
    }
}
