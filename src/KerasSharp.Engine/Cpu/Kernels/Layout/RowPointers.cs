using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Layout;

/// <summary>Rows of a table that is mostly zeros, by pointers: one for each row, then a row of zeros.</summary>
internal static unsafe class RowPointers
{
    /// <summary>Rows whose pointers share a cache line; a part owns them together.</summary>
    private const int LineShift = 3;

    /// <summary>Elements of 64 bits that pointers and zeros take.</summary>
    public static int Size(int rows, int columns) => checked(rows + ((columns + 1) / 2));

    /// <summary>
    /// Points each row to the sum of the updates with its index, made in place of the first of them, or to zeros. Updates are added in order, whatever the
    /// number of threads.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not less than <paramref name="rows"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(long count, int* indices, int columns, float* updates, int rows, float** pointers)
    {
        var zeros = (float*)(pointers + rows);
        new Span<float>(zeros, columns).Clear();
        int parts = count * columns < 1 << 15 ? 1 : WorkerPool.EffectiveThreads;
        var job = new Job { Count = count, Indices = indices, Columns = columns, Updates = updates, Rows = rows, Pointers = pointers, Zeros = zeros, Parts = parts };
        WorkerPool.Run(ref job, parts);
    }

    private struct Job : IParallelJob
    {
        public long Count;
        public int* Indices;
        public int Columns;
        public float* Updates;
        public int Rows;
        public float** Pointers;
        public float* Zeros;
        public int Parts;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int part)
        {
            for (int line = part << LineShift; line < Rows; line += Parts << LineShift)
            {
                int end = Math.Min(Rows, line + (1 << LineShift));
                for (int row = line; row < end; row++)
                {
                    Pointers[row] = Zeros;
                }
            }
            for (long i = 0; i < Count; i++)
            {
                int index = Indices[i];
                if ((uint)index >= (uint)Rows)
                {
                    Layout.Rows.ThrowIndex(index, Rows);
                }
                if ((uint)(index >> LineShift) % (uint)Parts != (uint)part)
                {
                    continue;
                }
                float* from = Updates + (i * Columns), to = Pointers[index];
                if (to == Zeros)
                {
                    Pointers[index] = from;
                    continue;
                }
                int c = 0;
                for (; c + 8 <= Columns; c += 8)
                {
                    (Vector256.Load(to + c) + Vector256.Load(from + c)).Store(to + c);
                }
                for (; c < Columns; c++)
                {
                    to[c] += from[c];
                }
            }
        }
    }
}
