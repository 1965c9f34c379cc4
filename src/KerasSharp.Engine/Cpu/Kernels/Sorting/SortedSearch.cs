using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Sorting;

/// <summary>Where values stand in a sorted line: how many of its elements are before each.</summary>
internal static unsafe class SortedSearch
{
    /// <param name="size">Elements of the line.</param>
    /// <param name="line">Elements in ascending order, NaN last.</param>
    /// <param name="after">Whether elements equal to a value are before it.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="values">The values.</param>
    /// <param name="places">A result for each value.</param>
    public static void Run<T>(int size, T* line, bool after, long count, T* values, int* places)
        where T : unmanaged
    {
        using var memory = new PooledMemory((long)size * sizeof(ulong));
        var keys = (ulong*)memory.Pointer;
        for (int i = 0; i < size; i++)
        {
            keys[i] = OrderKey.Of(line[i]);
        }

        if (after)
        {
            Run<T, AfterEqual>(size, keys, count, values, places);
        }
        else
        {
            Run<T, BeforeEqual>(size, keys, count, values, places);
        }
    }

    private static void Run<T, TSide>(int size, ulong* keys, long count, T* values, int* places)
        where T : unmanaged
        where TSide : unmanaged, ISide
    {
        var job = new SearchJob<T, TSide> { Size = size, Keys = keys, Values = values, Places = places };
        Ranges.Run(ref job, count, 8);
    }

    /// <summary>Which elements are before a value.</summary>
    private interface ISide
    {
        static abstract bool Holds(ulong element, ulong value);
    }

    private readonly struct BeforeEqual : ISide
    {
        public static bool Holds(ulong element, ulong value) => element < value;
    }

    private readonly struct AfterEqual : ISide
    {
        public static bool Holds(ulong element, ulong value) => element <= value;
    }

    private struct SearchJob<T, TSide> : IRangeJob
        where T : unmanaged
        where TSide : unmanaged, ISide
    {
        public int Size;
        public ulong* Keys;
        public T* Values;
        public int* Places;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            long i = first;
            for (; i + 4 <= end; i += 4)
            {
                // Halving without branches, four searches at a time: each waits for memory at every step.
                ulong* a = Keys, b = a, c = a, d = a;
                ulong keyA = Key(i), keyB = Key(i + 1), keyC = Key(i + 2), keyD = Key(i + 3);
                for (int left = Size, half; left > 0; left -= half)
                {
                    half = (left + 1) >> 1;
                    a += Before(a[half - 1], keyA) & half;
                    b += Before(b[half - 1], keyB) & half;
                    c += Before(c[half - 1], keyC) & half;
                    d += Before(d[half - 1], keyD) & half;
                }

                (Places[i], Places[i + 1], Places[i + 2], Places[i + 3]) = ((int)(a - Keys), (int)(b - Keys), (int)(c - Keys), (int)(d - Keys));
            }

            for (; i < end; i++)
            {
                ulong* a = Keys;
                ulong key = Key(i);
                for (int left = Size, half; left > 0; left -= half)
                {
                    half = (left + 1) >> 1;
                    a += Before(a[half - 1], key) & half;
                }

                Places[i] = (int)(a - Keys);
            }
        }

        /// <summary>All bits set where an element is before a value, else none.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int Before(ulong element, ulong value) => -Unsafe.BitCast<bool, byte>(TSide.Holds(element, value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly ulong Key(long i) => OrderKey.Of(Values[i]);
    }
}
