using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Layout;

/// <summary>Rows of tables: by index, as embeddings and their gradients need them, and side by side.</summary>
internal static unsafe class Rows
{
    /// <summary>output[i] = table[indices[i]], rows of <paramref name="rowBytes"/> bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not less than <paramref name="tableRows"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GatherRows(long count, int* indices, long rowBytes, long tableRows, void* table, void* output)
    {
        var job = new GatherJob { Indices = indices, RowBytes = rowBytes, TableRows = tableRows, Table = (byte*)table, Output = (byte*)output };
        Ranges.Run(ref job, count, Math.Max(1, rowBytes / 4));
    }

    /// <summary>table[indices[i]] += updates[i]. Indices may repeat; they are added in order, whatever the number of threads.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not less than <paramref name="tableRows"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterAddRows(long count, int* indices, int cols, float* updates, long tableRows, float* table)
    {
        int parts = count * cols < 1 << 15 ? 1 : WorkerPool.EffectiveThreads;
        var job = new ScatterJob { Count = count, Indices = indices, Cols = cols, Updates = updates, TableRows = tableRows, Table = table, Parts = parts };
        WorkerPool.Run(ref job, parts);
    }

    /// <summary>Copies dense rows to places that are <paramref name="stride"/> bytes apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PlaceRows(long count, void* from, long rowBytes, void* to, long stride)
    {
        var job = new PlaceJob { From = (byte*)from, RowBytes = rowBytes, To = (byte*)to, Stride = stride };
        Ranges.Run(ref job, count, Math.Max(1, rowBytes / 4));
    }

    internal static void ThrowIndex(int indices, long rows) => throw new ArgumentOutOfRangeException(
        nameof(indices), $"Every index must be at least 0 and less than {rows}, the number of rows. Received: {indices}.");

    private struct PlaceJob : IRangeJob
    {
        public byte* From;
        public long RowBytes;
        public byte* To;
        public long Stride;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            for (long i = first; i < end; i++)
            {
                Buffer.MemoryCopy(From + (i * RowBytes), To + (i * Stride), RowBytes, RowBytes);
            }
        }
    }

    private struct GatherJob : IRangeJob
    {
        public int* Indices;
        public long RowBytes;
        public long TableRows;
        public byte* Table;
        public byte* Output;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            for (long i = first; i < end; i++)
            {
                int index = Indices[i];
                if ((ulong)index >= (ulong)TableRows)
                {
                    ThrowIndex(index, TableRows);
                }
                Buffer.MemoryCopy(Table + (index * RowBytes), Output + (i * RowBytes), RowBytes, RowBytes);
            }
        }
    }

    /// <summary>A part owns the table rows of one residue: it reads all indices and adds those that are its own.</summary>
    private struct ScatterJob : IParallelJob
    {
        public long Count;
        public int* Indices;
        public int Cols;
        public float* Updates;
        public long TableRows;
        public float* Table;
        public int Parts;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int part)
        {
            for (long i = 0; i < Count; i++)
            {
                int index = Indices[i];
                if ((ulong)index >= (ulong)TableRows)
                {
                    ThrowIndex(index, TableRows);
                }
                if ((uint)index % (uint)Parts != (uint)part)
                {
                    continue;
                }
                float* to = Table + ((long)index * Cols), from = Updates + (i * Cols);
                int c = 0;
                for (; c + 8 <= Cols; c += 8)
                {
                    (Vector256.Load(to + c) + Vector256.Load(from + c)).Store(to + c);
                }
                for (; c < Cols; c++)
                {
                    to[c] += from[c];
                }
            }
        }
    }
}
