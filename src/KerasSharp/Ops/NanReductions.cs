using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Reductions that leave NaN out. Over axes as in <see cref="Sum"/>; of integers, which hold no NaN, they are the plain reductions.</content>
public static partial class Ops
{
    /// <summary>The sum of what is not NaN, 0 where nothing is: <c>keras.ops.nansum</c>.</summary>
    public static Tensor Nansum(Tensor x, IntTuple axis = default, bool keepdims = false) => Op.Call("nansum", x, t => Sum(WithoutNan(t, 0), axis, keepdims), axis, keepdims);

    /// <summary>The product of what is not NaN, 1 where nothing is: <c>keras.ops.nanprod</c>.</summary>
    public static Tensor Nanprod(Tensor x, IntTuple axis = default, bool keepdims = false) => Op.Call("nanprod", x, t => Prod(WithoutNan(t, 1), axis, keepdims), axis, keepdims);

    /// <summary>The mean of what is not NaN, NaN where nothing is: <c>keras.ops.nanmean</c>.</summary>
    public static Tensor Nanmean(Tensor x, IntTuple axis = default, bool keepdims = false) => Op.Call("nanmean", x, t =>
        !t.DType.IsFloating() ? Mean(t, axis, keepdims) : Op.InFloat32(t, f => Prim.Divide(Sum(WithoutNan(f, 0), axis, keepdims), CountOfNumbers(f, axis, keepdims))), axis, keepdims);

    /// <summary>The variance of what is not NaN, dividing by its number; NaN where there is none: <c>keras.ops.nanvar</c>.</summary>
    public static Tensor Nanvar(Tensor x, IntTuple axis = default, bool keepdims = false) => Op.Call("nanvar", x, t =>
        !t.DType.IsFloating() ? Var(t, axis, keepdims) : Op.InFloat32(t, f =>
        {
            Tensor deviation = WithoutNan(Prim.Subtract(f, Nanmean(f, axis.IsNone ? [.. Enumerable.Range(0, f.Rank)] : axis, keepdims: true)), 0);
            return Prim.Divide(Sum(Prim.Square(deviation), axis, keepdims), CountOfNumbers(f, axis, keepdims));
        }), axis, keepdims);

    /// <summary>The standard deviation of what is not NaN: <c>keras.ops.nanstd</c>.</summary>
    public static Tensor Nanstd(Tensor x, IntTuple axis = default, bool keepdims = false) => Op.Call("nanstd", x, t => Sqrt(Nanvar(t, axis, keepdims)), axis, keepdims);

    /// <summary>The largest of what is not NaN, NaN where nothing is: <c>keras.ops.nanmax</c>.</summary>
    public static Tensor Nanmax(Tensor x, IntTuple axis = default, bool keepdims = false) => NanExtreme("nanmax", x, axis, keepdims, double.NegativeInfinity, static (t, a, k) => Max(t, a, k));

    /// <summary>The smallest of what is not NaN, NaN where nothing is: <c>keras.ops.nanmin</c>.</summary>
    public static Tensor Nanmin(Tensor x, IntTuple axis = default, bool keepdims = false) => NanExtreme("nanmin", x, axis, keepdims, double.PositiveInfinity, static (t, a, k) => Min(t, a, k));

    /// <summary>The index (int32) of the largest of what is not NaN; -1 where nothing is: <c>keras.ops.nanargmax</c>.</summary>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor Nanargmax(Tensor x, int? axis = null, bool keepdims = false) => NanArg("nanargmax", x, axis, keepdims, double.NegativeInfinity, Argmax);

    /// <summary>The index (int32) of the smallest of what is not NaN; -1 where nothing is: <c>keras.ops.nanargmin</c>.</summary>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor Nanargmin(Tensor x, int? axis = null, bool keepdims = false) => NanArg("nanargmin", x, axis, keepdims, double.PositiveInfinity, Argmin);

    /// <summary>Running sums in which NaN counts as 0: <c>keras.ops.nancumsum</c>.</summary>
    public static Tensor Nancumsum(Tensor x, int? axis = null, DType? dtype = null) => Op.Call("nancumsum", x, t => Cumsum(WithoutNan(t, 0), axis, dtype), axis, dtype);

    /// <summary>Running products in which NaN counts as 1: <c>keras.ops.nancumprod</c>.</summary>
    public static Tensor Nancumprod(Tensor x, int? axis = null, DType? dtype = null) => Op.Call("nancumprod", x, t => Cumprod(WithoutNan(t, 1), axis, dtype), axis, dtype);

    private static Tensor WithoutNan(Tensor x, double instead) => x.DType.IsFloating() ? Prim.Select(Prim.IsNan(x), Prim.Scalar(instead, x.DType), x) : x;

    private static Tensor CountOfNumbers(Tensor x, IntTuple axis, bool keepdims) => Sum(Prim.Convert(Prim.LogicalNot(Prim.IsNan(x)), x.DType), axis, keepdims);

    private static Tensor NanExtreme(string name, Tensor x, IntTuple axis, bool keepdims, double neutral, Func<Tensor, IntTuple, bool, Tensor> reduce) => Op.Call(name, x, t =>
        !t.DType.IsFloating()
            ? reduce(t, axis, keepdims)
            : Prim.Select(All(Prim.IsNan(t), axis, keepdims), Prim.Scalar(double.NaN, t.DType), reduce(WithoutNan(t, neutral), axis, keepdims)), axis, keepdims);

    private static Tensor NanArg(string name, Tensor x, int? axis, bool keepdims, double neutral, Func<Tensor, int?, bool, Tensor> reduce) => Op.Call(name, x, t =>
        !t.DType.IsFloating()
            ? reduce(t, axis, keepdims)
            : Prim.Select(All(Prim.IsNan(t), axis is { } a ? a : default(IntTuple), keepdims), Prim.Scalar(-1, DType.Int32), reduce(WithoutNan(t, neutral), axis, keepdims)), axis, keepdims);
}
