using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Results whose size depends on values, and choices among tensors.</content>
public static partial class Ops
{
    private const string AskForSize = "Run it eagerly, or work with a mask of fixed shape.";

    /// <summary>The indices of the elements that are not 0, one int32 vector for each axis, in row-major order: <c>keras.ops.nonzero</c>. Integers have no gradient.</summary>
    /// <exception cref="NotSupportedException">A compiled function, which needs every size beforehand.</exception>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor[] Nonzero(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Op.OfValues(
            "nonzero",
            [x],
            t =>
            {
                bool[] set = Prim.Convert(t[0], DType.Bool).ToArray<bool>();
                int[] places = [.. Enumerable.Range(0, set.Length).Where(i => set[i])];
                int[] strides = Broadcasting.ContiguousStrides(t[0].Shape);
                return [.. Enumerable.Range(0, t[0].Rank).Select(axis => Tensor.From(System.Array.ConvertAll(places, p => p / strides[axis] % t[0].Shape[axis]), KerasSharp.Shape.Of(places.Length)))];
            },
            t => [.. Enumerable.Range(0, t[0].Rank).Select(_ => Op.Unknown(KerasSharp.Shape.Of(-1), DType.Int32))],
            AskForSize);
    }

    /// <summary>The indices where a condition holds: <see cref="Nonzero"/> in int64, as <c>keras.ops.where</c> of one argument.</summary>
    /// <exception cref="NotSupportedException">A compiled function, which needs every size beforehand.</exception>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor[] Where(Tensor condition) => System.Array.ConvertAll(Nonzero(condition), index => Cast(index, DType.Int64));

    /// <summary>The different elements (or, along an axis, slices), ascending: <c>keras.ops.unique</c> without further results.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="sorted">Whether to sort them; they always are.</param>
    /// <param name="axis">The axis of the slices to compare; all elements by themselves when not given.</param>
    /// <param name="size">How many to give: less are filled up, more are cut off. Needed in compiled functions.</param>
    /// <param name="fillValue">What fills up; the least element when not given.</param>
    /// <exception cref="NotSupportedException">A compiled function without <paramref name="size"/>.</exception>
    public static Tensor Unique(Tensor x, bool sorted = true, int? axis = null, int? size = null, Tensor? fillValue = null) =>
        Unique(x, axis, size, fillValue, results: 1)[0];

    /// <summary>The different elements with where each stood first, which one each element is, and how often each occurs: <c>keras.ops.unique</c> with all its results.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="indices">Index (int32) of the first occurrence of each.</param>
    /// <param name="inverse">For each element (of the axis) the place of its value in the result (int32).</param>
    /// <param name="counts">How often each occurs (int32).</param>
    /// <param name="sorted">Whether to sort them; they always are.</param>
    /// <param name="axis">The axis of the slices to compare; all elements by themselves when not given.</param>
    /// <param name="size">How many to give: less are filled up, more are cut off.</param>
    /// <param name="fillValue">What fills up; the least element when not given.</param>
    /// <exception cref="NotSupportedException">A compiled function without <paramref name="size"/>.</exception>
    public static Tensor Unique(
        Tensor x, out Tensor indices, out Tensor inverse, out Tensor counts, bool sorted = true, int? axis = null, int? size = null, Tensor? fillValue = null)
    {
        Tensor[] all = Unique(x, axis, size, fillValue, results: 4);
        (indices, inverse, counts) = (all[1], all[2], all[3]);
        return all[0];
    }

    /// <summary>Elements of a list of tensors, for each place from the first whose condition holds: <c>keras.ops.select</c>.</summary>
    /// <param name="condlist">Conditions.</param>
    /// <param name="choicelist">As many tensors, which broadcast with the conditions.</param>
    /// <param name="default">What stands where no condition holds; 0 when not given.</param>
    /// <exception cref="ArgumentException">The lists are empty or of different lengths.</exception>
    public static Tensor Select(Tensor[] condlist, Tensor[] choicelist, Tensor? @default = null)
    {
        ArgumentNullException.ThrowIfNull(condlist);
        ArgumentNullException.ThrowIfNull(choicelist);
        if (condlist.Length != choicelist.Length || condlist.Length == 0)
        {
            throw new ArgumentException($"Select: there must be a choice for each condition, at least one. Received: {condlist.Length} conditions, {choicelist.Length} choices.", nameof(choicelist));
        }

        return Op.Call("select", [.. condlist, .. choicelist, @default ?? 0], t =>
        {
            int count = condlist.Length;
            DType dtype = Tensor.CommonType(t.AsSpan(count));
            Tensor result = Prim.Convert(t[^1], dtype);
            for (int i = count - 1; i >= 0; i--)
            {
                result = Prim.Select(Prim.Convert(t[i], DType.Bool), Prim.Convert(t[count + i], dtype), result);
            }

            return result;
        });
    }

    /// <summary>The indices (int32) that would put the element of place <paramref name="kth"/> of an axis where sorting puts it: <c>keras.ops.argpartition</c>.</summary>
    /// <remarks>The whole axis is sorted, which is one of the orders allowed. Integers have no gradient.</remarks>
    /// <param name="x">A tensor.</param>
    /// <param name="kth">The place; negative ones count from the end.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException"><paramref name="kth"/> is outside the axis.</exception>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor Argpartition(Tensor x, int kth, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        int size = x.Shape[Axes.Normalize(axis, x.Rank)];
        return size >= 0 && (kth >= size || kth < -size)
            ? throw new ArgumentException($"Argpartition: kth must be within the axis of size {size}. Received: kth={kth}.", nameof(kth))
            : Op.Call("argpartition", x, t => Prim.ArgSort(t, Axes.Normalize(axis, t.Rank)), kth, axis);
    }

    /// <summary>Row-major numbers of elements as indices of each axis of a shape: <c>keras.ops.unravel_index</c>. Integers have no gradient.</summary>
    /// <param name="indices">Whole numbers; negative ones count from the end.</param>
    /// <param name="shape">The shape they count the elements of.</param>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor[] UnravelIndex(Tensor indices, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(shape);
        return Op.CallMany("unravel_index", [indices], t =>
        {
            DType dtype = t[0].DType is DType.Int64 or DType.UInt64 ? t[0].DType : DType.Int32;
            Tensor number = Prim.Convert(t[0], dtype);
            number = Prim.Select(Prim.Less(number, Prim.Scalar(0, dtype)), Prim.Add(number, Prim.Scalar(shape.Count, dtype)), number);
            int[] strides = Broadcasting.ContiguousStrides(shape);
            return [.. strides.Select((stride, axis) => Prim.FloorMod(Prim.FloorDivide(number, Prim.Scalar(stride, dtype)), Prim.Scalar(Math.Max(shape[axis], 1), dtype)))];
        }, shape);
    }

    /// <summary>A part of a tensor, as <c>x[...]</c>: <c>keras.ops.get_item</c>.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="key">What stands between the brackets, one index for each axis from the first.</param>
    /// <exception cref="ArgumentException">There are more indices than axes, or an index is outside its axis.</exception>
    public static Tensor GetItem(Tensor x, params TensorIndex[] key) => Op.Call("get_item", x, t => t[key], key);

    /// <summary>The different elements, and if four results are asked for the index of the first of each, which one each element is, and how often each occurs.</summary>
    private static Tensor[] Unique(Tensor x, int? axis, int? size, Tensor? fillValue, int results)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor[] inputs = fillValue is null ? [x] : [x, fillValue];
        return size is null
            ? Op.OfValues(
                "unique",
                inputs,
                t => UniqueOf(t[0], axis, null, null, results),
                t => [Op.Unknown(axis is { } a ? t[0].Shape.With(Axes.Normalize(a, t[0].Rank), -1) : KerasSharp.Shape.Of(-1), t[0].DType), .. Enumerable.Repeat(Op.Unknown(KerasSharp.Shape.Of(-1), DType.Int32), results - 1)],
                "Give the size of the result: Unique(x, size: n).")
            : Op.CallMany("unique", inputs, t => UniqueOf(t[0], axis, size, t.Length > 1 ? t[1] : null, results));
    }

    /// <summary>The slices as rows of a matrix.</summary>
    private static Tensor Rows(Tensor x, int? axis) => axis is not { } a
        ? Prim.Reshape(x, KerasSharp.Shape.Of((int)x.Count, 1))
        : Prim.Reshape(Moveaxis(x, a, 0), KerasSharp.Shape.Of(x.Shape[Axes.Normalize(a, x.Rank)], -1));

    /// <summary>The order that sorts slices: by the last column first, stably, sorts by all.</summary>
    private static Tensor OrderOf(Tensor rows)
    {
        Tensor order = Prim.Iota(KerasSharp.Shape.Of(rows.Shape[0]), 0, DType.Int32);
        for (int column = rows.Shape[1] - 1; column >= 0; column--)
        {
            Tensor keys = Prim.Gather(Prim.Reshape(Prim.SliceAxis(rows, 1, column, column + 1), order.Shape), order, 0);
            order = Prim.Gather(order, Prim.ArgSort(keys, 0), 0);
        }

        return order;
    }

    /// <summary>The results of <see cref="Unique(Tensor, bool, int?, int?, Tensor?)"/>: its values, or those and all details.</summary>
    private static Tensor[] UniqueOf(Tensor x, int? axis, int? size, Tensor? fillValue, int results)
    {
        Tensor rows = Rows(x, axis);
        int count = rows.Shape[0], room = size ?? 0;
        if (count == 0)
        {
            Tensor none = Prim.Zeros(KerasSharp.Shape.Of(room), DType.Int32);
            Tensor[] empty = [Prim.Zeros(axis is { } a ? x.Shape.With(Axes.Normalize(a, x.Rank), room) : none.Shape, x.DType), none, Prim.Zeros(KerasSharp.Shape.Of(0), DType.Int32), none];
            return empty[..results];
        }

        // The different elements alone need no places.
        Tensor? order = axis is null && results == 1 ? null : OrderOf(rows);
        Tensor sorted = order is null ? Prim.Sort(rows, 0) : Prim.Gather(rows, order, 0);
        Tensor differs = Prim.NotEqual(Prim.SliceAxis(sorted, 0, 1), Prim.SliceAxis(sorted, 0, 0, -1));
        differs = rows.Shape[1] == 1 ? Prim.Reshape(differs, KerasSharp.Shape.Of(count - 1)) : Prim.ReduceOr(differs, 1);
        Tensor number = Prim.CumulativeSum(Prim.Concatenate(0, Prim.Zeros(KerasSharp.Shape.Of(1), DType.Int32), Prim.Convert(differs, DType.Int32)), 0);
        room = size ?? (int)Prim.SliceAxis(number, 0, -1).Item() + 1;

        // Numbers ascend: where each begins and ends is found by halving.
        Tensor wanted = Prim.Iota(KerasSharp.Shape.Of(room), 0, DType.Int32), start = Prim.SearchSorted(number, wanted, after: false);
        Tensor used = Prim.Less(start, Prim.Scalar(count, DType.Int32));
        Tensor first = size is null ? start : Prim.Select(used, start, Prim.Scalar(0, DType.Int32));
        Tensor values = Prim.Gather(sorted, first, 0);
        if (fillValue is not null)
        {
            values = Prim.Select(Prim.BroadcastTo(Prim.Reshape(used, KerasSharp.Shape.Of(room, 1)), values.Shape), values, Prim.Convert(fillValue, x.DType));
        }

        if (axis is { } along)
        {
            int normalized = Axes.Normalize(along, x.Rank);
            values = Moveaxis(Prim.Reshape(values, x.Shape.Remove(normalized).Insert(0, room)), 0, normalized);
        }
        else
        {
            values = Prim.Reshape(values, wanted.Shape);
        }

        if (results == 1)
        {
            return [values];
        }

        Tensor inverse = Prim.Scatter(Prim.Zeros(number.Shape, DType.Int32), ExpandDims(order!, 1), number, ScatterKind.Set);
        return [values, Prim.Gather(order!, first, 0), inverse, Prim.Subtract(Prim.SearchSorted(number, wanted, after: true), start)];
    }
}
