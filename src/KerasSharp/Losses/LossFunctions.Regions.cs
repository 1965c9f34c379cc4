using KerasSharp.Primitives;

namespace KerasSharp.Losses;

/// <content>How well regions of images cover each other.</content>
public static partial class LossFunctions
{
    /// <summary><c>1 - 2 sum(y p) / (sum(y) + sum(p) + 1e-7)</c>.</summary>
    /// <param name="yTrue">The true regions, values between 0 and 1.</param>
    /// <param name="yPred">The predicted ones, in the same shape.</param>
    /// <param name="axis">The axes summed over; all of them when not given.</param>
    /// <returns>One value for all axes that are left.</returns>
    public static Tensor Dice(Tensor yTrue, Tensor yPred, IntTuple axis = default)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        int[] axes = Ops.AxesOf(axis, yPred.Rank);
        Tensor both = Prim.Multiply(Prim.ReduceSum(Prim.Multiply(yTrue, yPred), axes), 2);
        return Prim.Subtract(1, Prim.Divide(both, Prim.Add(Prim.Add(Prim.ReduceSum(yTrue, axes), Prim.ReduceSum(yPred, axes)), Epsilon)));
    }

    /// <summary><c>1 - sum(y p) / (sum(y p) + alpha sum((1 - y) p) + beta sum(y (1 - p)) + 1e-7)</c>.</summary>
    /// <param name="yTrue">The true regions, values between 0 and 1.</param>
    /// <param name="yPred">The predicted ones, in the same shape.</param>
    /// <param name="alpha">Weight of what is too much.</param>
    /// <param name="beta">Weight of what is missed.</param>
    /// <param name="axis">The axes summed over; all of them when not given.</param>
    /// <returns>One value for all axes that are left.</returns>
    public static Tensor Tversky(Tensor yTrue, Tensor yPred, double alpha = 0.5, double beta = 0.5, IntTuple axis = default)
    {
        (yTrue, yPred) = Prepare(yTrue, yPred);
        int[] axes = Ops.AxesOf(axis, yPred.Rank);
        Tensor both = Prim.ReduceSum(Prim.Multiply(yTrue, yPred), axes);
        Tensor missed = Prim.ReduceSum(Prim.Multiply(Prim.Subtract(1, yPred), yTrue), axes), excess = Prim.ReduceSum(Prim.Multiply(yPred, Prim.Subtract(1, yTrue)), axes);
        Tensor all = Prim.Add(Prim.Add(both, Prim.Multiply(excess, alpha)), Prim.Multiply(missed, beta));
        return Prim.Subtract(1, Prim.Divide(both, Prim.Add(all, Epsilon)));
    }
}
