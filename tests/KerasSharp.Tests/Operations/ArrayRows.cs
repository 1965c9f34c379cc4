using static KerasSharp.Tests.Operations.OpRows;

namespace KerasSharp.Tests.Operations;

/// <summary>Making, shaping, joining, cutting, indexing, sorting.</summary>
internal static class ArrayRows
{
    private static readonly Tensor M = X(1, 3, 4), V = X(2, 5), C = X(3, 2, 3, 4);

    public static IEnumerable<OpRow> All() => [.. Making(), .. Shaping(), .. Indexing(), .. Spaced()];

    private static IEnumerable<OpRow> Making() =>
    [
        Of("Zeros", _ => Ops.Zeros([2, 3])) with { Smooth = 0 }, Of("Ones", _ => Ops.Ones([2, 3])) with { Smooth = 0 }, Of("Empty", _ => Ops.Empty([2, 0])) with { Smooth = 0 },
        Of("Full", t => Ops.Full([2, 3], t[0], DType.Float64), Tensor.Scalar(2, DType.Float64)), Of("Eye", _ => Ops.Eye(3, 4, 1)) with { Smooth = 0 }, Of("Identity", _ => Ops.Identity(3)) with { Smooth = 0 },
        Of("Tri", _ => Ops.Tri(3, 4, -1)) with { Smooth = 0 }, Of("ZerosLike", t => Ops.ZerosLike(t[0]), M) with { Smooth = 0 }, Of("OnesLike", t => Ops.OnesLike(t[0]), M) with { Smooth = 0 },
        Of("EmptyLike", t => Ops.EmptyLike(t[0]), M) with { Smooth = 0 }, Of("FullLike", t => Ops.FullLike(t[0], 3), M), Of("Arange", _ => Ops.Arange(1, 2, 0.25)) with { Smooth = 0 },
        Of("Array", t => Ops.Array(t[0]), M), Of("ConvertToTensor", t => Ops.ConvertToTensor(t[0]), M), Of("Tril", t => Ops.Tril(t[0], 1), M), Of("Triu", t => Ops.Triu(t[0], -1), M),
        Of("Diag", t => Ops.Diag(t[0], 1), V), Of("Diag: of a matrix", t => Ops.Diag(t[0], -1), M), Of("Diagflat", t => Ops.Diagflat(t[0], -1), X(1, 2, 2)), Of("Diagonal", t => Ops.Diagonal(t[0], 1, 1, 2), C),
        Of("Trace", t => Ops.Trace(t[0], 0, -1, 0), C), Of("Vander", t => Ops.Vander(t[0], 4), V), Many("Meshgrid", t => Ops.Meshgrid(t), X(1, 2), X(2, 3), X(3, 2)) with { AnyBatch = false },
    ];

    private static IEnumerable<OpRow> Shaping() =>
    [
        Of("Reshape", t => Ops.Reshape(t[0], [-1, 2]), M), Of("Ravel", t => Ops.Ravel(t[0]), M), Of("Transpose", t => Ops.Transpose(t[0]), C), Of("Transpose: order", t => Ops.Transpose(t[0], [2, 0, 1]), C),
        Of("ExpandDims", t => Ops.ExpandDims(t[0], [0, -1]), M), Of("Squeeze", t => Ops.Squeeze(t[0], 1), X(1, 3, 1, 2)), Of("BroadcastTo", t => Ops.BroadcastTo(t[0], [2, 3, 4]), X(1, 3, 1)) with { AnyBatch = false },
        Of("Moveaxis", t => Ops.Moveaxis(t[0], 0, -1), C), Of("Swapaxes", t => Ops.Swapaxes(t[0], 0, 2), C), Of("Flip", t => Ops.Flip(t[0], -1), C), Of("Fliplr", t => Ops.Fliplr(t[0]), M), Of("Flipud", t => Ops.Flipud(t[0]), M),
        Of("Roll", t => Ops.Roll(t[0], 2, 1), M), Of("Roll: of all", t => Ops.Roll(t[0], -1), M) with { AnyBatch = false }, Of("Rot90", t => Ops.Rot90(t[0]), M), Of("Rot90: back", t => Ops.Rot90(t[0], -1, [1, 2]), C),
        Of("Concatenate", t => Ops.Concatenate(t, 1), X(1, 2, 3), X(2, 2, 1)), Of("Concatenate: nothing", t => Ops.Concatenate(t, 1), X(1, 2, 0), X(2, 2, 1)), Of("Stack", t => Ops.Stack(t, 1), M, X(4, 3, 4)),
        Of("Append", t => Ops.Append(t[0], t[1], 1), M, X(4, 3, 2)), Of("Append: of all", t => Ops.Append(t[0], t[1]), M, V), Of("Hstack", t => Ops.Hstack(t), M, X(4, 3, 1)), Of("Vstack", t => Ops.Vstack(t), X(1, 4), X(2, 4)) with { AnyBatch = false },
        Of("Dstack", t => Ops.Dstack(t), M, X(4, 3, 4)), Of("ColumnStack", t => Ops.ColumnStack(t), X(1, 3), M), Many("Unstack", t => Ops.Unstack(t[0], axis: 1), M), Many("Split", t => Ops.Split(t[0], 2, 1), M),
        Many("Split: at places", t => Ops.Split(t[0], [1, 3], -1), M), Many("ArraySplit", t => Ops.ArraySplit(t[0], 3, 1), M), Many("Hsplit", t => Ops.Hsplit(t[0], 2), M), Many("Vsplit", t => Ops.Vsplit(t[0], [1]), M),
        Many("Dsplit", t => Ops.Dsplit(t[0], 2), C), Of("Tile", t => Ops.Tile(t[0], [2, 1, 3]), M) with { AnyBatch = false }, Of("Repeat", t => Ops.Repeat(t[0], 2, 1), M), Of("Repeat: counts", t => Ops.Repeat(t[0], [1, 0, 2, 1], 1), M),
        Of("Rearrange", t => Ops.Rearrange(t[0], "b (h w) c -> b c w h", ("h", 1)), C), Of("Rearrange: dots", t => Ops.Rearrange(t[0], "... a b -> ... (b a)"), C), Of("Pad", t => Ops.Pad(t[0], [(1, 0), (2, 1)]), M) with { AnyBatch = false },
        .. from mode in new[] { "edge", "reflect", "symmetric", "wrap" } select Of($"Pad: {mode}", t => Ops.Pad(t[0], [(0, 0), (3, 5)], mode), M),
        Of("Slice", t => Ops.Slice(t[0], t[1], [2, 2]), M, Ints(1, 1)) with { AnyBatch = false }, Of("SliceUpdate", t => Ops.SliceUpdate(t[0], t[1], t[2]), M, Ints(1, 1), X(5, 2, 2)) with { AnyBatch = false },
        Of("GetItem", t => Ops.GetItem(t[0], .., TensorIndex.NewAxis, ^1), M), Of("Diff", t => Ops.Diff(t[0], 2), M), Of("ExtractSequences", t => Ops.ExtractSequences(t[0], 3, 2), X(1, 2, 8)),
        Of("Kron", t => Ops.Kron(t[0], t[1]), X(1, 2, 3), X(2, 3, 2)) with { AnyBatch = false },
    ];

    private static IEnumerable<OpRow> Indexing() =>
    [
        Of("Take", t => Ops.Take(t[0], t[1], 1), M, Ints(3, -1, 0, 0)) with { AnyBatch = false }, Of("Take: of all", t => Ops.Take(t[0], t[1]), M, Ints(11, 5)) with { AnyBatch = false },
        Of("TakeAlongAxis", t => Ops.TakeAlongAxis(t[0], t[1], 0), M, Tensor.From([0, 2, 1, -1], [1, 4])) with { AnyBatch = false }, Of("Sort", t => Ops.Sort(t[0]), M), Of("Sort: first axis", t => Ops.Sort(t[0], 0), M) with { AnyBatch = false },
        Of("Argsort", t => Ops.Argsort(t[0]), M) with { Smooth = 0 }, Of("Argpartition", t => Ops.Argpartition(t[0], 1), M) with { Smooth = 0 }, Two("TopK", t => Ops.TopK(t[0], 2), M), Of("InTopK", t => Ops.InTopK(t[0], t[1], 2), Ints(0, 3, 1), M) with { Smooth = 0 },
        Of("Scatter", t => Ops.Scatter(t[0], t[1], [4, 2]), Tensor.From([3, 0, 3], [3, 1]), X(1, 3, 2)) with { AnyBatch = false },
        .. from kind in new[] { null, "add", "max", "min", "mul" }
           select Of($"ScatterUpdate: {kind ?? "set"}", t => Ops.ScatterUpdate(t[0], t[1], t[2], kind), X(1, 4, 2), Tensor.From([3, 0], [2, 1]), X(2, 2, 2)) with { AnyBatch = false },
        Of("Searchsorted", t => Ops.Searchsorted(Ops.Sort(t[0]), t[1], "right"), V, M) with { Smooth = 0, AnyBatch = false }, Of("Digitize", t => Ops.Digitize(t[0], Ops.Sort(t[1])), M, V) with { Smooth = 0, AnyBatch = false },
        Of("Isin", t => Ops.Isin(t[0], t[1]), Ints(1, 5, 2), Ints(2, 3)) with { Smooth = 0 }, Many("Nonzero", t => Ops.Nonzero(t[0]), Tensor.From([1, 0, 0, 2], [2, 2])) with { Smooth = 0, Compilable = false },
        Many("Where: one argument", t => Ops.Where(t[0]), Tensor.From([1, 0, 0, 2], [2, 2])) with { Smooth = 0, Compilable = false }, Of("Unique", t => Ops.Unique(t[0]), V) with { Compilable = false },
        Many("Unique: details", t => [Ops.Unique(t[0], out Tensor first, out Tensor inverse, out Tensor counts, size: 4), first, inverse, counts], Tensor.From([3.0, 1, 3, 2], [4])) with { Smooth = 0, AnyBatch = false },
        Of("Unique: rows", t => Ops.Unique(t[0], axis: 0, size: 4, fillValue: -1), Tensor.From([3, 1, 3, 2, 3, 1], [3, 2])) with { Smooth = 0, AnyBatch = false },
        Many("UnravelIndex", t => Ops.UnravelIndex(t[0], [3, 4]), Ints(5, -1)) with { Smooth = 0 }, Of("Select", t => Ops.Select([t[0], t[1]], [t[2], t[3]], 2), Bools(true, false, false), Bools(true, true, false), X(1, 3), X(2, 3)),
        .. from s in new (string Name, Func<Tensor, Tensor, int?, bool, Tensor> Apply)[] { ("SegmentSum", Ops.SegmentSum), ("SegmentProd", Ops.SegmentProd), ("SegmentMax", Ops.SegmentMax), ("SegmentMin", Ops.SegmentMin) }
           select Of(s.Name, t => s.Apply(t[0], t[1], 3, false), X(1, 4, 2), Ints(2, 0, 2, 1)) with { AnyBatch = false },
        Of("Bincount", t => Ops.Bincount(t[0], t[1], 5), Ints(0, 3, 3), X(1, 3)) with { Compilable = false }, Two("Histogram", t => Ops.Histogram(t[0], 4), M) with { Smooth = 0 },
    ];

    private static IEnumerable<OpRow> Spaced() =>
    [
        Of("Linspace", t => Ops.Linspace(t[0], t[1], 4, axis: -1), X(1, 2), X(2, 2)), Many("Linspace: step", t => [Ops.Linspace(t[0], t[1], out Tensor step, 4, endpoint: false), step], X(1, 2), X(2, 2)),
        Of("Logspace", t => Ops.Logspace(t[0], t[1], 4, @base: 2), X(1, 2), X(2, 2)), Of("Geomspace", t => Ops.Geomspace(t[0], t[1], 4), U(1, 1, 2, 2), U(2, 3, 4, 2)),
        Of("Bartlett", _ => Ops.Bartlett(5)) with { Smooth = 0 }, Of("Blackman", _ => Ops.Blackman(5)) with { Smooth = 0 }, Of("Hamming", _ => Ops.Hamming(5)) with { Smooth = 0 }, Of("Hanning", _ => Ops.Hanning(0)) with { Smooth = 0 },
        Of("Kaiser", _ => Ops.Kaiser(5, 8)) with { Smooth = 0 }, Of("Trapezoid", t => Ops.Trapezoid(t[0], dx: 0.5), M), Of("Trapezoid: at places", t => Ops.Trapezoid(t[0], t[1], axis: 0), M, X(4, 3)),
    ];
}
