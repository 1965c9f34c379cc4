using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>NumPy's broadcasting rule.</summary>
internal static class Broadcasting
{
    /// <summary>The shape two shapes broadcast to, or null where they do not. An unknown size meets 1 as unknown, and any other size as that size.</summary>
    public static Shape? Common(Shape a, Shape b)
    {
        if (a.Equals(b))
        {
            return a;
        }

        int rank = Math.Max(a.Rank, b.Rank);
        var dims = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int x = i <= a.Rank ? a[^i] : 1, y = i <= b.Rank ? b[^i] : 1;
            if (x != y && x != 1 && y != 1 && x >= 0 && y >= 0)
            {
                return null;
            }

            dims[^i] = x == 1 ? y : y == 1 ? x : Math.Max(x, y);
        }

        return new Shape(dims);
    }

    /// <summary>Element strides of <paramref name="shape"/> read as if it had the shape <paramref name="target"/>: 0 along broadcast axes.</summary>
    public static int[] Strides(Shape shape, Shape target)
    {
        var strides = new int[target.Rank];
        int stride = 1;
        for (int i = 1; i <= shape.Rank; i++)
        {
            strides[^i] = shape[^i] == 1 ? 0 : stride;
            stride *= shape[^i];
        }

        return strides;
    }

    /// <summary>Element strides of contiguous row-major memory.</summary>
    public static int[] ContiguousStrides(Shape shape)
    {
        var strides = new int[shape.Rank];
        for (int i = shape.Rank - 1, stride = 1; i >= 0; stride *= shape[i--])
        {
            strides[i] = stride;
        }

        return strides;
    }

    /// <summary>Copies the elements of <paramref name="source"/>, broadcast, into <paramref name="target"/>.</summary>
    public static void Expand(in Operand source, in Operand target) =>
        Strided.Copy(source, Strides(source.Shape, target.Shape), 0, target);
}
