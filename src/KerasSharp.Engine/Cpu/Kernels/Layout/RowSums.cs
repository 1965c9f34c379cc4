using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Layout;

/// <summary>Rows summed into a table by index, as segments, counts and the gradients of embeddings are. How sums are cut depends on sizes only.</summary>
internal static unsafe class RowSums
{
    /// <summary>Elements that a part with a table of its own should at least read, and how often as many as the table has.</summary>
    private const int PartWork = 1 << 15, PartTables = 4;

    private const int MostParts = 16;

    /// <summary>table[i] = how many of the indices are i.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not less than <paramref name="tableRows"/>.</exception>
    public static void Count(long count, int* indices, long tableRows, int* table) => Run(count, indices, 1, null, tableRows, table);

    /// <summary>table[i] = the sum of updates[k] with indices[k] = i.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not less than <paramref name="tableRows"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(long count, int* indices, int columns, T* updates, long tableRows, T* table)
        where T : unmanaged, INumber<T>
    {
        long cells = tableRows * columns;
        NativeMemory.Clear(table, (nuint)(cells * sizeof(T)));
        int parts = (int)Math.Clamp(count * columns / Math.Max(PartTables * cells, PartWork), 1, MostParts);
        if (parts == 1)
        {
            int owners = count * columns < PartWork ? 1 : WorkerPool.EffectiveThreads;
            var owned = new OwnedJob<T> { Count = count, Indices = indices, Columns = columns, Updates = updates, TableRows = tableRows, Table = table, Owners = owners };
            WorkerPool.Run(ref owned, owners);
            return;
        }

        using var memory = new PooledMemory((parts - 1) * cells * sizeof(T));
        var job = new PartJob<T>
        {
            Count = count, PerPart = (count + parts - 1) / parts, Indices = indices, Columns = columns, Updates = updates, TableRows = tableRows, Table = table, Others = (T*)memory.Pointer,
        };
        WorkerPool.Run(ref job, parts);
        for (int part = 1; part < parts; part++)
        {
            Add(table, job.Others + ((part - 1) * cells), cells);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(T* to, T* from, long count)
        where T : unmanaged, INumber<T>
    {
        long c = 0;
        for (; c + Vector256<T>.Count <= count; c += Vector256<T>.Count)
        {
            (Vector256.Load(to + c) + Vector256.Load(from + c)).Store(to + c);
        }

        for (; c < count; c++)
        {
            to[c] += from[c];
        }
    }

    /// <summary>The sums of a run of rows, in a table of its own.</summary>
    private struct PartJob<T> : IParallelJob
        where T : unmanaged, INumber<T>
    {
        public long Count;
        public long PerPart;
        public int* Indices;
        public int Columns;
        public T* Updates;
        public long TableRows;
        public T* Table;
        public T* Others;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            long cells = TableRows * Columns, first = part * PerPart;
            T* table = part == 0 ? Table : Others + ((part - 1) * cells);
            if (part > 0)
            {
                NativeMemory.Clear(table, (nuint)(cells * sizeof(T)));
            }

            var rows = new OwnedJob<T> { Count = Math.Min(PerPart, Count - first), Indices = Indices + first, Columns = Columns, Updates = Updates == null ? null : Updates + (first * Columns), TableRows = TableRows, Table = table, Owners = 1 };
            rows.Run(0);
        }
    }

    /// <summary>A part owns the table rows of one residue: it reads all indices and adds those that are its own.</summary>
    private struct OwnedJob<T> : IParallelJob
        where T : unmanaged, INumber<T>
    {
        public long Count;
        public int* Indices;
        public int Columns;
        public T* Updates;
        public long TableRows;
        public T* Table;
        public int Owners;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            for (long i = 0; i < Count; i++)
            {
                int index = Indices[i];
                if ((ulong)index >= (ulong)TableRows)
                {
                    Rows.ThrowIndex(index, TableRows);
                }

                if (Owners > 1 && (uint)index % (uint)Owners != (uint)part)
                {
                    continue;
                }

                if (Columns == 1)
                {
                    Table[index] += Updates == null ? T.One : Updates[i];
                }
                else
                {
                    Add(Table + ((long)index * Columns), Updates + (i * Columns), Columns);
                }
            }
        }
    }
}
