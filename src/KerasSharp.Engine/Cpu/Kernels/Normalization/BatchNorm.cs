using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Normalization;

/// <summary>Batch normalisation over the last axis. Sums over rows are cut at places that depend on the shape alone.</summary>
internal static unsafe class BatchNorm
{
    /// <summary>Rows of a chunk: about 128 KiB of input, so that the second pass over it finds it in the cache.</summary>
    private static int ChunkRows(int channels) => Math.Clamp(32 * 1024 / channels, 16, 4096);

    /// <summary>Mean and biased variance of each channel.</summary>
    /// <remarks>
    /// Each chunk of rows gives its own mean and sum of squared deviations from it; chunks are merged in double with the
    /// formula of Chan, Golub and LeVeque (1979). Nothing cancels, whatever the offset of the data.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Statistics(long rows, int channels, float* x, float* mean, float* variance)
    {
        int perChunk = ChunkRows(channels);
        int chunks = (int)((rows + perChunk - 1) / perChunk);
        float* partials = Scratch.Get<float>(2L * Math.Max(1, chunks) * channels, ScratchSlot.Partials);
        RunChunks(new BatchNormChunk { Rows = rows, Channels = channels, X = x, PerChunk = perChunk, Partials = partials }, chunks);
        for (int c = 0; c < channels; c++)
        {
            double total = 0, average = 0, squares = 0;
            float* chunk = partials + c;
            for (long first = 0; first < rows; first += perChunk)
            {
                double count = Math.Min(perChunk, rows - first), delta = chunk[0] - average;
                average += delta * count / (total + count);
                squares += chunk[channels] + (delta * delta * total * count / (total + count));
                total += count;
                chunk += 2 * channels;
            }
            mean[c] = (float)average;
            variance[c] = total > 0 ? (float)(squares / total) : 0;
        }
    }

    /// <summary>y = x * scale + shift, and max(y, 0) if <paramref name="relu"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(long rows, int channels, float* x, float* scale, float* shift, float* y, bool relu)
    {
        var job = new BatchNormApply { Channels = channels, X = x, A = scale, C = shift, Y = y, Low = relu ? 0 : float.NegativeInfinity };
        Ranges.Run(ref job, rows, channels);
    }

    /// <summary>
    /// Gradients through the statistics: dx = gamma invStd (dy - mean(dy) - xhat mean(dy xhat)). gamma, dgamma and dbeta may be null.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(
        long rows, int channels, float* x, float* mean, float* invStd, float* gamma, float* dy, float* dx, float* dgamma, float* dbeta)
    {
        int perChunk = ChunkRows(channels);
        int chunks = (int)((rows + perChunk - 1) / perChunk);
        float* partials = Scratch.Get<float>((2L * Math.Max(1, chunks) * channels) + (3L * channels), ScratchSlot.Partials);
        RunChunks(new BatchNormChunk { Rows = rows, Channels = channels, X = x, Mean = mean, Dy = dy, PerChunk = perChunk, Partials = partials }, chunks);
        float* a = partials + (2L * chunks * channels), b = a + channels, c = b + channels;
        for (int i = 0; i < channels; i++)
        {
            double products = 0, sum = 0;
            float* chunk = partials + i;
            for (int k = 0; k < chunks; k++)
            {
                products += chunk[0];
                sum += chunk[channels];
                chunk += 2 * channels;
            }
            products *= invStd[i];
            if (dgamma is not null)
            {
                dgamma[i] = (float)products;
            }
            if (dbeta is not null)
            {
                dbeta[i] = (float)sum;
            }
            // dx = a dy + b (x - mean) + c.
            double factor = (gamma is null ? 1.0 : gamma[i]) * invStd[i];
            a[i] = (float)factor;
            b[i] = (float)(-factor * invStd[i] * products / rows);
            c[i] = (float)(-factor * sum / rows);
        }
        if (dx is null)
        {
            return;
        }
        var job = new BatchNormApply { Channels = channels, X = dy, A = a, C = c, X2 = x, Mean = mean, B = b, Y = dx, Low = float.NegativeInfinity };
        Ranges.Run(ref job, rows, 2L * channels);
    }

    private static void RunChunks(BatchNormChunk job, int chunks)
    {
        if (job.Rows * job.Channels >= 1 << 15)
        {
            WorkerPool.Run(ref job, chunks);
            return;
        }
        for (int i = 0; i < chunks; i++)
        {
            job.Run(i);
        }
    }
}

/// <summary>Sums of one chunk of rows: (mean, squared deviations) of x, or with Dy (dy (x - Mean), dy).</summary>
internal unsafe struct BatchNormChunk : IParallelJob
{
    public long Rows;
    public int Channels;
    public float* X;
    public float* Mean;
    public float* Dy;
    public int PerChunk;
    public float* Partials;

    public void Run(int index)
    {
        switch (SimdLevel.Bits)
        {
            case 512:
                Run<Simd512<float>, Vector512<float>>(index);
                break;
            case 256:
                Run<Simd256<float>, Vector256<float>>(index);
                break;
            default:
                Run<Simd128<float>, Vector128<float>>(index);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Run<S, V>(int index)
        where S : ISimd<V, float>
        where V : struct
    {
        long first = (long)index * PerChunk;
        int rows = (int)Math.Min(PerChunk, Rows - first), w = S.Count, c = 0;
        float* x = X + (first * Channels), dy = Dy is null ? null : Dy + (first * Channels);
        float* to = Partials + (2L * index * Channels);
        for (; c + (2 * w) <= Channels; c += 2 * w)
        {
            if (dy is null)
            {
                Moments<S, V>(x + c, rows, to + c);
            }
            else
            {
                Products<S, V>(x + c, dy + c, Mean + c, rows, to + c);
            }
        }
        for (; c < Channels; c++)
        {
            One(x + c, dy is null ? null : dy + c, rows, to + c, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Moments<S, V>(float* x, int rows, float* to)
        where S : ISimd<V, float>
        where V : struct
    {
        // Even and odd rows have sums of their own, to keep more additions in flight.
        int w = S.Count;
        V s0 = S.Zero, s1 = S.Zero, t0 = S.Zero, t1 = S.Zero;
        float* p = x;
        int r = 0;
        for (; r + 2 <= rows; r += 2)
        {
            s0 = S.Add(s0, S.Load(p));
            s1 = S.Add(s1, S.Load(p + w));
            t0 = S.Add(t0, S.Load(p + Channels));
            t1 = S.Add(t1, S.Load(p + Channels + w));
            p += 2 * Channels;
        }
        if (r < rows)
        {
            s0 = S.Add(s0, S.Load(p));
            s1 = S.Add(s1, S.Load(p + w));
        }
        V scale = S.Splat(1f / rows);
        V m0 = S.Mul(S.Add(s0, t0), scale), m1 = S.Mul(S.Add(s1, t1), scale);
        s0 = s1 = t0 = t1 = S.Zero;
        p = x;
        for (r = 0; r + 2 <= rows; r += 2)
        {
            V d0 = S.Sub(S.Load(p), m0), d1 = S.Sub(S.Load(p + w), m1);
            V e0 = S.Sub(S.Load(p + Channels), m0), e1 = S.Sub(S.Load(p + Channels + w), m1);
            s0 = S.Fma(d0, d0, s0);
            s1 = S.Fma(d1, d1, s1);
            t0 = S.Fma(e0, e0, t0);
            t1 = S.Fma(e1, e1, t1);
            p += 2 * Channels;
        }
        if (r < rows)
        {
            V d0 = S.Sub(S.Load(p), m0), d1 = S.Sub(S.Load(p + w), m1);
            s0 = S.Fma(d0, d0, s0);
            s1 = S.Fma(d1, d1, s1);
        }
        S.Store(m0, to);
        S.Store(m1, to + w);
        S.Store(S.Add(s0, t0), to + Channels);
        S.Store(S.Add(s1, t1), to + Channels + w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Products<S, V>(float* x, float* dy, float* mean, int rows, float* to)
        where S : ISimd<V, float>
        where V : struct
    {
        int w = S.Count;
        V m0 = S.Load(mean), m1 = S.Load(mean + w), s0 = S.Zero, s1 = S.Zero, t0 = S.Zero, t1 = S.Zero;
        for (int r = 0; r < rows; r++)
        {
            V d0 = S.Load(dy), d1 = S.Load(dy + w);
            s0 = S.Fma(d0, S.Sub(S.Load(x), m0), s0);
            s1 = S.Fma(d1, S.Sub(S.Load(x + w), m1), s1);
            t0 = S.Add(t0, d0);
            t1 = S.Add(t1, d1);
            x += Channels;
            dy += Channels;
        }
        S.Store(s0, to);
        S.Store(s1, to + w);
        S.Store(t0, to + Channels);
        S.Store(t1, to + Channels + w);
    }

    private readonly void One(float* x, float* dy, int rows, float* to, int channel)
    {
        double sum = 0, second = 0;
        for (int r = 0; r < rows; r++)
        {
            long at = (long)r * Channels;
            sum += dy is null ? x[at] : dy[at] * (double)(x[at] - Mean[channel]);
            second += dy is null ? 0 : dy[at];
        }
        if (dy is null)
        {
            sum /= rows;
            for (int r = 0; r < rows; r++)
            {
                double d = x[(long)r * Channels] - sum;
                second += d * d;
            }
        }
        to[0] = (float)sum;
        to[Channels] = (float)second;
    }
}

/// <summary>Rows of y = max(Low, A x + C), or with X2: A x + B (X2 - Mean) + C.</summary>
internal unsafe struct BatchNormApply : IRangeJob
{
    public int Channels;
    public float* X;
    public float* A;
    public float* C;
    public float* X2;
    public float* Mean;
    public float* B;
    public float* Y;
    public float Low;

    public void Run(long first, long end)
    {
        switch (SimdLevel.Bits)
        {
            case 512:
                Run<Simd512<float>, Vector512<float>>(first, end);
                break;
            case 256:
                Run<Simd256<float>, Vector256<float>>(first, end);
                break;
            default:
                Run<Simd128<float>, Vector128<float>>(first, end);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Run<S, V>(long first, long end)
        where S : ISimd<V, float>
        where V : struct
    {
        int w = S.Count;
        V low = S.Splat(Low);
        for (long row = first; row < end; row++)
        {
            float* x = X + (row * Channels), y = Y + (row * Channels), x2 = X2 + (row * Channels);
            int c = 0;
            if (X2 is null)
            {
                for (; c + w <= Channels; c += w)
                {
                    S.Store(S.MaxNative(low, S.Fma(S.Load(x + c), S.Load(A + c), S.Load(C + c))), y + c);
                }
            }
            else
            {
                for (; c + w <= Channels; c += w)
                {
                    V d = S.Sub(S.Load(x2 + c), S.Load(Mean + c));
                    S.Store(S.Fma(S.Load(x + c), S.Load(A + c), S.Fma(d, S.Load(B + c), S.Load(C + c))), y + c);
                }
            }
            for (; c < Channels; c++)
            {
                float value = MathF.FusedMultiplyAdd(x[c], A[c], C[c] + (X2 is null ? 0 : B[c] * (x2[c] - Mean[c])));
                y[c] = MathF.Max(Low, value);
            }
        }
    }
}
