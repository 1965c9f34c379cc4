namespace KerasSharp.Saving;

/// <content>Operations along axes.</content>
internal static partial class Operations
{
    private static IEnumerable<Operation> Reductions() =>
    [
        .. Over("axis, keepdims",
            ("All", Ops.All), ("Amax", Ops.Amax), ("Amin", Ops.Amin), ("Any", Ops.Any), ("Mean", Ops.Mean), ("Median", Ops.Median), ("Nanmax", Ops.Nanmax), ("Nanmean", Ops.Nanmean),
            ("Nanmedian", Ops.Nanmedian), ("Nanmin", Ops.Nanmin), ("Nanprod", Ops.Nanprod), ("Nanstd", Ops.Nanstd), ("Nansum", Ops.Nansum), ("Nanvar", Ops.Nanvar), ("Ptp", Ops.Ptp),
            ("Std", Ops.Std), ("Sum", Ops.Sum), ("Var", Ops.Var)),
        Of("numpy", "Max(axis, keepdims, *initial)(x)", a => Ops.Max(a.X, a.Axes(), a.Flag("keepdims"), a.Maybe("initial"))),
        Of("numpy", "Min(axis, keepdims, *initial)(x)", a => Ops.Min(a.X, a.Axes(), a.Flag("keepdims"), a.Maybe("initial"))),
        Of("numpy", "Prod(axis, keepdims, dtype)(x)", a => Ops.Prod(a.X, a.Axes(), a.Flag("keepdims"), a.MaybeDType())),
        Of("numpy", "CountNonzero(axis)(x)", a => Ops.CountNonzero(a.X, a.Axes())),
        Of("math", "Logsumexp(axis, keepdims)(x)", a => Ops.LogSumExp(a.X, a.Axes(), a.Flag("keepdims"))),
        Of("numpy", "Argmax(axis, keepdims)(x)", a => Ops.Argmax(a.X, a.MaybeInt("axis"), a.Flag("keepdims"))),
        Of("numpy", "Argmin(axis, keepdims)(x)", a => Ops.Argmin(a.X, a.MaybeInt("axis"), a.Flag("keepdims"))),
        Of("numpy", "Nanargmax(axis, keepdims)(x)", a => Ops.Nanargmax(a.X, a.MaybeInt("axis"), a.Flag("keepdims"))),
        Of("numpy", "Nanargmin(axis, keepdims)(x)", a => Ops.Nanargmin(a.X, a.MaybeInt("axis"), a.Flag("keepdims"))),
        Of("numpy", "Cumsum(axis, dtype)(x)", a => Ops.Cumsum(a.X, a.MaybeInt("axis"), a.MaybeDType())),
        Of("numpy", "Cumprod(axis, dtype)(x)", a => Ops.Cumprod(a.X, a.MaybeInt("axis"), a.MaybeDType())),
        Of("numpy", "Nancumsum(axis, dtype)(x)", a => Ops.Nancumsum(a.X, a.MaybeInt("axis"), a.MaybeDType())),
        Of("numpy", "Nancumprod(axis, dtype)(x)", a => Ops.Nancumprod(a.X, a.MaybeInt("axis"), a.MaybeDType())),
        Of("numpy", "Average(axis)(x, weights=)", a => Ops.Average(a.X, a.Axes(), a.Maybe("weights"))),
        .. new (string ClassName, Func<Tensor, Tensor, IntTuple, string, bool, Tensor> Apply)[]
        {
            ("Quantile", Ops.Quantile), ("Nanquantile", Ops.Nanquantile), ("Percentile", Ops.Percentile), ("Nanpercentile", Ops.Nanpercentile),
        }.Select(item => Of("numpy", $"{item.ClassName}(axis, method, keepdims)(x, q)", a => item.Apply(a.X, a["q"], a.Axes(), a.Text("method", "linear"), a.Flag("keepdims")))),
        .. new (string ClassName, Func<Tensor, Tensor, int?, bool, Tensor> Apply)[]
        {
            ("SegmentSum", Ops.SegmentSum), ("SegmentMax", Ops.SegmentMax), ("SegmentMin", Ops.SegmentMin), ("SegmentProd", Ops.SegmentProd),
        }.Select(item => Of("math", $"{item.ClassName}(num_segments, sorted)(data, segment_ids)", a => item.Apply(a["data"], a["segment_ids"], a.MaybeInt("num_segments"), a.Flag("sorted")))),
        Two("math", "TopK(k, sorted, is_stable)(x)", a => Ops.TopK(a.X, a.Int("k"), a.Flag("sorted", true), a.Flag("is_stable", true))),
        Of("math", "InTopK(k)(targets, predictions)", a => Ops.InTopK(a["targets"], a["predictions"], a.Int("k"))),
        Of("numpy", "Trapezoid(dx, axis)(y, x)", a => Ops.Trapezoid(a["y"], a.Maybe("x"), a.Number("dx", 1), a.Int("axis", -1))),
        Of("numpy", "Bincount(minlength)(x, weights=)", a => Ops.Bincount(a.X, a.Maybe("weights"), a.Int("minlength", 0))),
        Two("nn", "Moments(axes, keepdims)(x)", a => Ops.Moments(a.X, a.Axes("axes"), a.Flag("keepdims"))),
    ];

    private static IEnumerable<Operation> Over(string constructor, params (string ClassName, Func<Tensor, IntTuple, bool, Tensor> Apply)[] all) =>
        all.Select(item => Of("numpy", $"{item.ClassName}({constructor})(x)", a => item.Apply(a.X, a.Axes(), a.Flag("keepdims"))));
}
