using static KerasSharp.Tests.Operations.OpRows;

namespace KerasSharp.Tests.Operations;

/// <summary>Reductions, over each axis, over several, over all, over none, and of nothing.</summary>
internal static class ReductionRows
{
    private static readonly Tensor WithNan = Tensor.From([1, double.NaN, 3, -2, 5, 0.5, double.NaN, 4, -1, 2, 0.25, 7], [3, 4]);

    public static IEnumerable<OpRow> All() => [.. OverAxes(), .. OverOne(), .. Quantiles(), .. Others()];

    private static IEnumerable<OpRow> OverAxes() =>
        from f in new (string Name, Func<Tensor, IntTuple, bool, Tensor> Apply, int Smooth, bool OfNothing)[]
        {
            ("Sum", Ops.Sum, 2, true), ("Prod", (x, a, k) => Ops.Prod(x, a, k), 2, true), ("Mean", Ops.Mean, 2, true), ("Max", (x, a, k) => Ops.Max(x, a, k), 2, false), ("Min", (x, a, k) => Ops.Min(x, a, k), 2, false),
            ("Amax", Ops.Amax, 2, false), ("Amin", Ops.Amin, 2, false), ("Ptp", Ops.Ptp, 2, false), ("Var", Ops.Var, 2, true), ("Std", Ops.Std, 2, true), ("Any", Ops.Any, 0, true), ("All", Ops.All, 0, true),
            ("LogSumExp", Ops.LogSumExp, 2, false), ("CountNonzero", (x, a, _) => Ops.CountNonzero(x, a), 0, true), ("Nansum", Ops.Nansum, 2, true), ("Nanprod", Ops.Nanprod, 2, true), ("Nanmean", Ops.Nanmean, 2, true),
            ("Nanvar", Ops.Nanvar, 2, true), ("Nanstd", Ops.Nanstd, 2, true), ("Nanmax", Ops.Nanmax, 2, false), ("Nanmin", Ops.Nanmin, 2, false), ("Median", Ops.Median, 2, false), ("Nanmedian", Ops.Nanmedian, 2, false),
        }
        from kind in new[] { "", "last", "two", "keep", "none", "nothing", "nan" }
        where (kind != "nothing" || f.OfNothing) && (kind != "nan" || f.Name.StartsWith("Nan", StringComparison.Ordinal))
        // Over no axis a deviation is 0 and its root has no slope.
        select Of(
            $"{f.Name}{(kind.Length > 0 ? ": " : "")}{kind}",
            t => f.Apply(t[0], kind switch { "last" => -1, "two" => new[] { 0, 2 }, "keep" => 1, "none" => Array.Empty<int>(), "nothing" => 0, "nan" => 0, _ => default(IntTuple) }, kind == "keep"),
            kind switch { "nothing" => X(1, 0, 3), "nan" => WithNan, _ => X(1, 3, 2, 4) })
            with { Smooth = kind is "nothing" or "nan" || (kind == "none" && f.Name is "Std" or "Nanstd" or "Ptp") ? 0 : f.Smooth, AnyBatch = kind is "last" or "keep" or "" };

    private static IEnumerable<OpRow> OverOne() =>
    [
        .. from f in new (string Name, Func<Tensor, int?, bool, Tensor> Apply)[] { ("Argmax", Ops.Argmax), ("Argmin", Ops.Argmin), ("Nanargmax", Ops.Nanargmax), ("Nanargmin", Ops.Nanargmin) }
           from axis in new int?[] { null, 1 }
           select Of($"{f.Name}{(axis is null ? "" : ": axis")}", t => f.Apply(t[0], axis, axis is not null), X(1, 3, 4)) with { Smooth = 0, AnyBatch = axis is not null },
        .. from f in new (string Name, Func<Tensor, int?, DType?, Tensor> Apply)[] { ("Cumsum", Ops.Cumsum), ("Cumprod", Ops.Cumprod), ("Nancumsum", Ops.Nancumsum), ("Nancumprod", Ops.Nancumprod) }
           from axis in new int?[] { null, 1 }
           select Of($"{f.Name}{(axis is null ? "" : ": axis")}", t => f.Apply(t[0], axis, null), X(1, 3, 4)) with { AnyBatch = axis is not null },
    ];

    private static IEnumerable<OpRow> Quantiles() =>
        from f in new (string Name, Func<Tensor, Tensor, IntTuple, string, bool, Tensor> Apply, double Scale)[]
        {
            ("Quantile", Ops.Quantile, 1), ("Nanquantile", Ops.Nanquantile, 1), ("Percentile", Ops.Percentile, 100), ("Nanpercentile", Ops.Nanpercentile, 100),
        }
        from method in new[] { "linear", "lower", "higher", "midpoint", "nearest" }
        select Of(f.Name + (method == "linear" ? "" : ": " + method), t => f.Apply(t[0], Tensor.From([0.1 * f.Scale, 0.6 * f.Scale], [2]), 1, method, true), X(1, 3, 5)) with { Smooth = 2 };

    private static IEnumerable<OpRow> Others() =>
    [
        Of("Average", t => Ops.Average(t[0], 1, t[1]), X(1, 3, 4), U(2, 0.5, 1, 4)) with { AnyBatch = false }, Two("Moments", t => Ops.Moments(t[0], [1], true), X(1, 3, 4)), Of("Max: initial", t => Ops.Max(t[0], 1, initial: 0.5), X(1, 3, 4)),
        Of("Corrcoef", t => Ops.Corrcoef(t[0]), X(1, 3, 6)) with { Smooth = 1 }, Of("Correlate", t => Ops.Correlate(t[0], t[1], "full"), X(1, 6), X(2, 3)) with { AnyBatch = false },
        Of("Correlate: same", t => Ops.Correlate(t[0], t[1], "same"), X(1, 3), X(2, 6)) with { AnyBatch = false }, Of("Norm", t => Ops.Norm(t[0]), X(1, 3, 4)),
        .. from order in new[] { 1, 2, 3, double.PositiveInfinity, double.NegativeInfinity } select Of($"Norm: vectors {order}", t => Ops.Norm(t[0], order, -1, true), X(1, 3, 4)),
        .. from order in new NormOrder[] { "fro", "nuc", 1, -1, 2, -2, double.PositiveInfinity, double.NegativeInfinity } select Of($"Norm: matrices {order}", t => Ops.Norm(t[0], order, [1, 2]), X(1, 2, 4, 3)) with { Smooth = 1 },
    ];
}
