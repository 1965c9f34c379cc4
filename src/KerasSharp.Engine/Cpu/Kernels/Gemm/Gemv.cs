using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>
/// Products with a single row: y = x B. Such a product reads B once and is bound by memory, so B is never packed. A row-major B
/// is added up row by row; a transposed B gives one dot product a column.
/// </summary>
internal static unsafe class Gemv<S, V, T>
    where S : ISimd<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Runs the product if it has one row (or one column that lies contiguously); false otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryRun(in GemmProblem<T> g)
    {
        GemmProblem<T> v = g;
        if (g.Inputs != GemmInputs.Same)
        {
            return false;
        }

        if (g.M != 1)
        {
            // A matrix times a column is the transposed product with one row.
            if (g.N != 1 || g.Ldc != 1 || g.Final != TileFlags.None || (!g.TransB && g.Ldb != 1))
            {
                return false;
            }
            v.M = 1;
            v.N = g.M;
            v.A = g.B;
            v.TransA = false;
            v.B = g.A;
            v.Ldb = g.Lda;
            v.TransB = !g.TransA;
        }
        else if (g.TransA && g.Lda != 1)
        {
            return false;
        }
        var job = new VectorJob { G = v };
        // A transposed B with a short reduction would be dominated by the final sums over lanes; the strips do not mind.
        int threads = (long)v.N * v.K < 1 << 16 ? 1 : WorkerPool.EffectiveThreads;
        int strip = v.TransB ? 8 : 8 * S.Count;
        int strips = (v.N + strip - 1) / strip;
        // One part a thread: long rows stream better than even shares.
        int parts = Math.Min(strips, threads);
        job.Columns = (strips + parts - 1) / parts * strip;
        parts = (v.N + job.Columns - 1) / job.Columns;
        if (parts == 1)
        {
            job.Run(0);
        }
        else
        {
            WorkerPool.Run(ref job, parts);
        }
        return true;
    }

    private struct VectorJob : IParallelJob
    {
        public GemmProblem<T> G;
        public int Columns;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int j0 = index * Columns, j1 = Math.Min(G.N, j0 + Columns);
            if (G.TransB)
            {
                Dots(j0, j1);
            }
            else
            {
                Strips(j0, j1);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Strips(int j, int end)
        {
            const int Strip = 1024;
            int w = S.Count, k = G.K;
            T* x = G.A;
            nint ldb = G.Ldb;
            T* sums = stackalloc T[Strip];
            for (; j < end; j += Strip)
            {
                // The sums stay in the first-level cache while four rows of B at a time stream past them in memory order.
                int columns = Math.Min(Strip, end - j), whole = columns / w * w;
                for (int i = 0; i < columns; i++)
                {
                    sums[i] = default;
                }
                T* b = G.B + j;
                int p = 0;
                for (; p + 4 <= k; p += 4)
                {
                    V x0 = S.Splat(x[p]), x1 = S.Splat(x[p + 1]), x2 = S.Splat(x[p + 2]), x3 = S.Splat(x[p + 3]);
                    T* b1 = b + ldb, b2 = b1 + ldb, b3 = b2 + ldb;
                    for (int i = 0; i < whole; i += w)
                    {
                        V even = S.Fma(x2, S.Load(b2 + i), S.Fma(x0, S.Load(b + i), S.Load(sums + i)));
                        V odd = S.Fma(x3, S.Load(b3 + i), S.Mul(x1, S.Load(b1 + i)));
                        S.Store(S.Add(even, odd), sums + i);
                    }
                    b += 4 * ldb;
                }
                for (; p < k; p++)
                {
                    V x0 = S.Splat(x[p]);
                    for (int i = 0; i < whole; i += w)
                    {
                        S.Store(S.Fma(x0, S.Load(b + i), S.Load(sums + i)), sums + i);
                    }
                    b += ldb;
                }
                if (whole < columns)
                {
                    LastColumns(j + columns, columns - whole, sums + whole);
                }
                Finish(j, columns, sums);
            }
        }

        /// <summary>The last few columns, fewer than a vector: one vector that ends with them, or single sums if B is too narrow.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void LastColumns(int end, int count, T* sums)
        {
            int w = S.Count, k = G.K, start = end - w;
            T* lanes = stackalloc T[16];
            if (start >= 0)
            {
                T* b = G.B + start;
                V even = S.Zero, odd = S.Zero;
                int p = 0;
                for (; p + 2 <= k; p += 2)
                {
                    even = S.Fma(S.Splat(G.A[p]), S.Load(b), even);
                    odd = S.Fma(S.Splat(G.A[p + 1]), S.Load(b + G.Ldb), odd);
                    b += 2 * G.Ldb;
                }
                if (p < k)
                {
                    even = S.Fma(S.Splat(G.A[p]), S.Load(b), even);
                }
                S.Store(S.Add(even, odd), lanes);
                for (int i = 0; i < count; i++)
                {
                    sums[i] = lanes[w - count + i];
                }
                return;
            }
            for (int i = 0; i < count; i++)
            {
                T* b = G.B + end - count + i;
                double sum = 0;
                for (int p = 0; p < k; p++)
                {
                    sum += Scalar.ToDouble(G.A[p]) * Scalar.ToDouble(*b);
                    b += G.Ldb;
                }
                sums[i] = Scalar.FromDouble<T>(sum);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Dots(int j, int end)
        {
            int w = S.Count, k = G.K;
            T* x = G.A;
            nint ldb = G.Ldb;
            T* spill = stackalloc T[4];
            while (j < end)
            {
                // Four columns share the loads of x. A missing column repeats the first.
                int count = Math.Min(4, end - j);
                T* b0 = G.B + (j * ldb), b1 = count > 1 ? b0 + ldb : b0, b2 = count > 2 ? b1 + ldb : b0, b3 = count > 3 ? b2 + ldb : b0;
                V s0 = S.Zero, s1 = S.Zero, s2 = S.Zero, s3 = S.Zero, t0 = S.Zero, t1 = S.Zero, t2 = S.Zero, t3 = S.Zero;
                int p = 0;
                for (; p + (2 * w) <= k; p += 2 * w)
                {
                    V x0 = S.Load(x + p), x1 = S.Load(x + p + w);
                    s0 = S.Fma(x0, S.Load(b0 + p), s0);
                    s1 = S.Fma(x0, S.Load(b1 + p), s1);
                    s2 = S.Fma(x0, S.Load(b2 + p), s2);
                    s3 = S.Fma(x0, S.Load(b3 + p), s3);
                    t0 = S.Fma(x1, S.Load(b0 + p + w), t0);
                    t1 = S.Fma(x1, S.Load(b1 + p + w), t1);
                    t2 = S.Fma(x1, S.Load(b2 + p + w), t2);
                    t3 = S.Fma(x1, S.Load(b3 + p + w), t3);
                }
                double r0 = 0, r1 = 0, r2 = 0, r3 = 0;
                for (; p < k; p++)
                {
                    double xp = Scalar.ToDouble(x[p]);
                    r0 += xp * Scalar.ToDouble(b0[p]);
                    r1 += xp * Scalar.ToDouble(b1[p]);
                    r2 += xp * Scalar.ToDouble(b2[p]);
                    r3 += xp * Scalar.ToDouble(b3[p]);
                }
                spill[0] = Scalar.FromDouble<T>(r0 + Scalar.ToDouble(S.Sum(S.Add(s0, t0))));
                spill[1] = Scalar.FromDouble<T>(r1 + Scalar.ToDouble(S.Sum(S.Add(s1, t1))));
                spill[2] = Scalar.FromDouble<T>(r2 + Scalar.ToDouble(S.Sum(S.Add(s2, t2))));
                spill[3] = Scalar.FromDouble<T>(r3 + Scalar.ToDouble(S.Sum(S.Add(s3, t3))));
                Finish(j, count, spill);
                j += count;
            }
        }

        private readonly void Finish(int j, int count, T* sums)
        {
            T* c = G.C + j;
            if (G.Final == TileFlags.None && !G.Accumulate)
            {
                new ReadOnlySpan<T>(sums, count).CopyTo(new Span<T>(c, count));
                return;
            }
            for (int i = 0; i < count; i++)
            {
                T sum = G.Accumulate ? Scalar.Add(sums[i], c[i]) : sums[i];
                sum = (G.Final & TileFlags.Bias) != 0 ? Scalar.Add(sum, G.Bias[j + i]) : sum;
                sum = (G.Final & TileFlags.Residual) != 0 ? Scalar.Add(sum, G.Residual[j + i]) : sum;
                c[i] = (G.Final & TileFlags.Clamp) != 0 ? Scalar.Clamp(sum, G.Lo, G.Hi) : sum;
            }
        }
    }
}
