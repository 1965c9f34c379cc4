using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Layout;

/// <summary>Rows by index in each of many tables that lie one behind the other: an axis that is not the first. Indices outside are brought to the ends.</summary>
internal static unsafe class RowBlocks
{
    /// <summary>Blocks and mean lengths of runs below which rows are copied one by one.</summary>
    private const int FewBlocks = 16, ShortRun = 4;

    /// <summary>output[a, i] = x[a, indices[i]], rows of <paramref name="rowBytes"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(long blocks, int rows, int count, int* indices, long rowBytes, byte* x, byte* output)
    {
        int* places = Scratch.Get<int>(2L * (count + 1), ScratchSlot.Kernel), sources = places + count + 1;
        int runs = FindRuns(rows, count, indices, places, sources);
        if (blocks >= FewBlocks && runs <= count / ShortRun)
        {
            var copy = new RunsJob { Rows = rows, Runs = runs, Places = places, Sources = sources, RowBytes = rowBytes, X = x, Output = output };
            Ranges.Run(ref copy, blocks, Math.Max(1, count * rowBytes / 4));
            return;
        }

        var job = new GatherJob { Rows = rows, Count = count, Indices = indices, RowBytes = rowBytes, X = x, Output = output };
        Ranges.Run(ref job, blocks * count, Math.Max(1, rowBytes / 4));
    }

    /// <summary>Runs of rows that follow each other in the table too: their places, one more for the end, and the first row of each.</summary>
    private static int FindRuns(int rows, int count, int* indices, int* places, int* sources)
    {
        int runs = 0;
        for (int i = 0, next = -1; i < count; i++)
        {
            int row = Math.Clamp(indices[i], 0, rows - 1);
            if (row != next)
            {
                (places[runs], sources[runs]) = (i, row);
                runs++;
            }

            next = row + 1;
        }

        places[runs] = count;
        return runs;
    }

    /// <summary>output[a, indices[i]] += updates[a, i], from zeros; in order, whatever the number of threads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterAdd(long blocks, int rows, int count, int* indices, int columns, float* updates, float* output)
    {
        var job = new ScatterJob { Rows = rows, Count = count, Indices = indices, Columns = columns, Updates = updates, Output = output };
        Ranges.Run(ref job, blocks, Math.Max(1, (long)Math.Max(rows, count) * columns));
    }

    /// <summary>Whole blocks, by runs.</summary>
    private struct RunsJob : IRangeJob
    {
        public int Rows;
        public int Runs;
        public int* Places;
        public int* Sources;
        public long RowBytes;
        public byte* X;
        public byte* Output;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            for (long block = first; block < end; block++)
            {
                byte* table = X + (block * Rows * RowBytes), to = Output + (block * Places[Runs] * RowBytes);
                for (int run = 0; run < Runs; run++)
                {
                    ShortCopy.Copy(table + (Sources[run] * RowBytes), to + (Places[run] * RowBytes), (Places[run + 1] - Places[run]) * RowBytes);
                }
            }
        }
    }

    private struct GatherJob : IRangeJob
    {
        public int Rows;
        public int Count;
        public int* Indices;
        public long RowBytes;
        public byte* X;
        public byte* Output;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            int place = (int)(first % Count);
            byte* table = X + (first / Count * Rows * RowBytes), to = Output + (first * RowBytes);
            for (long item = first; item < end; item++)
            {
                byte* from = table + (Math.Clamp(Indices[place], 0, Rows - 1) * RowBytes);
                ShortCopy.Copy(from, to, RowBytes);
                to += RowBytes;
                if (++place == Count)
                {
                    place = 0;
                    table += Rows * RowBytes;
                }
            }
        }
    }

    private struct ScatterJob : IRangeJob
    {
        public int Rows;
        public int Count;
        public int* Indices;
        public int Columns;
        public float* Updates;
        public float* Output;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            for (long block = first; block < end; block++)
            {
                float* table = Output + (block * Rows * Columns), updates = Updates + (block * Count * Columns);
                new Span<float>(table, Rows * Columns).Clear();
                for (int i = 0; i < Count; i++)
                {
                    var to = new Span<float>(table + ((long)Math.Clamp(Indices[i], 0, Rows - 1) * Columns), Columns);
                    TensorPrimitives.Add(to, new ReadOnlySpan<float>(updates + ((long)i * Columns), Columns), to);
                }
            }
        }
    }
}
