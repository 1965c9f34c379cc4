using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// A row of a depthwise 3x3 convolution of two vectors of channels, four neighbouring pixels at a time, from three rows of a framed image in which
/// these two vectors are all there is: every element lies at a constant distance.
/// </summary>
internal static unsafe class DepthwiseLines<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int Pixels = 4;

    /// <summary>Pixels of a row that are read for <paramref name="results"/> pixels of the result.</summary>
    public static int PixelsRead(int results, int stride) => (((((results + Pixels - 1) / Pixels * Pixels) - 1) * stride) + 3);

    /// <param name="line0">First row, from the leftmost pixel that the first result takes in.</param>
    /// <param name="line1">Second row.</param>
    /// <param name="line2">Third row.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="results">Pixels of the result.</param>
    /// <param name="w">Nine times two vectors of weights.</param>
    /// <param name="bias">Two vectors.</param>
    /// <param name="activation">What to do with a sum.</param>
    /// <param name="y">First pixel of the result.</param>
    /// <param name="channels">Distance of pixels of the result.</param>
    /// <param name="columns">Channels to store, at most two vectors.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        float* line0, float* line1, float* line2, int stride, int results, float* w, float* bias, EpilogueActivation activation, float* y, nint channels, int columns)
    {
        int width = 2 * S.Count;
        float* spill = stackalloc float[Pixels * 32];
        V low = S.Splat(Gemm.Gemm.LowerBound(activation)), high = S.Splat(Gemm.Gemm.UpperBound(activation));
        nint step = Pixels * stride * width;
        for (int x = 0; x < results; x += Pixels)
        {
            int count = Math.Min(Pixels, results - x);
            bool whole = count == Pixels && columns == width;
            float* to = whole ? y : spill;
            nint ld = whole ? channels : width;
            if (stride == 1)
            {
                Stride1(line0, line1, line2, w, bias, low, high, to, ld);
                Stride1(line0 + S.Count, line1 + S.Count, line2 + S.Count, w + S.Count, bias + S.Count, low, high, to + S.Count, ld);
            }
            else
            {
                Stride2(line0, line1, line2, w, bias, low, high, to, ld);
                Stride2(line0 + S.Count, line1 + S.Count, line2 + S.Count, w + S.Count, bias + S.Count, low, high, to + S.Count, ld);
            }

            for (int i = 0; !whole && i < count; i++)
            {
                new ReadOnlySpan<float>(spill + (i * width), columns).CopyTo(new Span<float>(y + (i * channels), columns));
            }

            line0 += step;
            line1 += step;
            line2 += step;
            y += Pixels * channels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Stride1(float* line0, float* line1, float* line2, float* w, float* bias, V low, V high, float* to, nint ld)
    {
        V s0 = S.Load(bias), s1 = s0, s2 = s0, s3 = s0;
        Taps1(line0, w, ref s0, ref s1, ref s2, ref s3);
        Taps1(line1, w + (6 * S.Count), ref s0, ref s1, ref s2, ref s3);
        Taps1(line2, w + (12 * S.Count), ref s0, ref s1, ref s2, ref s3);
        Store(s0, s1, s2, s3, low, high, to, ld);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Stride2(float* line0, float* line1, float* line2, float* w, float* bias, V low, V high, float* to, nint ld)
    {
        V s0 = S.Load(bias), s1 = s0, s2 = s0, s3 = s0;
        Taps2(line0, w, ref s0, ref s1, ref s2, ref s3);
        Taps2(line1, w + (6 * S.Count), ref s0, ref s1, ref s2, ref s3);
        Taps2(line2, w + (12 * S.Count), ref s0, ref s1, ref s2, ref s3);
        Store(s0, s1, s2, s3, low, high, to, ld);
    }

    /// <summary>One row of the filter times six neighbouring pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Taps1(float* line, float* w, ref V s0, ref V s1, ref V s2, ref V s3)
    {
        V w0 = S.Load(w), w1 = S.Load(w + (2 * S.Count)), w2 = S.Load(w + (4 * S.Count));
        s0 = S.Fma(S.Load(line), w0, s0);
        V x = S.Load(line + (2 * S.Count));
        s0 = S.Fma(x, w1, s0);
        s1 = S.Fma(x, w0, s1);
        x = S.Load(line + (4 * S.Count));
        s0 = S.Fma(x, w2, s0);
        s1 = S.Fma(x, w1, s1);
        s2 = S.Fma(x, w0, s2);
        x = S.Load(line + (6 * S.Count));
        s1 = S.Fma(x, w2, s1);
        s2 = S.Fma(x, w1, s2);
        s3 = S.Fma(x, w0, s3);
        x = S.Load(line + (8 * S.Count));
        s2 = S.Fma(x, w2, s2);
        s3 = S.Fma(x, w1, s3);
        s3 = S.Fma(S.Load(line + (10 * S.Count)), w2, s3);
    }

    /// <summary>One row of the filter times nine neighbouring pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Taps2(float* line, float* w, ref V s0, ref V s1, ref V s2, ref V s3)
    {
        V w0 = S.Load(w), w1 = S.Load(w + (2 * S.Count)), w2 = S.Load(w + (4 * S.Count));
        s0 = S.Fma(S.Load(line), w0, s0);
        s0 = S.Fma(S.Load(line + (2 * S.Count)), w1, s0);
        V x = S.Load(line + (4 * S.Count));
        s0 = S.Fma(x, w2, s0);
        s1 = S.Fma(x, w0, s1);
        s1 = S.Fma(S.Load(line + (6 * S.Count)), w1, s1);
        x = S.Load(line + (8 * S.Count));
        s1 = S.Fma(x, w2, s1);
        s2 = S.Fma(x, w0, s2);
        s2 = S.Fma(S.Load(line + (10 * S.Count)), w1, s2);
        x = S.Load(line + (12 * S.Count));
        s2 = S.Fma(x, w2, s2);
        s3 = S.Fma(x, w0, s3);
        s3 = S.Fma(S.Load(line + (14 * S.Count)), w1, s3);
        s3 = S.Fma(S.Load(line + (16 * S.Count)), w2, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(V s0, V s1, V s2, V s3, V low, V high, float* to, nint ld)
    {
        S.Store(S.MinNative(high, S.MaxNative(low, s0)), to);
        S.Store(S.MinNative(high, S.MaxNative(low, s1)), to + ld);
        S.Store(S.MinNative(high, S.MaxNative(low, s2)), to + (2 * ld));
        S.Store(S.MinNative(high, S.MaxNative(low, s3)), to + (3 * ld));
    }
}
