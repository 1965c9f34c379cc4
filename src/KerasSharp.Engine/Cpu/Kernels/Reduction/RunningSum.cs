using System.Numerics;
using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Reduction;

/// <summary>
/// Running sums along the middle one of three axes (outer, size, inner), from its start or its end. Each element is the sum of the one before it and its
/// own, in that order, whatever the split over threads.
/// </summary>
internal static unsafe class RunningSum
{
    /// <summary>Columns that one item takes where there are many: a few cache lines.</summary>
    private const int Block = 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(long outer, int size, int inner, bool backward, T* x, T* y)
        where T : unmanaged, INumber<T>
    {
        var job = new Job<T> { Size = size, Inner = inner, Blocks = (inner + Block - 1) / Block, Backward = backward, X = x, Y = y };
        Ranges.Run(ref job, outer * job.Blocks, 2L * size * Math.Min(inner, Block));
    }

    private struct Job<T> : IRangeJob
        where T : unmanaged, INumber<T>
    {
        public int Size;
        public int Inner;
        public int Blocks;
        public bool Backward;
        public T* X;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            nint step = Backward ? -(nint)Inner : Inner;
            for (long item = first; item < end; item++)
            {
                int column = (int)(item % Blocks) * Block, columns = Math.Min(Block, Inner - column);
                nint start = ((nint)(item / Blocks) * Size * Inner) + column + (Backward ? (nint)(Size - 1) * Inner : 0);
                if (Inner == 1 && item + 4 <= end)
                {
                    Four(X + start, Y + start, step);
                    item += 3;
                }
                else if (columns == 1)
                {
                    One(X + start, Y + start, step);
                }
                else
                {
                    Many(X + start, Y + start, step, columns);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void One(T* x, T* y, nint step)
        {
            T sum = *y = *x;
            for (int k = 1; k < Size; k++)
            {
                x += step;
                y += step;
                *y = sum += *x;
            }
        }

        /// <summary>Four rows, as each addition waits for the one before it in its row.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Four(T* x, T* y, nint step)
        {
            nint row = Size;
            T a = y[0] = x[0], b = y[row] = x[row], c = y[2 * row] = x[2 * row], d = y[3 * row] = x[3 * row];
            for (nint k = 1, at = step; k < Size; k++, at += step)
            {
                T* from = x + at, to = y + at;
                to[0] = a += from[0];
                to[row] = b += from[row];
                to[2 * row] = c += from[2 * row];
                to[3 * row] = d += from[3 * row];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Many(T* x, T* y, nint step, int columns)
        {
            new ReadOnlySpan<T>(x, columns).CopyTo(new Span<T>(y, columns));
            for (int k = 1; k < Size; k++)
            {
                T* before = y;
                x += step;
                y += step;
                int j = 0;
                for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count)
                {
                    Vector.Store(Vector.Load(before + j) + Vector.Load(x + j), y + j);
                }
                for (; j < columns; j++)
                {
                    y[j] = before[j] + x[j];
                }
            }
        }
    }
}
