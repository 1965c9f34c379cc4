using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Layout;

/// <summary>Elements by index along the middle one of three axes (outer, size, inner), an index for each element. Indices outside are brought to the ends.</summary>
internal static unsafe class AlongAxis
{
    /// <summary>y[a, i, b] = x[a, indices[a, i, b], b], with <paramref name="count"/> places i.</summary>
    public static void Take<T>(long outer, int size, int count, int inner, T* x, int* indices, T* y)
        where T : unmanaged
    {
        var job = new TakeJob<T> { Size = size, Count = count, Inner = inner, X = x, Indices = indices, Y = y };
        Ranges.Run(ref job, outer * count, inner);
    }

    /// <summary>y[a, indices[a, i, b], b] += x[a, i, b], from zeros; in order, whatever the number of threads.</summary>
    public static void ScatterAdd(long outer, int size, int count, int inner, float* x, int* indices, float* y)
    {
        var job = new AddJob { Size = size, Count = count, Inner = inner, X = x, Indices = indices, Y = y };
        Ranges.Run(ref job, outer, (long)Math.Max(size, count) * inner);
    }

    private struct TakeJob<T> : IRangeJob
        where T : unmanaged
    {
        public int Size;
        public int Count;
        public int Inner;
        public T* X;
        public int* Indices;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            for (long row = first; row < end; row++)
            {
                T* x = X + (row / Count * Size * Inner), y = Y + (row * Inner);
                int* indices = Indices + (row * Inner);
                for (int b = 0; b < Inner; b++)
                {
                    y[b] = x[((long)Math.Clamp(indices[b], 0, Size - 1) * Inner) + b];
                }
            }
        }
    }

    private struct AddJob : IRangeJob
    {
        public int Size;
        public int Count;
        public int Inner;
        public float* X;
        public int* Indices;
        public float* Y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            for (long a = first; a < end; a++)
            {
                float* y = Y + (a * Size * Inner);
                new Span<float>(y, checked(Size * Inner)).Clear();
                for (long row = a * Count; row < (a + 1) * Count; row++)
                {
                    for (int b = 0; b < Inner; b++)
                    {
                        long at = (row * Inner) + b;
                        y[((long)Math.Clamp(Indices[at], 0, Size - 1) * Inner) + b] += X[at];
                    }
                }
            }
        }
    }
}
