using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Orders elements along an axis, for sorting and top-k: NaN is above all numbers, equal elements keep their order.</summary>
internal static class Ordering
{
    /// <summary>Calls <paramref name="lane"/> with, for each line along the axis, the offset of its first element, its step, and the order of its elements.</summary>
    public static void Visit(Operand x, int axis, bool descending, Action<int, int, int[]> lane)
    {
        int size = x.Shape[axis], inner = (int)x.Shape[(axis + 1)..].Count;
        for (int i = 0; size > 0 && i < x.Count / size; i++)
        {
            int start = (i / inner * size * inner) + (i % inner);
            int[] order = [.. Enumerable.Range(0, size)];
            Array.Sort(order, (a, b) =>
            {
                int sign = Compare(x, start + (a * inner), x, start + (b * inner));
                return sign == 0 ? a.CompareTo(b) : descending ? -sign : sign;
            });
            lane(start, inner, order);
        }
    }

    /// <summary>Below 0, 0 or above 0 where an element of x is below, equal to or above one of y, of the same dtype.</summary>
    public static int Compare(in Operand x, int i, in Operand y, int k)
    {
        switch (x.DType)
        {
            case DType.Int64:
                return x.As<long>()[i].CompareTo(y.As<long>()[k]);
            case DType.UInt64:
                return x.As<ulong>()[i].CompareTo(y.As<ulong>()[k]);
            default:
                // The class library has NaN below all numbers.
                double a = ElementReader.ReadDouble(x, i), b = ElementReader.ReadDouble(y, k);
                return double.IsNaN(a) || double.IsNaN(b) ? double.IsNaN(a).CompareTo(double.IsNaN(b)) : a.CompareTo(b);
        }
    }
}
