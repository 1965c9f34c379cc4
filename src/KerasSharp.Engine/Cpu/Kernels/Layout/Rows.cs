using System.Runtime.CompilerServices;
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
                ShortCopy.Copy(From + (i * RowBytes), To + (i * Stride), RowBytes);
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
                ShortCopy.Copy(Table + (index * RowBytes), Output + (i * RowBytes), RowBytes);
            }
        }
    }
}
