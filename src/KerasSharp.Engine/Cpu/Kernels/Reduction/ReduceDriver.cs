using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Reduction;

/// <summary>
/// Reduces the middle axis of (outer, reduce, inner). The axis is cut into blocks at fixed places; a block is reduced in vector
/// registers, blocks are combined in order and in double. So sums are accurate, and the same for any number of threads.
/// </summary>
internal static unsafe class ReduceDriver<TOp, S, V, T>
    where TOp : IReduction
    where S : ISimd<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Elements of a block when the reduced axis is contiguous.</summary>
    private const int RowBlock = 8192;

    /// <summary>Steps of a block when it is not.</summary>
    private const int ColumnBlock = 256;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(long outer, long reduce, long inner, T* x, T* y)
    {
        long block = inner == 1 ? RowBlock : ColumnBlock;
        long blocks = Math.Max(1, (reduce + block - 1) / block);
        // With one block the results go straight to y.
        T* partials = blocks == 1 ? y : Scratch.Get<T>(outer * blocks * inner, ScratchSlot.Partials);
        var job = new BlockJob { Reduce = reduce, Inner = inner, X = x, Partials = partials, Block = block, Blocks = blocks };
        Ranges.Run(ref job, outer * blocks, Math.Min(block, reduce) * inner);
        if (blocks == 1)
        {
            return;
        }
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < inner; i++)
            {
                double value = TOp.Identity;
                T* partial = partials + (o * blocks * inner) + i;
                for (long b = 0; b < blocks; b++)
                {
                    value = TOp.Combine(value, Scalar.ToDouble(*partial));
                    partial += inner;
                }
                y[(o * inner) + i] = Scalar.FromDouble<T>(value);
            }
        }
    }

    private struct BlockJob : IRangeJob
    {
        public long Reduce;
        public long Inner;
        public T* X;
        public T* Partials;
        public long Block;
        public long Blocks;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            for (long item = first; item < end; item++)
            {
                long start = item % Blocks * Block, count = Math.Min(Block, Reduce - start);
                T* x = X + (((item / Blocks * Reduce) + start) * Inner);
                if (Inner == 1)
                {
                    Partials[item] = Row(x, count);
                }
                else
                {
                    Columns(x, count, Partials + (item * Inner));
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static T Row(T* x, long count)
        {
            int w = S.Count;
            V identity = S.Splat(Scalar.FromDouble<T>(TOp.Identity));
            V s0 = identity, s1 = identity, s2 = identity, s3 = identity;
            long i = 0;
            for (; i + (4 * w) <= count; i += 4 * w)
            {
                s0 = TOp.Combine<S, V, T>(s0, S.Load(x + i));
                s1 = TOp.Combine<S, V, T>(s1, S.Load(x + i + w));
                s2 = TOp.Combine<S, V, T>(s2, S.Load(x + i + (2 * w)));
                s3 = TOp.Combine<S, V, T>(s3, S.Load(x + i + (3 * w)));
            }
            for (; i + w <= count; i += w)
            {
                s0 = TOp.Combine<S, V, T>(s0, S.Load(x + i));
            }
            T* lanes = stackalloc T[16];
            S.Store(TOp.Combine<S, V, T>(TOp.Combine<S, V, T>(s0, s1), TOp.Combine<S, V, T>(s2, s3)), lanes);
            double value = TOp.Identity;
            for (int lane = 0; lane < w && count >= w; lane++)
            {
                value = TOp.Combine(value, Scalar.ToDouble(lanes[lane]));
            }
            for (; i < count; i++)
            {
                value = TOp.Combine(value, Scalar.ToDouble(x[i]));
            }
            return Scalar.FromDouble<T>(value);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Columns(T* x, long count, T* y)
        {
            int w = S.Count;
            nint inner = (nint)Inner, c = 0;
            V identity = S.Splat(Scalar.FromDouble<T>(TOp.Identity));
            for (; c + (4 * w) <= inner; c += 4 * w)
            {
                V s0 = identity, s1 = identity, s2 = identity, s3 = identity;
                T* p = x + c;
                for (long r = 0; r < count; r++)
                {
                    s0 = TOp.Combine<S, V, T>(s0, S.Load(p));
                    s1 = TOp.Combine<S, V, T>(s1, S.Load(p + w));
                    s2 = TOp.Combine<S, V, T>(s2, S.Load(p + (2 * w)));
                    s3 = TOp.Combine<S, V, T>(s3, S.Load(p + (3 * w)));
                    p += inner;
                }
                S.Store(s0, y + c);
                S.Store(s1, y + c + w);
                S.Store(s2, y + c + (2 * w));
                S.Store(s3, y + c + (3 * w));
            }
            for (; c + w <= inner; c += w)
            {
                V s0 = identity;
                T* p = x + c;
                for (long r = 0; r < count; r++)
                {
                    s0 = TOp.Combine<S, V, T>(s0, S.Load(p));
                    p += inner;
                }
                S.Store(s0, y + c);
            }
            for (; c < inner; c++)
            {
                double value = TOp.Identity;
                T* p = x + c;
                for (long r = 0; r < count; r++)
                {
                    value = TOp.Combine(value, Scalar.ToDouble(*p));
                    p += inner;
                }
                y[c] = Scalar.FromDouble<T>(value);
            }
        }
    }
}
