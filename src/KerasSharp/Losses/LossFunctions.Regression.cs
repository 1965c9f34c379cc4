using KerasSharp.Activations;
using KerasSharp.Primitives;

namespace KerasSharp.Losses;

/// <content>Functions of how far numbers are from others.</content>
public static partial class LossFunctions
{
    /// <summary>Mean over the last axis of <c>100 |y - p| / max(|y|, 1e-7)</c>.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted, in the same shape.</param>
    public static Tensor MeanAbsolutePercentageError(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        Tensor part = Prim.Divide(Prim.Subtract(yTrue, yPred), Prim.Maximum(Prim.Abs(yTrue), Epsilon));
        return Prim.Multiply(MeanOfLast(Prim.Abs(part)), 100);
    }

    /// <summary>Mean over the last axis of <c>(log(y + 1) - log(p + 1))²</c>; what is less than 1e-7 counts as that.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted, in the same shape.</param>
    public static Tensor MeanSquaredLogarithmicError(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        static Tensor Logarithm(Tensor x) => Prim.Log(Prim.Add(Prim.Maximum(x, Epsilon), 1));
        return MeanOfLast(Prim.Square(Prim.Subtract(Logarithm(yPred), Logarithm(yTrue))));
    }

    /// <summary>Mean over the last axis of <c>log(cosh(p - y))</c>, computed without overflow.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted, in the same shape.</param>
    public static Tensor LogCosh(Tensor yTrue, Tensor yPred)
    {
        Tensor x = Difference(yTrue, yPred);
        return MeanOfLast(Prim.Subtract(Prim.Add(x, ActivationFunctions.Softplus(Prim.Multiply(x, -2))), Math.Log(2)));
    }

    /// <summary>Mean over the last axis of half the squares of differences up to delta, and of <c>delta |d| - delta² / 2</c> from there.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted, in the same shape.</param>
    /// <param name="delta">Where the square ends and the line begins.</param>
    public static Tensor Huber(Tensor yTrue, Tensor yPred, double delta = 1)
    {
        Tensor error = Difference(yTrue, yPred), size = Prim.Abs(error);
        Tensor line = Prim.Subtract(Prim.Multiply(size, delta), 0.5 * delta * delta);
        return MeanOfLast(Prim.Select(Prim.LessEqual(size, Prim.Scalar(delta, size.DType)), Prim.Multiply(Prim.Square(error), 0.5), line));
    }

    /// <summary>Mean over the last axis of <c>p - y log(p + 1e-7)</c>.</summary>
    /// <param name="yTrue">What should be predicted: counts.</param>
    /// <param name="yPred">The means predicted, in the same shape.</param>
    public static Tensor Poisson(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        return MeanOfLast(Prim.Subtract(yPred, Prim.Multiply(yTrue, Prim.Log(Prim.Add(yPred, Epsilon)))));
    }

    /// <summary><c>sum(y log(y / p))</c> over the last axis, both kept between 1e-7 and 1.</summary>
    /// <param name="yTrue">The true distributions.</param>
    /// <param name="yPred">The predicted ones, in the same shape.</param>
    public static Tensor KLDivergence(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        (Tensor y, Tensor p) = (Clip(yTrue, 1), Clip(yPred, 1));
        return Prim.ReduceSum(Prim.Multiply(y, Prim.Log(Prim.Divide(y, p))), -1);
    }

    /// <summary>Minus the cosine of the angle between vectors along an axis; 0 where one of them is 0.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted, in the same shape.</param>
    /// <param name="axis">The axis along which the vectors lie.</param>
    public static Tensor CosineSimilarity(Tensor yTrue, Tensor yPred, int axis = -1) => Prim.Negate(Cosine(yTrue, yPred, axis));

    /// <summary>The cosine itself, which is what the metric of the same name means.</summary>
    internal static Tensor Cosine(Tensor yTrue, Tensor yPred, int axis)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        return Prim.ReduceSum(Prim.Multiply(Ops.Normalize(yTrue, axis), Ops.Normalize(yPred, axis)), axis);
    }
}
