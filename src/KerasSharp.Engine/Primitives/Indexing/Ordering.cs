using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Orders elements along an axis, for sorting and top-k: NaN is above all numbers, equal elements keep their order.</summary>
internal static class Ordering
{
    /// <summary>Calls <paramref name="lane"/> with, for each line along the axis, the offset of its first element, its step, and the order of its elements.</summary>
    public static void Visit(Operand x, int axis, bool descending, Action<int, int, int[]> lane)
    {
        int size = x.Shape[axis], inner = (int)x.Shape[(axis + 1)..].Count;
        bool wide = x.DType is DType.Int64 or DType.UInt64;
        for (int i = 0; size > 0 && i < x.Count / size; i++)
        {
            int start = (i / inner * size * inner) + (i % inner);
            var order = new int[size];
            var keys = new decimal[wide ? size : 0];
            var values = new double[size];
            for (int k = 0; k < size; k++)
            {
                order[k] = k;
                values[k] = ElementReader.ReadDouble(x, start + (k * inner));
                if (wide)
                {
                    // 64-bit integers do not fit a double.
                    keys[k] = x.DType == DType.Int64 ? x.As<long>()[start + (k * inner)] : x.As<ulong>()[start + (k * inner)];
                }
            }

            Array.Sort(order, (a, b) =>
            {
                int compared = wide ? keys[a].CompareTo(keys[b]) : Compare(values[a], values[b]);
                return compared != 0 ? (descending ? -compared : compared) : a.CompareTo(b);
            });
            lane(start, inner, order);
        }
    }

    private static int Compare(double a, double b) =>
        double.IsNaN(a) ? (double.IsNaN(b) ? 0 : 1) : double.IsNaN(b) ? -1 : a < b ? -1 : a > b ? 1 : 0;
}
