using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp;

/// <content>Slicing by ranges and indices.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// A part of the tensor, one index for each axis from the first: <c>x[0]</c>, <c>x[.., 1..^1, 0]</c>, <c>x[TensorIndex.Ellipsis, ^1]</c>. Axes without an
    /// index are taken whole. Ranges are clamped to the axis as in Python.
    /// </summary>
    /// <exception cref="ArgumentException">There are more indices than axes, or an index is outside its axis.</exception>
    [System.Runtime.CompilerServices.IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get
        {
            if (IsSymbolic(this))
            {
                TensorIndex[] key = indices.ToArray();
                return Dispatch.SymbolicOp(new("get_item", [key]), [this], t => [t[0][key]])[0];
            }

            TensorIndex[] full = Expand(indices);
            int rank = Rank, axis = 0;
            var (starts, limits, strides) = (new int[rank], new int[rank], new int[rank]);
            var reversed = new List<int>();
            var dims = new List<int>();
            foreach (TensorIndex index in full)
            {
                if (index.Kind == IndexKind.NewAxis)
                {
                    dims.Add(1);
                    continue;
                }

                (starts[axis], limits[axis], strides[axis]) = index.Kind == IndexKind.Element
                    ? Element(index.Start!.Value, axis, full)
                    : Run(index, Shape[axis], axis, reversed);
                if (index.Kind == IndexKind.Slice)
                {
                    dims.Add(-2 - axis); // its size is that of the sliced axis
                }

                axis++;
            }

            Tensor sliced = Prim.Reverse(Prim.Slice(this, starts, limits, strides), [.. reversed]);
            var shape = new Shape([.. dims.Select(dim => dim < 0 ? sliced.Shape[-2 - dim] : dim)]);
            return shape == sliced.Shape ? sliced : Prim.Reshape(sliced, shape);
        }
    }

    /// <summary>With the ellipsis spelled out: one index for each axis, and the new axes.</summary>
    private TensorIndex[] Expand(ReadOnlySpan<TensorIndex> indices)
    {
        int named = 0, ellipsis = -1;
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i].Kind == IndexKind.Ellipsis)
            {
                ellipsis = ellipsis < 0 ? i : throw new ArgumentException("An index may hold one ellipsis (...) only.", nameof(indices));
            }
            else
            {
                named += indices[i].Kind == IndexKind.NewAxis ? 0 : 1;
            }
        }

        if (named > Rank)
        {
            throw new ArgumentException($"Too many indices: the tensor has {Rank} axes. Received: {Describe(indices.ToArray())} for Shape={Shape}.", nameof(indices));
        }

        var whole = new TensorIndex[Rank - named];
        Array.Fill(whole, TensorIndex.Slice());
        return ellipsis < 0
            ? [.. indices, .. whole]
            : [.. indices[..ellipsis], .. whole, .. indices[(ellipsis + 1)..]];
    }

    private (int Start, int Limit, int Stride) Element(int index, int axis, TensorIndex[] all)
    {
        int size = Shape[axis];
        if (size >= 0 && (index < -size || index >= size))
        {
            throw new ArgumentException($"Index {index} is outside axis {axis} of size {size}. Received: {Describe(all)} for Shape={Shape}.", nameof(index));
        }

        index = index < 0 && size >= 0 ? index + size : index;
        return (index, index == -1 ? Primitives.Slice.End : index + 1, 1);
    }

    /// <summary>Python's slice as one with a positive step; an axis taken backwards is reversed after.</summary>
    private static (int Start, int Limit, int Stride) Run(TensorIndex index, int size, int axis, List<int> reversed)
    {
        if (index.Step > 0)
        {
            return (index.Start ?? 0, index.Stop ?? Primitives.Slice.End, index.Step);
        }

        reversed.Add(axis);
        if (index.Start is null && index.Stop is null && index.Step == -1)
        {
            return (0, Primitives.Slice.End, 1);
        }

        if (size < 0)
        {
            return (0, Primitives.Slice.End, 1); // its size is not known either way
        }

        // Python: from start (inside, or the last) down to stop (exclusive).
        int first = index.Start is { } s ? Math.Min(s < 0 ? s + size : s, size - 1) : size - 1;
        int end = index.Stop is { } e ? Math.Max(e < 0 ? e + size : e, -1) : -1;
        int count = first <= end ? 0 : ((first - end - 1) / -index.Step) + 1;
        int last = first + ((count - 1) * index.Step);
        return count == 0 ? (0, 0, 1) : (last, first + 1, -index.Step);
    }

    private static string Describe(TensorIndex[] indices) => $"[{string.Join(", ", indices)}]";
}
