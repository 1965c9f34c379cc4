using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Cross-entropies, one value a sample, and encodings of class numbers.</content>
public static partial class Ops
{
    /// <summary>-sum(target * log(output)) along an axis; the output holds probabilities (brought to sum 1) or logits.</summary>
    public static Tensor CategoricalCrossentropy(Tensor target, Tensor output, bool fromLogits = false, int axis = -1) =>
        Op.Call("categorical_crossentropy", target, output, (y, p) =>
        {
            RequireSameShape("CategoricalCrossentropy", y, p);
            int at = Axes.Normalize(axis, p.Rank);
            Tensor logs = fromLogits ? LogSoftmax(p, at) : LogProbability(p, at);
            return Prim.Negate(Prim.ReduceSum(Prim.Multiply(Prim.Convert(y, logs.DType), logs), at));
        }, fromLogits, axis);

    /// <summary>-log(output of the target class) along an axis; targets are class numbers.</summary>
    public static Tensor SparseCategoricalCrossentropy(Tensor target, Tensor output, bool fromLogits = false, int axis = -1) =>
        Op.Call("sparse_categorical_crossentropy", target, output, (y, p) =>
        {
            int at = Axes.Normalize(axis, p.Rank);
            y = y.Rank == p.Rank && y.Shape[^1] == 1 ? Prim.Reshape(y, y.Shape[..^1]) : y;
            if (!y.Shape.IsCompatibleWith(p.Shape.Remove(at)))
            {
                throw new ShapeException(
                    $"SparseCategoricalCrossentropy: the target must have the shape of the output without the axis of classes. Received: target.Shape={y.Shape}, "
                    + $"output.Shape={p.Shape}. One-hot targets belong to CategoricalCrossentropy.");
            }

            y = Prim.Convert(y, DType.Int32);
            if (fromLogits && at == p.Rank - 1)
            {
                return Prim.SparseSoftmaxCrossEntropy(Op.ToFloat(p), y);
            }

            Tensor logs = fromLogits ? LogSoftmax(p, at) : LogProbability(p, at);
            Tensor hit = Prim.Equal(Prim.Reshape(y, y.Shape.Insert(at, 1)), Prim.Iota(Kept(p.Shape, [.. Enumerable.Range(0, p.Rank).Where(i => i != at)]), at, DType.Int32));
            return Prim.Negate(Prim.ReduceSum(Prim.Select(hit, logs, Prim.Scalar(0, logs.DType)), at));
        }, fromLogits, axis);

    /// <summary>-(target * log(output) + (1 - target) * log(1 - output)) of each element; the output holds probabilities or logits.</summary>
    public static Tensor BinaryCrossentropy(Tensor target, Tensor output, bool fromLogits = false) =>
        Op.Call("binary_crossentropy", target, output, (y, p) =>
        {
            RequireSameShape("BinaryCrossentropy", y, p);
            p = Op.ToFloat(p);
            y = Prim.Convert(y, p.DType);
            if (fromLogits)
            {
                // log(1 + exp(x)) - x * y, without overflow.
                return Prim.Subtract(Soft(p), Prim.Multiply(p, y));
            }

            p = Prim.Minimum(Prim.Maximum(p, DefaultEpsilon), 1 - DefaultEpsilon);
            Tensor yes = Prim.Multiply(y, Prim.Log(p)), no = Prim.Multiply(Prim.Subtract(1, y), Prim.Log(Prim.Subtract(1, p)));
            return Prim.Negate(Prim.Add(yes, no));
        }, fromLogits);

    /// <summary>1 where the index along a new axis is the element, else 0; elements outside give zeros.</summary>
    [NotDifferentiable("Class numbers are whole numbers.")]
    public static Tensor OneHot(Tensor x, int numClasses, int axis = -1, DType? dtype = null) => Op.Call("one_hot", x, t =>
    {
        int at = Axes.Normalize(axis, t.Rank + 1);
        DType index = t.DType.IsInteger() ? t.DType : DType.Int32;
        Shape line = Kept(t.Shape.Insert(at, numClasses), [.. Enumerable.Range(0, t.Rank + 1).Where(i => i != at)]);
        Tensor hit = Prim.Equal(Prim.Reshape(Prim.Convert(t, index), t.Shape.Insert(at, 1)), Prim.Iota(line, at, index));
        return Prim.Convert(hit, dtype ?? DType.Float32);
    }, numClasses, axis, dtype);

    /// <summary>1 at each class number of a sample: the samples are the rows of the first axis.</summary>
    [NotDifferentiable("Class numbers are whole numbers.")]
    public static Tensor MultiHot(Tensor inputs, int numClasses, int axis = -1, DType? dtype = null) => Op.Call("multi_hot", inputs, t =>
        Prim.ReduceMax(OneHot(Prim.Convert(t, DType.Int32), numClasses, axis, dtype), t.Rank > 1 ? 1 : 0), numClasses, axis, dtype);

    /// <summary>Peak signal-to-noise ratio in decibels: 20 log10(max) - 10 log10(mean squared difference).</summary>
    public static Tensor Psnr(Tensor x1, Tensor x2, double maxVal) => Op.Binary("psnr", x1, x2, (a, b) =>
        Prim.Subtract(20 * Math.Log10(maxVal), Prim.Multiply(Log10(Mean(Prim.Square(Prim.Subtract(a, b)))), 10)), floating: true, maxVal);

    /// <summary>log(p / sum(p)), with p kept away from 0 and 1 by epsilon.</summary>
    private static Tensor LogProbability(Tensor p, int axis)
    {
        p = Op.ToFloat(p);
        p = Prim.Divide(p, Prim.Reshape(Prim.ReduceSum(p, axis), p.Shape.With(axis, 1)));
        return Prim.Log(Prim.Minimum(Prim.Maximum(p, DefaultEpsilon), 1 - DefaultEpsilon));
    }

    private static void RequireSameShape(string op, Tensor target, Tensor output)
    {
        if (!target.Shape.IsCompatibleWith(output.Shape))
        {
            throw new ShapeException($"{op}: target and output must have the same shape. Received: target.Shape={target.Shape}, output.Shape={output.Shape}.");
        }
    }
}
