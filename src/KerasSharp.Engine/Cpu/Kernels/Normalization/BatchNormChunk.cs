using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Normalization;

/// <summary>
/// Sums of one chunk of rows: (a value near the mean, deviations from it, their squares) of x, or with Dy (dy (x - Mean), dy). The chunk's four quarters are
/// read side by side, each from its first number to its last: sums are fetched and put back once for four rows, and the machine sees four plain streams
/// that it can read ahead.
/// </summary>
internal unsafe struct BatchNormChunk : IParallelJob
{
    private const int Quarters = 4;

    /// <summary>Rows of the value near the mean.</summary>
    private const int FirstRows = 8;

    public long Rows;
    public int Channels;
    public float* X;
    public float* Mean;
    public float* Dy;
    public int PerChunk;

    /// <summary>Three vectors of <see cref="Stride"/> numbers for each chunk.</summary>
    public float* Partials;

    /// <summary>Channels, rounded up so that whole vectors can be read.</summary>
    public readonly int Stride => (Channels + 3) & ~3;

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
        int rows = (int)Math.Min(PerChunk, Rows - first), whole = Channels - (Channels % S.Count);
        float* x = X + (first * Channels), to = Partials + (3L * index * Stride);
        if (Dy is null)
        {
            Moments<S, V>(x, rows, whole, to);
            for (int c = whole; c < Channels; c++)
            {
                MomentsOfOne(x + c, rows, to + c);
            }
            return;
        }

        float* dy = Dy + (first * Channels);
        Products<S, V>(x, dy, rows, whole, to);
        for (int c = whole; c < Channels; c++)
        {
            ProductsOfOne(x + c, dy + c, rows, Mean[c], to + c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Moments<S, V>(float* x, int rows, int whole, float* near)
        where S : ISimd<V, float>
        where V : struct
    {
        float* sums = near + Stride, squares = sums + Stride;
        Near<S, V>(x, rows, whole, near);
        new Span<float>(sums, 2 * Stride).Clear();
        int quarter = rows / Quarters;
        nint row = Channels, away = quarter * row;
        for (int r = 0; r < quarter; r++)
        {
            for (nint c = 0; c < whole; c += S.Count)
            {
                float* p = x + c;
                V k = S.Load(near + c);
                V a = S.Sub(S.Load(p), k), b = S.Sub(S.Load(p + away), k);
                V d = S.Sub(S.Load(p + (2 * away)), k), e = S.Sub(S.Load(p + (3 * away)), k);
                S.Store(S.Add(S.Load(sums + c), S.Add(S.Add(a, b), S.Add(d, e))), sums + c);
                S.Store(S.Fma(a, a, S.Fma(b, b, S.Fma(d, d, S.Fma(e, e, S.Load(squares + c))))), squares + c);
            }
            x += row;
        }

        x += (Quarters - 1) * away;
        for (int r = Quarters * quarter; r < rows; r++)
        {
            for (nint c = 0; c < whole; c += S.Count)
            {
                V d = S.Sub(S.Load(x + c), S.Load(near + c));
                S.Store(S.Add(S.Load(sums + c), d), sums + c);
                S.Store(S.Fma(d, d, S.Load(squares + c)), squares + c);
            }
            x += row;
        }
    }

    /// <summary>
    /// The mean of the chunk's first eight rows, or the first of fewer; 0 where that is not finite. Squares of deviations from it sum to at most 1 + rows / 8 times
    /// those from the mean of the chunk, since these eight rows deviate from that mean as well. So little cancels, whatever the data.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Near<S, V>(float* x, int rows, int whole, float* near)
        where S : ISimd<V, float>
        where V : struct
    {
        nint row = rows < FirstRows ? 0 : Channels;
        V part = S.Splat(1f / FirstRows), most = S.Splat(float.MaxValue);
        for (nint c = 0; c < whole; c += S.Count)
        {
            float* p = x + c, q = p + (4 * row);
            V low = S.Add(S.Add(S.Load(p), S.Load(p + row)), S.Add(S.Load(p + (2 * row)), S.Load(p + (3 * row))));
            V high = S.Add(S.Add(S.Load(q), S.Load(q + row)), S.Add(S.Load(q + (2 * row)), S.Load(q + (3 * row))));
            V mean = S.Mul(S.Add(low, high), part);
            S.Store(S.Select(S.LessOrEqual(S.Abs(mean), most), mean, S.Zero), near + c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Products<S, V>(float* x, float* dy, int rows, int whole, float* products)
        where S : ISimd<V, float>
        where V : struct
    {
        float* sums = products + Stride;
        new Span<float>(products, 2 * Stride).Clear();
        int quarter = rows / Quarters;
        nint row = Channels, away = quarter * row;
        for (int r = 0; r < quarter; r++)
        {
            for (nint c = 0; c < whole; c += S.Count)
            {
                float* p = x + c, q = dy + c;
                V m = S.Load(Mean + c), a = S.Load(q), b = S.Load(q + away), d = S.Load(q + (2 * away)), e = S.Load(q + (3 * away));
                V product = S.Fma(a, S.Sub(S.Load(p), m), S.Load(products + c));
                product = S.Fma(b, S.Sub(S.Load(p + away), m), product);
                product = S.Fma(d, S.Sub(S.Load(p + (2 * away)), m), product);
                S.Store(S.Fma(e, S.Sub(S.Load(p + (3 * away)), m), product), products + c);
                S.Store(S.Add(S.Load(sums + c), S.Add(S.Add(a, b), S.Add(d, e))), sums + c);
            }
            x += row;
            dy += row;
        }

        x += (Quarters - 1) * away;
        dy += (Quarters - 1) * away;
        for (int r = Quarters * quarter; r < rows; r++)
        {
            for (nint c = 0; c < whole; c += S.Count)
            {
                V d = S.Load(dy + c);
                S.Store(S.Fma(d, S.Sub(S.Load(x + c), S.Load(Mean + c)), S.Load(products + c)), products + c);
                S.Store(S.Add(S.Load(sums + c), d), sums + c);
            }
            x += row;
            dy += row;
        }
    }

    private readonly void MomentsOfOne(float* x, int rows, float* to)
    {
        double sum = 0, squares = 0;
        float near = float.IsFinite(*x) ? *x : 0;
        for (int r = 0; r < rows; r++)
        {
            double d = x[(long)r * Channels] - (double)near;
            sum += d;
            squares += d * d;
        }
        to[0] = near;
        to[Stride] = (float)sum;
        to[2 * Stride] = (float)squares;
    }

    private readonly void ProductsOfOne(float* x, float* dy, int rows, float mean, float* to)
    {
        double product = 0, sum = 0;
        for (int r = 0; r < rows; r++)
        {
            long at = (long)r * Channels;
            product += dy[at] * (double)(x[at] - mean);
            sum += dy[at];
        }
        to[0] = (float)product;
        to[Stride] = (float)sum;
    }
}
