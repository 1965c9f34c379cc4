using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Joining, cutting and turning: what is composed of concatenation, splits and reversals.</content>
public static partial class Ops
{
    /// <summary>Two tensors joined along an axis; without an axis, all their elements in row-major order: <c>keras.ops.append</c>.</summary>
    /// <param name="x1">The first tensor.</param>
    /// <param name="x2">The second tensor, of the same sizes on all axes but the one joined along.</param>
    /// <param name="axis">The axis, or null.</param>
    public static Tensor Append(Tensor x1, Tensor x2, int? axis = null) =>
        axis is { } along ? Concatenate([x1, x2], along) : Concatenate([Ravel(x1), Ravel(x2)], 0);

    /// <summary>Parts along an axis that need not be equal: the first ones are longer by one where the size does not divide. <c>keras.ops.array_split</c>.</summary>
    /// <param name="x">A tensor of a known size on the axis.</param>
    /// <param name="indicesOrSections">How many parts, or the indices to cut before.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one part is asked for.</exception>
    public static Tensor[] ArraySplit(Tensor x, IntTuple indicesOrSections, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!indicesOrSections.IsSingle)
        {
            return Split(x, indicesOrSections, axis);
        }

        int parts = indicesOrSections[0], size = x.Shape[Axes.Normalize(axis, x.Rank)];
        if (parts < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(indicesOrSections), $"ArraySplit: there must be at least one part. Received: indicesOrSections={parts}.");
        }

        int[] cuts = [.. Enumerable.Range(1, parts - 1).Select(i => (i * (size / parts)) + Math.Min(i, size % parts))];
        return Split(x, cuts, axis);
    }

    /// <summary>Parts along the second axis (vectors: the first): <c>keras.ops.hsplit</c>.</summary>
    public static Tensor[] Hsplit(Tensor x, IntTuple indicesOrSections) => Split(AtLeastRank("Hsplit", x, 1), indicesOrSections, x.Rank == 1 ? 0 : 1);

    /// <summary>Parts along the first axis of a tensor of rank 2 or more: <c>keras.ops.vsplit</c>.</summary>
    public static Tensor[] Vsplit(Tensor x, IntTuple indicesOrSections) => Split(AtLeastRank("Vsplit", x, 2), indicesOrSections, 0);

    /// <summary>Parts along the third axis of a tensor of rank 3 or more: <c>keras.ops.dsplit</c>.</summary>
    public static Tensor[] Dsplit(Tensor x, IntTuple indicesOrSections) => Split(AtLeastRank("Dsplit", x, 3), indicesOrSections, 2);

    /// <summary>Matrices joined along the second axis, vectors as columns: <c>keras.ops.column_stack</c>.</summary>
    public static Tensor ColumnStack(Tensor[] xs)
    {
        ArgumentNullException.ThrowIfNull(xs);
        return Concatenate(System.Array.ConvertAll(xs, x => x.Rank < 2 ? Reshape(x, KerasSharp.Shape.Of(-1, 1)) : x), 1);
    }

    /// <summary>Joined along the third axis; vectors count as (1, n, 1), matrices as (m, n, 1): <c>keras.ops.dstack</c>.</summary>
    public static Tensor Dstack(Tensor[] xs)
    {
        ArgumentNullException.ThrowIfNull(xs);
        return Concatenate(System.Array.ConvertAll(xs, x => x.Rank < 2 ? Reshape(x, KerasSharp.Shape.Of(1, -1, 1)) : x.Rank == 2 ? ExpandDims(x, 2) : x), 2);
    }

    /// <summary>The elements along the second axis in opposite order: <c>keras.ops.fliplr</c>.</summary>
    public static Tensor Fliplr(Tensor x) => Flip(AtLeastRank("Fliplr", x, 2), 1);

    /// <summary>The elements along the first axis in opposite order: <c>keras.ops.flipud</c>.</summary>
    public static Tensor Flipud(Tensor x) => Flip(AtLeastRank("Flipud", x, 1), 0);

    /// <summary>A tensor turned by 90 degrees <paramref name="k"/> times, from the first of two axes towards the second: <c>keras.ops.rot90</c>.</summary>
    /// <param name="array">A tensor of rank 2 or more.</param>
    /// <param name="k">How many quarter turns; negative turns go the other way.</param>
    /// <param name="axes">Two different axes; (0, 1) when not given.</param>
    /// <exception cref="ArgumentException"><paramref name="axes"/> are not two different axes.</exception>
    public static Tensor Rot90(Tensor array, int k = 1, IntTuple axes = default)
    {
        AtLeastRank("Rot90", array, 2);
        int[] plane = axes.IsNone ? [0, 1] : System.Array.ConvertAll(axes.ToArray(), axis => Axes.Normalize(axis, array.Rank));
        if (plane.Length != 2 || plane[0] == plane[1])
        {
            throw new ArgumentException($"Rot90: the axes must be two different ones. Received: axes={axes}.", nameof(axes));
        }

        return (((k % 4) + 4) % 4) switch
        {
            0 => array,
            1 => Swapaxes(Flip(array, plane[1]), plane[0], plane[1]),
            2 => Flip(array, plane),
            _ => Flip(Swapaxes(array, plane[0], plane[1]), plane[1]),
        };
    }

    /// <summary>Coordinates of a grid from one vector for each axis: <c>keras.ops.meshgrid</c>. Indexing "xy", so that the first two axes are exchanged.</summary>
    public static Tensor[] Meshgrid(params Tensor[] x) => Meshgrid(x, "xy");

    /// <summary>Coordinates of a grid from one vector for each axis: <c>keras.ops.meshgrid</c>.</summary>
    /// <param name="x">Vectors (scalars count as vectors of one element).</param>
    /// <param name="indexing">"ij": axis i of the results belongs to vector i; "xy": the first two are exchanged, as columns and rows of a picture.</param>
    /// <exception cref="ArgumentException"><paramref name="indexing"/> is neither.</exception>
    public static Tensor[] Meshgrid(Tensor[] x, string indexing)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (indexing is not ("xy" or "ij"))
        {
            throw new ArgumentException($"Meshgrid: the indexing must be 'xy' or 'ij'. Received: indexing={indexing}.", nameof(indexing));
        }

        return Op.CallMany("meshgrid", x, t =>
        {
            int Place(int i) => indexing == "xy" && t.Length > 1 && i < 2 ? 1 - i : i;
            int[] sizes = new int[t.Length];
            for (int i = 0; i < t.Length; i++)
            {
                sizes[Place(i)] = t[i].Rank == 0 ? 1 : t[i].Shape[0];
            }

            return [.. t.Select((vector, i) => Prim.BroadcastTo(
                Prim.Reshape(vector, new Shape([.. Enumerable.Range(0, t.Length).Select(axis => axis == Place(i) ? sizes[axis] : 1)])), new Shape(sizes)))];
        }, indexing);
    }

    /// <summary>Differences of neighbours along an axis, <paramref name="n"/> times: <c>keras.ops.diff</c>.</summary>
    /// <param name="a">A tensor of rank 1 or more; of bools, whether neighbours differ.</param>
    /// <param name="n">How often; the axis gets shorter by as much.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public static Tensor Diff(Tensor a, int n = 1, int axis = -1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return Op.Call("diff", AtLeastRank("Diff", a, 1), t =>
        {
            for (int turn = 0; turn < n; turn++)
            {
                Tensor later = Prim.SliceAxis(t, axis, 1), earlier = Prim.SliceAxis(t, axis, 0, -1);
                t = t.DType == DType.Bool ? Prim.NotEqual(later, earlier) : Prim.Subtract(later, earlier);
            }

            return t;
        }, n, axis);
    }

    private static Tensor AtLeastRank(string op, Tensor x, int rank)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank >= rank ? x : throw new ShapeException($"{op}: the tensor must have at least {rank} {(rank == 1 ? "axis" : "axes")}. Received: Shape={x.Shape}.", nameof(x));
    }
}
