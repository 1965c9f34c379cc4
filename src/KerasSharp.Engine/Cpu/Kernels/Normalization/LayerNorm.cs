using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Normalization;

/// <summary>Layer normalisation of rows: y = (x - mean) / sqrt(variance + eps) * gamma + beta.</summary>
internal static unsafe class LayerNorm
{
    private const int MaxChunks = 32;

    /// <summary>Normalises rows and keeps their mean and inverse standard deviation. gamma and beta may be null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        int rows, int cols, float* x, float* gamma, float* beta, float eps, float* y, float* mean, float* invStd)
    {
        switch (SimdLevel.Bits)
        {
            case 512:
                Forward<Simd512<float>, Vector512<float>>(rows, cols, x, gamma, beta, eps, y, mean, invStd);
                break;
            case 256:
                Forward<Simd256<float>, Vector256<float>>(rows, cols, x, gamma, beta, eps, y, mean, invStd);
                break;
            default:
                Forward<Simd128<float>, Vector128<float>>(rows, cols, x, gamma, beta, eps, y, mean, invStd);
                break;
        }
    }

    /// <summary>Gradients; dgamma and dbeta may be null. Their sums over rows are cut at places that depend on the rows alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(
        int rows, int cols, float* x, float* gamma, float* mean, float* invStd, float* dy, float* dx, float* dgamma, float* dbeta)
    {
        int perChunk = Math.Max(1, (rows + MaxChunks - 1) / MaxChunks);
        int chunks = (rows + perChunk - 1) / perChunk;
        float* partials = Scratch.Get<float>(2L * Math.Max(1, chunks) * cols, ScratchSlot.Partials);
        switch (SimdLevel.Bits)
        {
            case 512:
                Gradient<Simd512<float>, Vector512<float>>(rows, cols, x, gamma, mean, invStd, dy, dx, partials, chunks, perChunk);
                break;
            case 256:
                Gradient<Simd256<float>, Vector256<float>>(rows, cols, x, gamma, mean, invStd, dy, dx, partials, chunks, perChunk);
                break;
            default:
                Gradient<Simd128<float>, Vector128<float>>(rows, cols, x, gamma, mean, invStd, dy, dx, partials, chunks, perChunk);
                break;
        }
        Combine(partials, chunks, cols, dgamma);
        Combine(partials + cols, chunks, cols, dbeta);
    }

    private static void Combine(float* partials, int chunks, int cols, float* to)
    {
        if (to is null)
        {
            return;
        }
        new Span<float>(to, cols).Clear();
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            for (int c = 0; c < cols; c++)
            {
                to[c] += partials[c];
            }
            partials += 2 * cols;
        }
    }

    private static void Forward<S, V>(
        int rows, int cols, float* x, float* gamma, float* beta, float eps, float* y, float* mean, float* invStd)
        where S : ISimd<V, float>
        where V : struct
    {
        var job = new ForwardJob<S, V>
        {
            Cols = cols, X = x, Gamma = gamma, Beta = beta, Eps = eps, Y = y, Mean = mean, InvStd = invStd,
        };
        Ranges.Run(ref job, rows, 3L * cols);
    }

    private static void Gradient<S, V>(
        int rows, int cols, float* x, float* gamma, float* mean, float* invStd, float* dy, float* dx, float* partials, int chunks, int perChunk)
        where S : ISimd<V, float>
        where V : struct
    {
        var job = new GradientJob<S, V>
        {
            Rows = rows, Cols = cols, X = x, Gamma = gamma, Mean = mean, InvStd = invStd, Dy = dy, Dx = dx, Partials = partials, PerChunk = perChunk,
        };
        if ((long)rows * cols < 1 << 14)
        {
            for (int i = 0; i < chunks; i++)
            {
                job.Run(i);
            }
            return;
        }
        WorkerPool.Run(ref job, chunks);
    }

    private struct ForwardJob<S, V> : IRangeJob
        where S : ISimd<V, float>
        where V : struct
    {
        public int Cols;
        public float* X;
        public float* Gamma;
        public float* Beta;
        public float Eps;
        public float* Y;
        public float* Mean;
        public float* InvStd;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            int w = S.Count, whole = Cols / w * w;
            for (long row = first; row < end; row++)
            {
                float* x = X + (row * Cols), y = Y + (row * Cols);
                V sum = S.Zero;
                for (int c = 0; c < whole; c += w)
                {
                    sum = S.Add(sum, S.Load(x + c));
                }
                float total = S.Sum(sum);
                for (int c = whole; c < Cols; c++)
                {
                    total += x[c];
                }
                float mean = total / Cols;

                // A second pass over the row, which is in the cache, avoids the cancellation of E[x^2] - E[x]^2.
                V shift = S.Splat(mean), squares = S.Zero;
                for (int c = 0; c < whole; c += w)
                {
                    V d = S.Sub(S.Load(x + c), shift);
                    squares = S.Fma(d, d, squares);
                }
                total = S.Sum(squares);
                for (int c = whole; c < Cols; c++)
                {
                    total += (x[c] - mean) * (x[c] - mean);
                }
                float scale = 1f / MathF.Sqrt((total / Cols) + Eps);
                Mean[row] = mean;
                InvStd[row] = scale;

                V factor = S.Splat(scale);
                for (int c = 0; c < whole; c += w)
                {
                    V value = S.Mul(S.Sub(S.Load(x + c), shift), factor);
                    value = Gamma is null ? value : S.Mul(value, S.Load(Gamma + c));
                    S.Store(Beta is null ? value : S.Add(value, S.Load(Beta + c)), y + c);
                }
                for (int c = whole; c < Cols; c++)
                {
                    y[c] = ((x[c] - mean) * scale * (Gamma is null ? 1 : Gamma[c])) + (Beta is null ? 0 : Beta[c]);
                }
            }
        }
    }

    /// <summary>One chunk of rows: dx, and the chunk's sums of dy * xhat and dy.</summary>
    private struct GradientJob<S, V> : IParallelJob
        where S : ISimd<V, float>
        where V : struct
    {
        public int Rows;
        public int Cols;
        public float* X;
        public float* Gamma;
        public float* Mean;
        public float* InvStd;
        public float* Dy;
        public float* Dx;
        public float* Partials;
        public int PerChunk;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int w = S.Count, whole = Cols / w * w;
            float* sumGamma = Partials + (2L * index * Cols), sumBeta = sumGamma + Cols;
            new Span<float>(sumGamma, 2 * Cols).Clear();
            int end = Math.Min(Rows, (index + 1) * PerChunk);
            for (int row = index * PerChunk; row < end; row++)
            {
                float* x = X + ((long)row * Cols), dy = Dy + ((long)row * Cols), dx = Dx + ((long)row * Cols);
                float mean = Mean[row], scale = InvStd[row];
                V shift = S.Splat(mean), factor = S.Splat(scale), s0 = S.Zero, s1 = S.Zero;
                for (int c = 0; c < whole; c += w)
                {
                    V hat = S.Mul(S.Sub(S.Load(x + c), shift), factor), d = S.Load(dy + c);
                    S.Store(S.Fma(d, hat, S.Load(sumGamma + c)), sumGamma + c);
                    S.Store(S.Add(d, S.Load(sumBeta + c)), sumBeta + c);
                    V g = Gamma is null ? d : S.Mul(d, S.Load(Gamma + c));
                    s0 = S.Add(s0, g);
                    s1 = S.Fma(g, hat, s1);
                }
                float t0 = S.Sum(s0), t1 = S.Sum(s1);
                for (int c = whole; c < Cols; c++)
                {
                    float hat = (x[c] - mean) * scale;
                    sumGamma[c] += dy[c] * hat;
                    sumBeta[c] += dy[c];
                    float g = dy[c] * (Gamma is null ? 1 : Gamma[c]);
                    t0 += g;
                    t1 += g * hat;
                }
                // dx = invStd (g - mean(g) - xhat mean(g xhat)).
                t0 /= Cols;
                t1 /= Cols;
                V m0 = S.Splat(t0), m1 = S.Splat(-t1);
                for (int c = 0; c < whole; c += w)
                {
                    V hat = S.Mul(S.Sub(S.Load(x + c), shift), factor), g = S.Load(dy + c);
                    g = Gamma is null ? g : S.Mul(g, S.Load(Gamma + c));
                    S.Store(S.Mul(factor, S.Fma(hat, m1, S.Sub(g, m0))), dx + c);
                }
                for (int c = whole; c < Cols; c++)
                {
                    float hat = (x[c] - mean) * scale;
                    dx[c] = scale * ((dy[c] * (Gamma is null ? 1 : Gamma[c])) - t0 - (hat * t1));
                }
            }
        }
    }
}
