using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Reduction;

/// <summary>What integers are reduced with.</summary>
internal enum IntegerReduction
{
    Sum,
    Max,
    Min,
}

/// <summary>Reductions of integers over the middle one of three axes (outer, reduce, inner), which is not empty. Sums wrap, so that any order gives the same.</summary>
internal static unsafe class IntegerReduce
{
    /// <summary>Steps of the axis that are reduced together.</summary>
    private const int Block = 1 << 14;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(IntegerReduction kind, long outer, int reduce, int inner, T* x, T* y)
        where T : unmanaged, INumber<T>
    {
        int blocks = inner == 1 ? (reduce + Block - 1) / Block : 1;
        using var memory = new PooledMemory(outer * blocks * sizeof(T));
        var job = new BlockJob<T> { Kind = kind, Reduce = reduce, Inner = inner, Blocks = blocks, X = x, Y = blocks == 1 ? y : (T*)memory.Pointer };
        Ranges.Run(ref job, outer * blocks, (long)Math.Min(reduce, inner == 1 ? Block : reduce) * inner);
        if (blocks > 1)
        {
            Run(kind, outer, blocks, 1, job.Y, y);
        }
    }

    private struct BlockJob<T> : IRangeJob
        where T : unmanaged, INumber<T>
    {
        public IntegerReduction Kind;
        public int Reduce;
        public int Inner;
        public int Blocks;
        public T* X;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            for (long item = first; item < end; item++)
            {
                long start = Blocks == 1 ? 0 : item % Blocks * Block;
                T* x = X + (((item / Blocks * Reduce) + start) * Inner);
                if (Inner == 1)
                {
                    Y[item] = Row(Kind, x, Blocks == 1 ? Reduce : (int)Math.Min(Block, Reduce - start));
                    continue;
                }

                var sums = new Span<T>(Y + (item * Inner), Inner);
                new ReadOnlySpan<T>(x, Inner).CopyTo(sums);
                for (int k = 1; k < Reduce; k++)
                {
                    Combine(Kind, sums, new ReadOnlySpan<T>(x + ((long)k * Inner), Inner));
                }
            }
        }

        /// <summary>Four vectors at a time, then one, then single elements.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static T Row(IntegerReduction kind, T* x, int count)
        {
            int w = Vector<T>.Count, i = 0;
            T result = kind == IntegerReduction.Sum ? T.Zero : x[0];
            if (count >= 4 * w)
            {
                var first = new Vector<T>(result);
                Vector<T> a = first, b = first, c = first, d = first;
                for (; i + (4 * w) <= count; i += 4 * w)
                {
                    a = Combine(kind, a, Vector.Load(x + i));
                    b = Combine(kind, b, Vector.Load(x + i + w));
                    c = Combine(kind, c, Vector.Load(x + i + (2 * w)));
                    d = Combine(kind, d, Vector.Load(x + i + (3 * w)));
                }

                Vector<T> all = Combine(kind, Combine(kind, a, b), Combine(kind, c, d));
                for (int lane = 0; lane < w; lane++)
                {
                    result = Combine(kind, result, all[lane]);
                }
            }

            for (; i < count; i++)
            {
                result = Combine(kind, result, x[i]);
            }

            return result;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector<T> Combine(IntegerReduction kind, Vector<T> a, Vector<T> b) =>
            kind == IntegerReduction.Sum ? a + b : kind == IntegerReduction.Max ? Vector.Max(a, b) : Vector.Min(a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T Combine(IntegerReduction kind, T a, T b) =>
            kind == IntegerReduction.Sum ? a + b : kind == IntegerReduction.Max ? T.Max(a, b) : T.Min(a, b);

        private static void Combine(IntegerReduction kind, Span<T> soFar, ReadOnlySpan<T> next)
        {
            switch (kind)
            {
                case IntegerReduction.Sum:
                    TensorPrimitives.Add(soFar, next, soFar);
                    break;
                case IntegerReduction.Max:
                    TensorPrimitives.Max(soFar, next, soFar);
                    break;
                default:
                    TensorPrimitives.Min(soFar, next, soFar);
                    break;
            }
        }
    }
}
