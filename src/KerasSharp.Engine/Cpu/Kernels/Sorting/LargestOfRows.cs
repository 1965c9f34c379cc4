using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Sorting;

/// <summary>The k largest elements of each row and their places, largest first; of equal elements the first comes first.</summary>
internal static unsafe class LargestOfRows
{
    /// <summary>Elements up to which they are kept in order while the row is read; more are sorted.</summary>
    private const int MostKept = 256;

    public static void Run<T>(long rows, int columns, int k, T* x, T* values, int* places)
        where T : unmanaged
    {
        var job = new RowsJob<T> { Columns = columns, K = k, Sorts = k > Math.Min(MostKept, columns / 8), X = x, Values = values, Places = places };
        Ranges.Run(ref job, rows, 4L * columns);
    }

    private struct RowsJob<T> : IRangeJob
        where T : unmanaged
    {
        public int Columns;
        public int K;
        public bool Sorts;
        public T* X;
        public T* Values;
        public int* Places;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            using var memory = new PooledMemory(2L * (Sorts ? Columns : K) * sizeof(ulong));
            var items = (ulong*)memory.Pointer;
            for (long row = first; row < end; row++)
            {
                T* x = X + (row * Columns), values = Values + (row * K);
                int* places = Places + (row * K);
                if (Sorts)
                {
                    ulong* order = LineOrder.Of(x, 1, Columns, descending: true, items, items + Columns);
                    for (int i = 0; i < K; i++)
                    {
                        places[i] = (int)(uint)order[i];
                    }
                }
                else
                {
                    Keep(x, items, places);
                }

                for (int i = 0; i < K; i++)
                {
                    values[i] = x[places[i]];
                }
            }
        }

        /// <summary>Reads a row and keeps the largest keys so far, in order, with their places.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Keep(T* x, ulong* keys, int* places)
        {
            int count = 0, last = K - 1;
            ulong least = 0;
            for (int i = 0; i < Columns; i++)
            {
                ulong key = OrderKey.Of(x[i]);
                if (key <= least && count > last)
                {
                    continue;
                }

                int at = count <= last ? count++ : last;
                for (; at > 0 && keys[at - 1] < key; at--)
                {
                    (keys[at], places[at]) = (keys[at - 1], places[at - 1]);
                }

                (keys[at], places[at]) = (key, i);
                least = keys[count - 1];
            }
        }
    }
}
