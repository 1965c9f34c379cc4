using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Medians and quantiles. Their gradients flow to the elements they are interpolated between.</content>
public static partial class Ops
{
    /// <summary>The median over axes, the mean of the two middle elements where their number is even; NaN where one is: <c>keras.ops.median</c>.</summary>
    public static Tensor Median(Tensor x, IntTuple axis = default, bool keepdims = false) => Op.Float("median", x, t => QuantileOf(t, Prim.Scalar(0.5, t.DType), axis, "linear", keepdims, false), axis, keepdims);

    /// <summary>The median of what is not NaN; NaN where nothing is: <c>keras.ops.nanmedian</c>.</summary>
    public static Tensor Nanmedian(Tensor x, IntTuple axis = default, bool keepdims = false) => Op.Float("nanmedian", x, t => QuantileOf(t, Prim.Scalar(0.5, t.DType), axis, "linear", keepdims, true), axis, keepdims);

    /// <summary>Quantiles over axes: <c>keras.ops.quantile</c>.</summary>
    /// <param name="x">Numbers; integers become float32. NaN gives NaN.</param>
    /// <param name="q">One share, or a vector of shares, in [0, 1]; those of a vector stand along a new first axis of the result.</param>
    /// <param name="axis">Axes to take it over; all when not given.</param>
    /// <param name="method">Between two elements: "linear" (interpolated), "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepdims">Whether the axes stay with size 1.</param>
    /// <exception cref="ArgumentException">The method is unknown.</exception>
    /// <exception cref="ShapeException"><paramref name="q"/> has more than one axis.</exception>
    public static Tensor Quantile(Tensor x, Tensor q, IntTuple axis = default, string method = "linear", bool keepdims = false) =>
        Op.Call("quantile", x, q, (t, share) => QuantileOf(Op.ToFloat(t), share, axis, method, keepdims, false), axis, method, keepdims);

    /// <summary>Quantiles of what is not NaN; NaN where nothing is: <c>keras.ops.nanquantile</c>. Arguments as of <see cref="Quantile"/>.</summary>
    public static Tensor Nanquantile(Tensor x, Tensor q, IntTuple axis = default, string method = "linear", bool keepdims = false) =>
        Op.Call("nanquantile", x, q, (t, share) => QuantileOf(Op.ToFloat(t), share, axis, method, keepdims, true), axis, method, keepdims);

    /// <summary>Quantiles for shares in percent, 0 to 100: <c>keras.ops.percentile</c>. Arguments as of <see cref="Quantile"/>.</summary>
    public static Tensor Percentile(Tensor x, Tensor q, IntTuple axis = default, string method = "linear", bool keepdims = false) =>
        Op.Call("percentile", x, q, (t, share) => QuantileOf(Op.ToFloat(t), Prim.Divide(Op.ToFloat(share), 100), axis, method, keepdims, false), axis, method, keepdims);

    /// <summary>Quantiles, for shares in percent, of what is not NaN: <c>keras.ops.nanpercentile</c>. Arguments as of <see cref="Quantile"/>.</summary>
    public static Tensor Nanpercentile(Tensor x, Tensor q, IntTuple axis = default, string method = "linear", bool keepdims = false) =>
        Op.Call("nanpercentile", x, q, (t, share) => QuantileOf(Op.ToFloat(t), Prim.Divide(Op.ToFloat(share), 100), axis, method, keepdims, true), axis, method, keepdims);

    private static Tensor QuantileOf(Tensor x, Tensor q, IntTuple axis, string method, bool keepdims, bool skipNan)
    {
        if (q.Rank > 1)
        {
            throw new ShapeException($"Quantile: q must be a number or a vector. Received: q.Shape={q.Shape}.", nameof(q));
        }

        int[] axes = AxesOf(axis, x.Rank), kept = [.. Enumerable.Range(0, x.Rank).Except(axes)];
        Tensor lines = Prim.Transpose(x, [.. kept, .. axes]);
        int count = axes.Aggregate(1, (product, i) => product < 0 || x.Shape[i] < 0 ? -1 : product * x.Shape[i]), last = kept.Length;
        lines = Prim.Sort(Prim.Reshape(lines, lines.Shape[..last].Concat(KerasSharp.Shape.Of(count))), last);

        // How many numbers a line holds; NaN stand last.
        Tensor numbers = skipNan
            ? ExpandDims(Sum(Prim.Convert(Prim.LogicalNot(Prim.IsNan(lines)), x.DType), last), last)
            : Prim.BroadcastTo(Prim.Scalar(count, x.DType), lines.Shape.With(last, 1));
        int shares = q.Rank == 0 ? 1 : q.Shape[0];
        Tensor place = Prim.Multiply(Prim.Maximum(Prim.Subtract(numbers, 1), 0), Prim.Reshape(Prim.Convert(q, x.DType), KerasSharp.Shape.Of(shares)));
        Tensor result = Interpolated(lines, place, method);
        Tensor spoilt = skipNan ? Prim.Equal(numbers, Prim.Scalar(0, x.DType)) : Prim.IsNan(Prim.SliceAxis(lines, last, -1));
        result = Prim.Select(Prim.BroadcastTo(spoilt, result.Shape), Prim.Scalar(double.NaN, x.DType), result);

        Shape shape = keepdims ? Kept(x.Shape, axes) : new Shape([.. kept.Select(i => x.Shape[i])]);
        result = Prim.Transpose(result, [last, .. Enumerable.Range(0, last)]);
        return Prim.Reshape(result, q.Rank == 0 ? shape : shape.Insert(0, shares));
    }

    /// <summary>Elements of sorted lines at fractional places.</summary>
    private static Tensor Interpolated(Tensor lines, Tensor place, string method)
    {
        int last = lines.Rank - 1;
        Tensor At(Tensor where) => Prim.TakeAlongAxis(lines, Prim.Convert(where, DType.Int32), last);
        Tensor low = Prim.Floor(place), high = Prim.Ceil(place);
        switch (method)
        {
            case "lower": return At(low);
            case "higher": return At(high);
            case "nearest": return At(Prim.Round(place));
            case "midpoint": return Prim.Multiply(Prim.Add(At(low), At(high)), 0.5);
            case "linear":
                Tensor below = At(low), fraction = Prim.Subtract(place, low);
                // Between equal infinities nothing is to be interpolated.
                Tensor step = Prim.Select(Prim.Equal(fraction, Prim.Scalar(0, place.DType)), Prim.Scalar(0, place.DType), Prim.Multiply(Prim.Subtract(At(high), below), fraction));
                return Prim.Add(below, step);
            default:
                throw new ArgumentException($"Quantile: the method must be 'linear', 'lower', 'higher', 'midpoint' or 'nearest'. Received: method={method}.", nameof(method));
        }
    }
}
