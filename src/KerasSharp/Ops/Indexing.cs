using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Parts of tensors, padding, taking by index, sorting.</content>
public static partial class Ops
{
    /// <summary>A block of the given sizes from computed starts, one for each axis.</summary>
    public static Tensor Slice(Tensor inputs, Tensor startIndices, Shape shape) => Op.Call("slice", inputs, startIndices, (x, starts) =>
    {
        int[] sizes = [.. shape.Span.ToArray().Select((size, axis) => size < 0 ? x.Shape[axis] : size)];
        return Prim.DynamicSlice(x, Prim.Convert(starts, DType.Int32), sizes);
    }, shape);

    /// <summary>inputs with a block replaced by updates, from computed starts.</summary>
    public static Tensor SliceUpdate(Tensor inputs, Tensor startIndices, Tensor updates) => Op.Call("slice_update", [inputs, startIndices, updates], t =>
        Prim.DynamicUpdateSlice(t[0], Prim.Convert(t[2], t[0].DType), Prim.Convert(t[1], DType.Int32)));

    /// <summary>
    /// Elements around a tensor: <paramref name="padWidth"/> is one pair (before, after) for each axis. Modes: constant, edge (the last element again), reflect
    /// (without the last element), symmetric (with it), wrap (from the other end).
    /// </summary>
    /// <exception cref="ArgumentException">The mode is unknown, or the pairs are not one for each axis.</exception>
    public static Tensor Pad(Tensor x, (int Before, int After)[] padWidth, string mode = "constant", double? constantValues = null) => Op.Call("pad", x, t =>
    {
        ArgumentNullException.ThrowIfNull(padWidth);
        (int Before, int After)[] widths = padWidth.Length == 1 ? [.. Enumerable.Repeat(padWidth[0], t.Rank)] : padWidth;
        if (widths.Length != t.Rank)
        {
            throw new ArgumentException($"Pad: there must be one pair for each of the {t.Rank} axes. Received: padWidth of {widths.Length}.", nameof(padWidth));
        }

        if (mode == "constant")
        {
            return Prim.Pad(t, System.Array.ConvertAll(widths, w => w.Before), System.Array.ConvertAll(widths, w => w.After), constantValues ?? 0);
        }

        PadKind kind = mode switch
        {
            "edge" => PadKind.Edge,
            "wrap" => PadKind.Wrap,
            "reflect" => PadKind.Reflect,
            "symmetric" => PadKind.Symmetric,
            _ => throw new ArgumentException($"Pad: the mode must be 'constant', 'edge', 'reflect', 'symmetric' or 'wrap'. Received: mode={mode}.", nameof(mode)),
        };
        bool[] padded = System.Array.ConvertAll(widths, w => w.Before > 0 || w.After > 0);
        for (int axis = 0; axis < t.Rank; axis++)
        {
            if (padded[axis] && t.Shape[axis] == 0)
            {
                throw new ShapeException($"Pad: an axis without elements can be padded with constants only. Received: mode={mode}.", nameof(mode));
            }
        }

        return System.Array.IndexOf(padded, true) < 0 ? t
            : Prim.PadBorder(t, kind, System.Array.ConvertAll(widths, w => Math.Max(w.Before, 0)), System.Array.ConvertAll(widths, w => Math.Max(w.After, 0)));
    }, padWidth, mode, constantValues);

    /// <summary>Elements along an axis at given indices; negative ones count from the end. Without an axis, of all elements in row-major order.</summary>
    public static Tensor Take(Tensor x, Tensor indices, int? axis = null) => Op.Call("take", x, indices, (t, at) =>
    {
        Tensor source = axis is null ? Prim.Reshape(t, KerasSharp.Shape.Of((int)t.Count)) : t;
        int along = Axes.Normalize(axis ?? 0, source.Rank);
        return Prim.Gather(source, Wrap(at, source.Shape[along]), along);
    }, axis);

    /// <summary>Elements along an axis at indices of a tensor of the same rank, as NumPy's function of this name.</summary>
    public static Tensor TakeAlongAxis(Tensor x, Tensor indices, int? axis = null) => Op.Call("take_along_axis", x, indices, (t, at) =>
    {
        if (axis is null)
        {
            (t, at) = (Prim.Reshape(t, KerasSharp.Shape.Of((int)t.Count)), Prim.Reshape(at, KerasSharp.Shape.Of((int)at.Count)));
        }

        int along = Axes.Normalize(axis ?? 0, t.Rank);
        at = Wrap(at, t.Shape[along]);
        Shape common = Broadcasting.Common(t.Shape.With(along, 1), at.Shape.With(along, 1))
            ?? throw new ShapeException($"TakeAlongAxis: the shapes must broadcast on all axes but {along}. Received: x.Shape={t.Shape}, indices.Shape={at.Shape}.");
        return Prim.TakeAlongAxis(Prim.BroadcastTo(t, common.With(along, t.Shape[along])), Prim.BroadcastTo(at, common.With(along, at.Shape[along])), along);
    }, axis);

    /// <summary>The elements along an axis in ascending order, NaN last; without an axis, of all elements in row-major order.</summary>
    public static Tensor Sort(Tensor x, int? axis = -1) => Op.Call("sort", x, t => Prim.Sort(axis is null ? Ravel(t) : t, axis ?? 0), axis);

    /// <summary>The indices (int32) that sort an axis; equal elements keep their order.</summary>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor Argsort(Tensor x, int? axis = -1) => Op.Call("argsort", x, t => Prim.ArgSort(axis is null ? Ravel(t) : t, axis ?? 0), axis);

    /// <summary>The k largest elements along the last axis, largest first, and their indices (int32).</summary>
    public static (Tensor Values, Tensor Indices) TopK(Tensor x, int k, bool sorted = true, bool isStable = true)
    {
        ArgumentNullException.ThrowIfNull(x);
        _ = (sorted, isStable); // always sorted and stable: an order is no harm to who does not ask for one
        Tensor[] both = Op.CallMany("top_k", [x], t => Prim.TopK(t[0], k) is var (values, indices) ? [values, indices] : [], k, sorted, isStable);
        return (both[0], both[1]);
    }

    /// <summary>Whether each target class is among the k largest predictions of its row.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor InTopK(Tensor targets, Tensor predictions, int k) => Op.Call("in_top_k", targets, predictions, (y, p) =>
    {
        Tensor index = Prim.Reshape(Prim.Convert(y, DType.Int32), y.Shape.Insert(y.Rank, 1));
        Tensor own = Prim.TakeAlongAxis(p, index, p.Rank - 1);
        Tensor better = Prim.ReduceSum(Prim.Convert(Prim.Greater(p, own), DType.Int32), p.Rank - 1);
        Tensor finite = Prim.Reshape(Prim.IsFinite(own), y.Shape);
        return Prim.LogicalAnd(Prim.Less(better, Prim.Scalar(k, DType.Int32)), finite);
    }, k);

    /// <summary>Zeros of a shape with the values added at index vectors (the last axis of the indices).</summary>
    public static Tensor Scatter(Tensor indices, Tensor values, Shape shape) => Op.Call("scatter", indices, values, (at, v) =>
        Prim.Scatter(Prim.Zeros(shape, v.DType), at, v, ScatterKind.Add), shape);

    /// <summary>inputs with the values at index vectors replaced by updates, or joined with them: "add", "max", "min", "mul".</summary>
    /// <exception cref="ArgumentException">The reduction is unknown.</exception>
    public static Tensor ScatterUpdate(Tensor inputs, Tensor indices, Tensor updates, string? reduction = null)
    {
        ScatterKind kind = reduction switch
        {
            null => ScatterKind.Set,
            "add" => ScatterKind.Add,
            "max" => ScatterKind.Max,
            "min" => ScatterKind.Min,
            "mul" => ScatterKind.Multiply,
            _ => throw new ArgumentException($"ScatterUpdate: reduction must be null, 'add', 'max', 'min' or 'mul'. Received: reduction={reduction}.", nameof(reduction)),
        };
        return Op.Call("scatter_update", [inputs, indices, updates], t => Prim.Scatter(t[0], t[1], Prim.Convert(t[2], t[0].DType), kind), reduction);
    }

    /// <summary>Indices as int32, negative ones counted from the end.</summary>
    private static Tensor Wrap(Tensor indices, int size)
    {
        bool signed = !indices.DType.IsUnsigned();
        indices = Prim.Convert(indices, DType.Int32);
        return size < 0 || !signed ? indices
            : Prim.Select(Prim.Less(indices, Prim.Scalar(0, DType.Int32)), Prim.Add(indices, Prim.Scalar(size, DType.Int32)), indices);
    }
}
