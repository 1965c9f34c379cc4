using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Reductions over axes: none given means all, negative ones count from the end, <c>keepdims</c> keeps them with size 1.</content>
public static partial class Ops
{
    /// <summary>The sum. Bools and small integers add up in int32.</summary>
    public static Tensor Sum(Tensor x, IntTuple axis = default, bool keepdims = false) => Reduce("sum", x, axis, keepdims, (t, axes) => Prim.ReduceSum(Widen(t), axes));

    /// <summary>The product. Bools and small integers multiply in int32.</summary>
    public static Tensor Prod(Tensor x, IntTuple axis = default, bool keepdims = false, DType? dtype = null) =>
        Reduce("prod", x, axis, keepdims, (t, axes) => Prim.ReduceProd(dtype is { } target ? Prim.Convert(t, target) : Widen(t), axes), dtype);

    /// <summary>The mean, of integers in float32. 16-bit floats are summed in float32.</summary>
    public static Tensor Mean(Tensor x, IntTuple axis = default, bool keepdims = false) =>
        Reduce("mean", x, axis, keepdims, (t, axes) => Op.InFloat32(t, f => Prim.Divide(Prim.ReduceSum(f, axes), CountOf(f, axes))));

    /// <summary>The largest element.</summary>
    public static Tensor Max(Tensor x, IntTuple axis = default, bool keepdims = false, Tensor? initial = null) =>
        Extreme("max", x, axis, keepdims, initial, Prim.ReduceMax, Prim.Maximum);

    /// <summary>The smallest element.</summary>
    public static Tensor Min(Tensor x, IntTuple axis = default, bool keepdims = false, Tensor? initial = null) =>
        Extreme("min", x, axis, keepdims, initial, Prim.ReduceMin, Prim.Minimum);

    /// <summary>The largest element.</summary>
    public static Tensor Amax(Tensor x, IntTuple axis = default, bool keepdims = false) => Reduce("amax", x, axis, keepdims, Prim.ReduceMax);

    /// <summary>The smallest element.</summary>
    public static Tensor Amin(Tensor x, IntTuple axis = default, bool keepdims = false) => Reduce("amin", x, axis, keepdims, Prim.ReduceMin);

    /// <summary>The largest element less the smallest.</summary>
    public static Tensor Ptp(Tensor x, IntTuple axis = default, bool keepdims = false) =>
        Reduce("ptp", x, axis, keepdims, (t, axes) => Prim.Subtract(Prim.ReduceMax(t, axes), Prim.ReduceMin(t, axes)));

    /// <summary>The variance, dividing by the number of elements.</summary>
    public static Tensor Var(Tensor x, IntTuple axis = default, bool keepdims = false) =>
        Reduce("var", x, axis, keepdims, (t, axes) => Op.InFloat32(t, f => axes.Length == 0 ? Prim.Multiply(f, 0) : Prim.Moments(f, axes).Variance));

    /// <summary>The standard deviation, dividing by the number of elements.</summary>
    public static Tensor Std(Tensor x, IntTuple axis = default, bool keepdims = false) =>
        Reduce("std", x, axis, keepdims, (t, axes) => Op.InFloat32(t, f => Prim.Sqrt(axes.Length == 0 ? Prim.Multiply(f, 0) : Prim.Moments(f, axes).Variance)));

    /// <summary>Whether any element is not 0.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Any(Tensor x, IntTuple axis = default, bool keepdims = false) =>
        Reduce("any", x, axis, keepdims, (t, axes) => Prim.ReduceOr(Prim.Convert(t, DType.Bool), axes));

    /// <summary>Whether all elements are not 0.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor All(Tensor x, IntTuple axis = default, bool keepdims = false) =>
        Reduce("all", x, axis, keepdims, (t, axes) => Prim.ReduceAnd(Prim.Convert(t, DType.Bool), axes));

    /// <summary>How many elements are not 0, in int32.</summary>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor CountNonzero(Tensor x, IntTuple axis = default) =>
        Reduce("count_nonzero", x, axis, false, (t, axes) => Prim.ReduceSum(Prim.Convert(Prim.Convert(t, DType.Bool), DType.Int32), axes));

    /// <summary>log(sum(exp(x))), without overflow.</summary>
    public static Tensor LogSumExp(Tensor x, IntTuple axis = default, bool keepdims = false) =>
        Reduce("logsumexp", x, axis, keepdims, (t, axes) => Prim.LogSumExp(Op.ToFloat(t), axes));

    /// <summary>The index of the largest element, in int32: along an axis, or of all elements in row-major order.</summary>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor Argmax(Tensor x, int? axis = null, bool keepdims = false) => ArgReduce("argmax", x, axis, keepdims, Prim.ArgMax);

    /// <summary>The index of the smallest element, in int32: along an axis, or of all elements in row-major order.</summary>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor Argmin(Tensor x, int? axis = null, bool keepdims = false) => ArgReduce("argmin", x, axis, keepdims, Prim.ArgMin);

    /// <summary>Running sums along an axis, or over all elements in row-major order.</summary>
    public static Tensor Cumsum(Tensor x, int? axis = null, DType? dtype = null) => Cumulate("cumsum", x, axis, dtype, t => Prim.CumulativeSum(t, axis ?? 0));

    /// <summary>Running products along an axis, or over all elements in row-major order.</summary>
    public static Tensor Cumprod(Tensor x, int? axis = null, DType? dtype = null) => Cumulate("cumprod", x, axis, dtype, t => Prim.CumulativeProd(t, axis ?? 0));

    /// <summary>The mean weighted by <paramref name="weights"/> of the same shape, or of that of the one axis given.</summary>
    public static Tensor Average(Tensor x, IntTuple axis = default, Tensor? weights = null) => weights is null
        ? Mean(x, axis)
        : Op.Call("average", x, weights, (t, w) =>
        {
            DType dtype = Tensor.CommonType([t, w], floating: true);
            (t, w) = (Prim.Convert(t, dtype), Prim.Convert(w, dtype));
            if (w.Rank == 1 && t.Rank > 1 && axis.Count == 1)
            {
                int at = Axes.Normalize(axis[0], t.Rank);
                w = Prim.BroadcastTo(Prim.Reshape(w, Kept(t.Shape, [.. Enumerable.Range(0, t.Rank).Where(i => i != at)])), t.Shape);
            }

            return Divide(Sum(Prim.Multiply(t, w), axis), Sum(w, axis));
        }, axis);

    /// <summary>The shape with axes of size 1 in place of reduced ones.</summary>
    internal static Shape Kept(Shape shape, int[] axes)
    {
        int[] dims = shape.ToArray();
        foreach (int axis in axes)
        {
            dims[axis] = 1;
        }

        return new Shape(dims);
    }

    /// <summary>How many elements each result is made of. NaN where a size is unknown: then only shapes are being inferred.</summary>
    internal static double CountOf(Tensor x, int[] axes) => axes.Aggregate(1.0, (product, axis) => product * (x.Shape[axis] < 0 ? double.NaN : x.Shape[axis]));

    /// <summary>The axes an argument names, counted from the start, ascending; all for none.</summary>
    internal static int[] AxesOf(IntTuple axis, int rank) => axis.IsNone ? [.. Enumerable.Range(0, rank)] : axis.Count == 0 ? [] : Axes.Of(axis.ToArray(), rank).Span.ToArray();

    private static Tensor Reduce(string name, Tensor x, IntTuple axis, bool keepdims, Func<Tensor, int[], Tensor> body, DType? dtype = null) => Op.Call(name, x, t =>
    {
        // Over no axes at all (a scalar, or axis=()), each element is reduced by itself: along a new axis of size 1.
        int[] axes = AxesOf(axis, t.Rank);
        Tensor result = axes.Length > 0 ? body(t, axes) : body(Prim.Reshape(t, t.Shape.Insert(t.Rank, 1)), [t.Rank]);
        return keepdims && axes.Length > 0 ? Prim.Reshape(result, Kept(t.Shape, axes)) : result;
    }, axis, keepdims, dtype);

    private static Tensor Extreme(
        string name, Tensor x, IntTuple axis, bool keepdims, Tensor? initial, Func<Tensor, int[], Tensor> reduce, Func<Tensor, Tensor, Tensor> join)
    {
        if (initial is null)
        {
            return Reduce(name, x, axis, keepdims, reduce);
        }

        return Op.Call(name, x, initial, (t, start) =>
        {
            start = Prim.Convert(start, t.DType);
            int[] axes = AxesOf(axis, t.Rank);
            if (CountOf(t, axes) == 0)
            {
                Shape kept = Kept(t.Shape, axes);
                Tensor filled = Prim.BroadcastTo(start, kept);
                return keepdims ? filled : Prim.Reshape(filled, new Shape([.. kept.Span.ToArray().Where((_, i) => !axes.Contains(i))]));
            }

            return join(Reduce(name, t, axis, keepdims, reduce), start);
        }, axis, keepdims);
    }

    private static Tensor ArgReduce(string name, Tensor x, int? axis, bool keepdims, Func<Tensor, int, Tensor> body) => Op.Call(name, x, t =>
    {
        Tensor flat = axis is null ? Prim.Reshape(t, KerasSharp.Shape.Of((int)t.Count)) : t;
        int at = Axes.Normalize(axis ?? 0, flat.Rank);
        Tensor result = body(flat, at);
        return !keepdims ? result : Prim.Reshape(result, axis is null ? Kept(t.Shape, [.. Enumerable.Range(0, t.Rank)]) : t.Shape.With(at, 1));
    }, axis, keepdims);

    private static Tensor Cumulate(string name, Tensor x, int? axis, DType? dtype, Func<Tensor, Tensor> body) => Op.Call(name, x, t =>
    {
        t = Prim.Convert(t, dtype ?? (t.DType == DType.Bool ? DType.Int32 : t.DType));
        return body(axis is null ? Prim.Reshape(t, KerasSharp.Shape.Of((int)t.Count)) : t);
    }, axis, dtype);

    private static Tensor Widen(Tensor x) => x.DType is DType.Bool or DType.Int8 or DType.Int16 or DType.UInt8 or DType.UInt16 ? Prim.Convert(x, DType.Int32) : x;
}
