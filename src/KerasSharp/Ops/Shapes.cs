using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>The same elements under other shapes and in another order of axes.</content>
public static partial class Ops
{
    /// <summary>The same elements, row-major, under another shape; one size may be -1 (or null) and follows from the rest.</summary>
    public static Tensor Reshape(Tensor x, Shape newshape) => Op.Call("reshape", x, t => Prim.Reshape(t, newshape), newshape);

    /// <summary>All elements as a vector.</summary>
    public static Tensor Ravel(Tensor x) => Op.Call("ravel", x, t => Prim.Reshape(t, KerasSharp.Shape.Of(t.Shape.IsStatic ? (int)t.Count : -1)));

    /// <summary>The axes in another order; reversed where none is given.</summary>
    public static Tensor Transpose(Tensor x, IntTuple axes = default) => Op.Call("transpose", x, t =>
    {
        int[] order = axes.IsNone ? [.. Enumerable.Range(0, t.Rank).Reverse()] : System.Array.ConvertAll(axes.ToArray(), axis => Axes.Normalize(axis, t.Rank));
        return t.Rank < 2 ? t : Prim.Transpose(t, order);
    }, axes);

    /// <summary>New axes of size 1 at the given places of the result.</summary>
    public static Tensor ExpandDims(Tensor x, IntTuple axis) => Op.Call("expand_dims", x, t =>
    {
        int rank = t.Rank + axis.Count;
        Shape shape = t.Shape;
        foreach (int at in axis.ToArray().Select(a => Axes.Normalize(a, rank)).Order())
        {
            shape = shape.Insert(at, 1);
        }

        return Prim.Reshape(t, shape);
    }, axis);

    /// <summary>Without the given axes of size 1, or without all of size 1.</summary>
    /// <exception cref="ShapeException">An axis has another size.</exception>
    public static Tensor Squeeze(Tensor x, IntTuple axis = default) => Op.Call("squeeze", x, t =>
    {
        int[] drop = axis.IsNone ? [.. Enumerable.Range(0, t.Rank).Where(i => t.Shape[i] == 1)] : AxesOf(axis, t.Rank);
        if (System.Array.Exists(drop, i => t.Shape[i] is not (1 or KerasSharp.Shape.Unknown)))
        {
            throw new ShapeException($"Squeeze: the axes to remove must have size 1. Received: axis={axis}, x.Shape={t.Shape}.", nameof(x));
        }

        return Prim.Reshape(t, new Shape([.. t.Shape.Span.ToArray().Where((_, i) => !drop.Contains(i))]));
    }, axis);

    /// <summary>The tensor repeated to a shape.</summary>
    public static Tensor BroadcastTo(Tensor x, Shape shape) => Op.Call("broadcast_to", x, t => Prim.BroadcastTo(t, shape), shape);

    /// <summary>Axes moved to other places, the rest in order.</summary>
    public static Tensor Moveaxis(Tensor x, IntTuple source, IntTuple destination) => Op.Call("moveaxis", x, t =>
    {
        int[] from = System.Array.ConvertAll(source.ToArray(), a => Axes.Normalize(a, t.Rank)), to = System.Array.ConvertAll(destination.ToArray(), a => Axes.Normalize(a, t.Rank));
        List<int> order = [.. Enumerable.Range(0, t.Rank).Where(axis => !from.Contains(axis))];
        foreach ((int place, int axis) in to.Zip(from).OrderBy(pair => pair.First))
        {
            order.Insert(place, axis);
        }

        return Prim.Transpose(t, [.. order]);
    }, source, destination);

    /// <summary>Two axes exchanged.</summary>
    public static Tensor Swapaxes(Tensor x, int axis1, int axis2) => Op.Call("swapaxes", x, t =>
    {
        int[] order = [.. Enumerable.Range(0, t.Rank)];
        (int a, int b) = (Axes.Normalize(axis1, t.Rank), Axes.Normalize(axis2, t.Rank));
        (order[a], order[b]) = (b, a);
        return Prim.Transpose(t, order);
    }, axis1, axis2);

    /// <summary>The elements along the axes (all where none are given) in opposite order.</summary>
    public static Tensor Flip(Tensor x, IntTuple axis = default) => Op.Call("flip", x, t => Prim.Reverse(t, AxesOf(axis, t.Rank)), axis);

    /// <summary>Elements moved along axes, those that fall off coming in at the other end; without axes in row-major order.</summary>
    public static Tensor Roll(Tensor x, IntTuple shift, IntTuple axis = default) => Op.Call("roll", x, t =>
    {
        if (axis.IsNone)
        {
            return Prim.Reshape(RollAxis(Prim.Reshape(t, KerasSharp.Shape.Of((int)t.Count)), shift.ToArray().Sum(), 0), t.Shape);
        }

        int[] axes = axis.ToArray(), shifts = shift.IsSingle ? shift.Expand(axes.Length, nameof(shift)) : shift.ToArray();
        for (int i = 0; i < axes.Length; i++)
        {
            t = RollAxis(t, shifts[i], Axes.Normalize(axes[i], t.Rank));
        }

        return t;
    }, shift, axis);

    /// <summary>Tensors joined along an existing axis, promoted to a common dtype.</summary>
    public static Tensor Concatenate(Tensor[] xs, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(xs);
        return Op.Call("concatenate", xs, t => Prim.Concatenate(axis, Promoted(t)), axis);
    }

    /// <summary>Tensors of one shape joined along a new axis.</summary>
    public static Tensor Stack(Tensor[] x, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Op.Call("stack", x, t =>
        {
            int at = Axes.Normalize(axis, t[0].Rank + 1);
            return Prim.Concatenate(at, System.Array.ConvertAll(Promoted(t), part => Prim.Reshape(part, part.Shape.Insert(at, 1))));
        }, axis);
    }

    /// <summary>The parts of a tensor along an axis, which is removed.</summary>
    public static Tensor[] Unstack(Tensor x, int? num = null, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Op.CallMany("unstack", [x], t =>
        {
            int at = Axes.Normalize(axis, t[0].Rank);
            return [.. Enumerable.Range(0, num ?? t[0].Shape[at]).Select(i => Prim.Reshape(Prim.SliceAxis(t[0], at, i, i + 1), t[0].Shape.Remove(at)))];
        }, num, axis);
    }

    /// <summary>Parts along an axis: so many equal ones, or cut before each index of a list.</summary>
    /// <exception cref="ArgumentException">The axis does not divide evenly.</exception>
    public static Tensor[] Split(Tensor x, IntTuple indicesOrSections, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Op.CallMany("split", [x], t =>
        {
            int at = Axes.Normalize(axis, t[0].Rank), size = t[0].Shape[at];
            int[] cuts = indicesOrSections.IsSingle ? Sections(indicesOrSections[0], size) : indicesOrSections.ToArray();
            var parts = new Tensor[cuts.Length + 1];
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = Prim.SliceAxis(t[0], at, i == 0 ? 0 : cuts[i - 1], i == cuts.Length ? Primitives.Slice.End : cuts[i]);
            }

            return parts;
        }, indicesOrSections, axis);
    }

    /// <summary>The tensor repeated as a whole along each axis; missing counts are 1.</summary>
    public static Tensor Tile(Tensor x, IntTuple repeats) => Op.Call("tile", x, t =>
    {
        int[] counts = repeats.ToArray();
        int rank = Math.Max(t.Rank, counts.Length);
        counts = [.. Enumerable.Repeat(1, rank - counts.Length), .. counts];
        t = Prim.Reshape(t, new Shape([.. Enumerable.Repeat(1, rank - t.Rank), .. t.Shape.Span]));
        for (int axis = 0; axis < rank; axis++)
        {
            t = counts[axis] == 1 ? t : Prim.Concatenate(axis, [.. Enumerable.Repeat(t, counts[axis])]);
        }

        return t;
    }, repeats);

    /// <summary>Each element repeated along an axis, by one count or by one for each; without an axis, of all elements in row-major order.</summary>
    public static Tensor Repeat(Tensor x, IntTuple repeats, int? axis = null) => Op.Call("repeat", x, t =>
    {
        Tensor source = axis is null ? Prim.Reshape(t, KerasSharp.Shape.Of((int)t.Count)) : t;
        int at = Axes.Normalize(axis ?? 0, source.Rank);
        if (repeats.Count == 1)
        {
            Shape wide = source.Shape.Insert(at + 1, repeats[0]);
            int size = source.Shape[at];
            Tensor copies = Prim.BroadcastTo(Prim.Reshape(source, source.Shape.Insert(at + 1, 1)), wide);
            return Prim.Reshape(copies, source.Shape.With(at, size < 0 ? -1 : size * repeats[0]));
        }

        int[] indices = [.. repeats.ToArray().SelectMany((count, i) => Enumerable.Repeat(i, count))];
        return Prim.Gather(source, Prim.Constant(indices), at);
    }, repeats, axis);

    /// <summary>Joined along the second axis (vectors: the first).</summary>
    public static Tensor Hstack(Tensor[] xs) => Concatenate(xs, xs is { Length: > 0 } && xs[0].Rank == 1 ? 0 : 1);

    /// <summary>Joined along the first axis, vectors as rows.</summary>
    public static Tensor Vstack(Tensor[] xs) => Concatenate(System.Array.ConvertAll(xs, x => x.Rank < 2 ? Reshape(x, KerasSharp.Shape.Of(1, -1)) : x), 0);

    internal static Tensor[] Promoted(Tensor[] tensors)
    {
        DType dtype = Tensor.CommonType(tensors);
        return System.Array.ConvertAll(tensors, t => Prim.Convert(t, dtype));
    }

    private static int[] Sections(int count, int size) => size < 0 || size % count == 0
        ? [.. Enumerable.Range(1, count - 1).Select(i => size < 0 ? i : i * (size / count))]
        : throw new ArgumentException($"Split: the axis of size {size} does not divide into {count} equal parts. Received: indicesOrSections={count}.", nameof(count));

    private static Tensor RollAxis(Tensor x, int shift, int axis)
    {
        int size = x.Shape[axis];
        shift = size > 0 ? ((shift % size) + size) % size : shift;
        return shift == 0 || size == 0 ? x : Prim.Concatenate(axis, Prim.SliceAxis(x, axis, -shift), Prim.SliceAxis(x, axis, 0, -shift));
    }
}
