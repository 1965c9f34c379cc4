using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Layout;

/// <summary>Reorders the axes of arrays. Elements are opaque: 1, 2, 4, 8 or 16 bytes.</summary>
internal static unsafe class Permutation
{
    public const int MaxRank = 16;

    /// <summary>dst (columns, rows) = transpose of src (rows, columns), both contiguous.</summary>
    public static void Transpose(long rows, long columns, int elemSize, void* src, void* dst)
    {
        long* shape = stackalloc long[2];
        int* perm = stackalloc int[2];
        shape[0] = rows;
        shape[1] = columns;
        perm[0] = 1;
        perm[1] = 0;
        Permute(2, shape, perm, elemSize, src, dst);
    }

    /// <summary>Axis i of dst is axis perm[i] of src, as in <c>numpy.transpose</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Permute(int rank, long* shape, int* perm, int elemSize, void* src, void* dst)
    {
        switch (elemSize)
        {
            case 1:
                Run<byte>(rank, shape, perm, src, dst);
                break;
            case 2:
                Run<ushort>(rank, shape, perm, src, dst);
                break;
            case 4:
                Run<uint>(rank, shape, perm, src, dst);
                break;
            case 8:
                Run<ulong>(rank, shape, perm, src, dst);
                break;
            default:
                Run<UInt128>(rank, shape, perm, src, dst);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T>(int rank, long* shape, int* perm, void* src, void* dst)
        where T : unmanaged
    {
        PermuteJob<T> job = default;
        job.From = (T*)src;
        job.To = (T*)dst;
        long* strides = stackalloc long[MaxRank];
        long total = 1;
        for (int i = rank - 1; i >= 0; i--)
        {
            strides[i] = total;
            total *= shape[i];
        }
        if (total == 0)
        {
            return;
        }
        // Axes of the result, without those of size 1; neighbours that were neighbours before become one.
        int axes = 0;
        for (int i = 0; i < rank; i++)
        {
            long size = shape[perm[i]], stride = strides[perm[i]];
            if (size == 1)
            {
                continue;
            }
            if (axes > 0 && job.Strides[axes - 1] == stride * size)
            {
                job.Sizes[axes - 1] *= size;
                job.Strides[axes - 1] = stride;
            }
            else
            {
                job.Sizes[axes] = size;
                job.Strides[axes++] = stride;
            }
        }
        if (axes == 0)
        {
            *job.To = *job.From;
            return;
        }
        job.LastSize = job.Sizes[axes - 1];
        job.LastStride = job.Strides[axes - 1];
        if (job.LastStride == 1)
        {
            // Runs stay whole: copy them.
            job.OuterAxes = axes - 1;
            Ranges.Run(ref job, total / job.LastSize, job.LastSize);
            return;
        }
        // The axis that is contiguous in the source and the last one of the result form a matrix to transpose.
        int row = 0;
        while (job.Strides[row] != 1)
        {
            row++;
        }
        job.RowSize = job.Sizes[row];
        long inner = 1;
        for (int i = axes - 1; i > row; i--)
        {
            inner *= job.Sizes[i];
        }
        job.RowStride = inner;
        // The other axes keep their strides in the result beside those in the source.
        long target = total;
        int outer = 0;
        for (int i = 0; i < axes - 1; i++)
        {
            target /= job.Sizes[i];
            if (i != row)
            {
                job.Sizes[outer] = job.Sizes[i];
                job.Strides[outer] = job.Strides[i];
                job.Targets[outer++] = target;
            }
        }
        job.OuterAxes = outer;
        job.RowBlocks = (job.RowSize + PermuteJob<T>.Tile - 1) / PermuteJob<T>.Tile;
        Ranges.Run(ref job, total / (job.RowSize * job.LastSize) * job.RowBlocks, job.LastSize * Math.Min(job.RowSize, PermuteJob<T>.Tile));
    }
}

/// <summary>Runs (RowBlocks = 0) or transposed blocks of a permutation.</summary>
internal unsafe struct PermuteJob<T> : IRangeJob
    where T : unmanaged
{
    /// <summary>Rows and columns of the blocks that are transposed at a time, so that both sides stay in the cache.</summary>
    public const int Tile = 32;

    public T* From;
    public T* To;
    public int OuterAxes;
    public fixed long Sizes[Permutation.MaxRank];
    public fixed long Strides[Permutation.MaxRank];
    public fixed long Targets[Permutation.MaxRank];
    public long LastSize;
    public long LastStride;
    public long RowSize;
    public long RowStride;
    public long RowBlocks;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long first, long end)
    {
        for (long item = first; item < end; item++)
        {
            if (RowBlocks == 0)
            {
                CopyRun(item);
            }
            else
            {
                Block(item);
            }
        }
    }

    private readonly void CopyRun(long item)
    {
        long rest = item, source = 0;
        for (int i = OuterAxes - 1; i >= 0; i--)
        {
            source += rest % Sizes[i] * Strides[i];
            rest /= Sizes[i];
        }
        T* from = From + source, to = To + (item * LastSize);
        if (LastSize <= 8)
        {
            for (int i = 0; i < LastSize; i++)
            {
                to[i] = from[i];
            }
            return;
        }
        Buffer.MemoryCopy(from, to, LastSize * sizeof(T), LastSize * sizeof(T));
    }

    /// <summary>to[r * RowStride + c] = from[c * LastStride + r] for up to 32 values of r, contiguous in the source.</summary>
    private readonly void Block(long item)
    {
        long rest = item / RowBlocks, row0 = item % RowBlocks * Tile;
        T* from = From, to = To;
        for (int i = OuterAxes - 1; i >= 0; i--)
        {
            long at = rest % Sizes[i];
            from += at * Strides[i];
            to += at * Targets[i];
            rest /= Sizes[i];
        }
        long rows = Math.Min(Tile, RowSize - row0);
        from += row0;
        to += row0 * RowStride;
        for (long c = 0; c < LastSize; c += Tile)
        {
            Transpose(from + (c * LastStride), to + c, (int)rows, (int)Math.Min(Tile, LastSize - c));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Transpose(T* from, T* to, int rows, int columns)
    {
        int c = 0;
        if (sizeof(T) == 4 && Sse.IsSupported)
        {
            for (; c + 4 <= columns; c += 4)
            {
                float* f0 = (float*)(from + (c * LastStride)), f1 = f0 + LastStride, f2 = f1 + LastStride, f3 = f2 + LastStride;
                float* t = (float*)(to + c);
                int r = 0;
                for (; r + 4 <= rows; r += 4)
                {
                    Vector128<float> x0 = Vector128.Load(f0 + r), x1 = Vector128.Load(f1 + r), x2 = Vector128.Load(f2 + r), x3 = Vector128.Load(f3 + r);
                    Vector128<float> a = Sse.UnpackLow(x0, x2), b = Sse.UnpackHigh(x0, x2), d = Sse.UnpackLow(x1, x3), e = Sse.UnpackHigh(x1, x3);
                    Sse.UnpackLow(a, d).Store(t);
                    Sse.UnpackHigh(a, d).Store(t + RowStride);
                    Sse.UnpackLow(b, e).Store(t + (2 * RowStride));
                    Sse.UnpackHigh(b, e).Store(t + (3 * RowStride));
                    t += 4 * RowStride;
                }
                for (; r < rows; r++)
                {
                    t[0] = f0[r];
                    t[1] = f1[r];
                    t[2] = f2[r];
                    t[3] = f3[r];
                    t += RowStride;
                }
            }
        }
        for (; c < columns; c++)
        {
            T* f = from + (c * LastStride), t = to + c;
            for (int r = 0; r < rows; r++)
            {
                *t = f[r];
                t += RowStride;
            }
        }
    }
}
