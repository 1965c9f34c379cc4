using System.Numerics;
using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Kernels.Layout;

/// <summary>Slices named by index vectors over the first axes. Indices outside are brought to the ends.</summary>
internal static unsafe class IndexedSlices
{
    /// <summary>output[i] = the slice of <paramref name="bytes"/> bytes that vector i names.</summary>
    /// <param name="depth">Axes that a vector names a place on.</param>
    /// <param name="sizes">Their sizes.</param>
    /// <param name="count">Number of vectors.</param>
    /// <param name="indices">The vectors.</param>
    /// <param name="bytes">Bytes of a slice.</param>
    /// <param name="x">Slices.</param>
    /// <param name="output">The slices named.</param>
    public static void Gather(int depth, int* sizes, long count, int* indices, long bytes, byte* x, byte* output)
    {
        var job = new GatherJob { Depth = depth, Sizes = sizes, Indices = indices, Bytes = bytes, X = x, Output = output };
        Ranges.Run(ref job, count, depth + (bytes / 4));
    }

    /// <summary>Joins the updates with the slices that the vectors name, one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter<T>(ScatterKind kind, int depth, int* sizes, long count, int* indices, int slice, T* updates, T* y)
        where T : unmanaged, INumber<T>
    {
        for (long i = 0; i < count; i++)
        {
            T* to = y + (At(depth, sizes, indices + (i * depth)) * slice), from = updates + (i * slice);
            for (int k = 0; k < slice; k++)
            {
                to[k] = kind switch
                {
                    ScatterKind.Set => from[k],
                    ScatterKind.Add => to[k] + from[k],
                    ScatterKind.Multiply => to[k] * from[k],
                    ScatterKind.Max => T.Max(to[k], from[k]),
                    _ => T.Min(to[k], from[k]),
                };
            }
        }
    }

    /// <summary>The number of the slice that a vector names.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long At(int depth, int* sizes, int* vector)
    {
        long at = 0;
        for (int axis = 0; axis < depth; axis++)
        {
            at = (at * sizes[axis]) + Math.Clamp(vector[axis], 0, sizes[axis] - 1);
        }

        return at;
    }

    private struct GatherJob : IRangeJob
    {
        public int Depth;
        public int* Sizes;
        public int* Indices;
        public long Bytes;
        public byte* X;
        public byte* Output;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            for (long i = first; i < end; i++)
            {
                ShortCopy.Copy(X + (At(Depth, Sizes, Indices + (i * Depth)) * Bytes), Output + (i * Bytes), Bytes);
            }
        }
    }
}
