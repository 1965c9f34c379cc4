using System.Buffers;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Orders elements along an axis, for sorting and top-k: NaN is above all numbers, equal elements keep their order.</summary>
internal static class Ordering
{
    /// <summary>Calls <paramref name="lane"/> with, for each line along the axis, the offset of its first element, its step, and the order of its elements.</summary>
    public static void Visit(Operand x, int axis, bool descending, Action<int, int, int[]> lane)
    {
        int size = x.Shape[axis], inner = (int)x.Shape[(axis + 1)..].Count;
        bool wide = x.DType.Size() == 8;
        var order = new int[size];
        ulong[] keys = ArrayPool<ulong>.Shared.Rent(size), other = ArrayPool<ulong>.Shared.Rent(size);
        for (int i = 0; size > 0 && i < x.Count / size; i++)
        {
            int start = (i / inner * size * inner) + (i % inner);
            for (int k = 0; k < size; k++)
            {
                ulong key = wide ? Key64(x, start + (k * inner)) : Key32(x, start + (k * inner));
                key = descending ? (wide ? ~key : ~key & uint.MaxValue) : key;
                (keys[k], order[k]) = (wide ? key : (key << 32) | (uint)k, k);
            }

            if (wide)
            {
                Array.Sort(keys, order, 0, size);
                OrderTies(keys, order, size);
            }
            else
            {
                SortByUpperHalf(ref keys, ref other, size);
                for (int k = 0; k < size; k++)
                {
                    order[k] = (int)(uint)keys[k];
                }
            }

            lane(start, inner, order);
        }

        ArrayPool<ulong>.Shared.Return(keys);
        ArrayPool<ulong>.Shared.Return(other);
    }

    /// <summary>As <see cref="Visit"/> from the largest down along the last axis, but for the first k places only: what is smaller than k others is passed over.</summary>
    public static void VisitLargest(Operand x, int k, Action<int, int, int[]> lane)
    {
        int size = x.Shape[^1], last = x.Shape.Rank - 1;
        if (x.DType.Size() == 8 || k == 0 || k > size / 8)
        {
            Visit(x, last, true, lane);
            return;
        }

        ulong[] best = new ulong[k];
        for (int start = 0; start < x.Count; start += size)
        {
            int count = 0;
            for (int i = 0; i < size; i++)
            {
                // Of equal numbers the first is the larger.
                ulong key = (Key32(x, start + i) << 32) | ~(uint)i;
                if (count == k && key < best[k - 1])
                {
                    continue;
                }

                int at = count < k ? count++ : k - 1;
                for (; at > 0 && best[at - 1] < key; at--)
                {
                    best[at] = best[at - 1];
                }

                best[at] = key;
            }

            lane(start, 1, Array.ConvertAll(best, key => (int)~(uint)key));
        }
    }

    /// <summary>A number of at most 32 bits as an unsigned one with the same order.</summary>
    private static ulong Key32(in Operand x, int i)
    {
        if (x.DType.IsFloating())
        {
            float value = x.DType == DType.Float32 ? x.As<float>()[i] : (float)ElementReader.ReadDouble(x, i);
            uint bits = BitConverter.SingleToUInt32Bits(value);
            return float.IsNaN(value) ? uint.MaxValue : value == 0 ? 0x8000_0000 : value < 0 ? ~bits : bits | 0x8000_0000;
        }

        long whole = x.DType == DType.Int32 ? x.As<int>()[i] : (long)ElementReader.ReadDouble(x, i);
        return (ulong)(x.DType.IsUnsigned() || x.DType == DType.Bool ? whole : whole + 0x8000_0000L);
    }

    private static ulong Key64(in Operand x, int i)
    {
        const ulong top = 0x8000_0000_0000_0000;
        if (x.DType == DType.Float64)
        {
            double value = x.As<double>()[i];
            ulong bits = BitConverter.DoubleToUInt64Bits(value);
            return double.IsNaN(value) ? ulong.MaxValue : value == 0 ? top : value < 0 ? ~bits : bits | top;
        }

        return x.DType == DType.UInt64 ? x.As<ulong>()[i] : (ulong)x.As<long>()[i] ^ top;
    }

    /// <summary>Puts the places of equal keys in ascending order, which sorting by keys alone does not.</summary>
    private static void OrderTies(ulong[] keys, int[] order, int size)
    {
        for (int first = 0, k = 1; k <= size; k++)
        {
            if (k == size || keys[k] != keys[first])
            {
                if (k - first > 1)
                {
                    Array.Sort(order, first, k - first);
                }

                first = k;
            }
        }
    }

    /// <summary>Sorts by the upper 32 bits, stably: in three passes of 11 bits from the lowest digit (LSD radix sort), or, where there are few, by all bits, the lower ones being places.</summary>
    private static void SortByUpperHalf(ref ulong[] keys, ref ulong[] other, int size)
    {
        const int bits = 11, digits = 1 << bits;
        if (size < digits)
        {
            Array.Sort(keys, 0, size);
            return;
        }

        Span<int> ends = stackalloc int[digits];
        for (int shift = 32; shift < 64; shift += bits)
        {
            ends.Clear();
            for (int k = 0; k < size; k++)
            {
                ends[(int)(keys[k] >> shift) & (digits - 1)]++;
            }

            for (int digit = 0, sum = 0; digit < digits; digit++)
            {
                (ends[digit], sum) = (sum, sum + ends[digit]);
            }

            for (int k = 0; k < size; k++)
            {
                other[ends[(int)(keys[k] >> shift) & (digits - 1)]++] = keys[k];
            }

            (keys, other) = (other, keys);
        }
    }
}
