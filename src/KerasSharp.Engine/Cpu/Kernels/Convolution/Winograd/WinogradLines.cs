using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// The one-dimensional transforms of F(4, 3) on vectors of channels that lie <c>stride</c> elements apart. A two-dimensional
/// transform applies one to the columns, then to the rows.
/// </summary>
/// <remarks>
/// The points are 0, ±a, ±b and infinity with a = 5/8 and b = 3/2. Among pairs near reciprocals of each other these, exact in
/// binary, gave the smallest error of a convolution in single precision: a quarter of that of the customary 1 and 2.
/// B^T holds the coefficients of the products of (x - point) over all other points, G divides by their values at the point.
/// </remarks>
internal static unsafe class WinogradLines<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const float A = 0.625f;
    private const float A2 = A * A;
    private const float A3 = A2 * A;
    private const float B = 1.5f;
    private const float B2 = B * B;
    private const float B3 = B2 * B;

    /// <summary>Values of the products at 0, ±a and ±b, inverted.</summary>
    private const float At0 = 1 / (A2 * B2);
    private const float AtA = 1 / (2 * A2 * (A2 - B2));
    private const float AtB = 1 / (2 * B2 * (B2 - A2));

    /// <summary>B^T: 6 pixels to 6 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* from, nint stride, float* to, nint toStride) => Input(
        S.Load(from), S.Load(from + stride), S.Load(from + (2 * stride)), S.Load(from + (3 * stride)), S.Load(from + (4 * stride)),
        S.Load(from + (5 * stride)), to, toStride);

    /// <summary>B^T: 6 pixels to 6 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(V d0, V d1, V d2, V d3, V d4, V d5, float* to, nint toStride)
    {
        V product = S.Splat(A2 * B2), sum = S.Splat(-(A2 + B2));
        S.Store(S.Fma(product, d0, S.Fma(sum, d2, d4)), to);
        S.Store(S.Fma(product, d1, S.Fma(sum, d3, d5)), to + (5 * toStride));
        V even = S.Fma(S.Splat(-B2), d2, d4), odd = S.Fma(S.Splat(-B2), d1, d3);
        S.Store(S.Fma(S.Splat(A), odd, even), to + toStride);
        S.Store(S.Fma(S.Splat(-A), odd, even), to + (2 * toStride));
        even = S.Fma(S.Splat(-A2), d2, d4);
        odd = S.Fma(S.Splat(-A2), d1, d3);
        S.Store(S.Fma(S.Splat(B), odd, even), to + (3 * toStride));
        S.Store(S.Fma(S.Splat(-B), odd, even), to + (4 * toStride));
    }

    /// <summary>B, the adjoint of <see cref="Input(float*, nint, float*, nint)"/>: gradients of 6 points to those of 6 pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InputGradient(float* from, nint stride, float* to, nint toStride)
    {
        V p0 = S.Load(from), p1 = S.Load(from + stride), p2 = S.Load(from + (2 * stride));
        V p3 = S.Load(from + (3 * stride)), p4 = S.Load(from + (4 * stride)), p5 = S.Load(from + (5 * stride));
        V evenA = S.Add(p1, p2), oddA = S.Sub(p1, p2), evenB = S.Add(p3, p4), oddB = S.Sub(p3, p4);
        V product = S.Splat(A2 * B2), sum = S.Splat(-(A2 + B2));
        S.Store(S.Mul(product, p0), to);
        S.Store(S.Fma(S.Splat(-(A * B2)), oddA, S.Fma(S.Splat(-(B * A2)), oddB, S.Mul(product, p5))), to + toStride);
        S.Store(S.Fma(S.Splat(-B2), evenA, S.Fma(S.Splat(-A2), evenB, S.Mul(sum, p0))), to + (2 * toStride));
        S.Store(S.Fma(S.Splat(A), oddA, S.Fma(S.Splat(B), oddB, S.Mul(sum, p5))), to + (3 * toStride));
        S.Store(S.Add(p0, S.Add(evenA, evenB)), to + (4 * toStride));
        S.Store(p5, to + (5 * toStride));
    }

    /// <summary>G: 3 taps to 6 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter(float* from, nint stride, float* to, nint toStride)
    {
        V g0 = S.Load(from), g1 = S.Load(from + stride), g2 = S.Load(from + (2 * stride));
        S.Store(S.Mul(S.Splat(At0), g0), to);
        V even = S.Mul(S.Splat(AtA), S.Fma(S.Splat(A2), g2, g0)), odd = S.Mul(S.Splat(A * AtA), g1);
        S.Store(S.Add(even, odd), to + toStride);
        S.Store(S.Sub(even, odd), to + (2 * toStride));
        even = S.Mul(S.Splat(AtB), S.Fma(S.Splat(B2), g2, g0));
        odd = S.Mul(S.Splat(B * AtB), g1);
        S.Store(S.Add(even, odd), to + (3 * toStride));
        S.Store(S.Sub(even, odd), to + (4 * toStride));
        S.Store(g2, to + (5 * toStride));
    }

    /// <summary>A^T: 6 points to 4 pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint stride, float* to, nint toStride)
    {
        V m0 = S.Load(from), m1 = S.Load(from + stride), m2 = S.Load(from + (2 * stride));
        V m3 = S.Load(from + (3 * stride)), m4 = S.Load(from + (4 * stride)), m5 = S.Load(from + (5 * stride));
        V evenA = S.Add(m1, m2), oddA = S.Sub(m1, m2), evenB = S.Add(m3, m4), oddB = S.Sub(m3, m4);
        S.Store(S.Add(S.Add(m0, evenA), evenB), to);
        S.Store(S.Fma(S.Splat(B), oddB, S.Mul(S.Splat(A), oddA)), to + toStride);
        S.Store(S.Fma(S.Splat(B2), evenB, S.Mul(S.Splat(A2), evenA)), to + (2 * toStride));
        S.Store(S.Fma(S.Splat(B3), oddB, S.Fma(S.Splat(A3), oddA, m5)), to + (3 * toStride));
    }

    /// <summary>A, the adjoint of <see cref="Output"/>: gradients of 4 pixels to those of 6 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(float* from, nint stride, float* to, nint toStride) => OutputGradient(
        S.Load(from), S.Load(from + stride), S.Load(from + (2 * stride)), S.Load(from + (3 * stride)), to, toStride);

    /// <summary>A, the adjoint of <see cref="Output"/>: gradients of 4 pixels to those of 6 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(V d0, V d1, V d2, V d3, float* to, nint toStride)
    {
        S.Store(d0, to);
        S.Store(d3, to + (5 * toStride));
        V even = S.Fma(S.Splat(A2), d2, d0), odd = S.Fma(S.Splat(A3), d3, S.Mul(S.Splat(A), d1));
        S.Store(S.Add(even, odd), to + toStride);
        S.Store(S.Sub(even, odd), to + (2 * toStride));
        even = S.Fma(S.Splat(B2), d2, d0);
        odd = S.Fma(S.Splat(B3), d3, S.Mul(S.Splat(B), d1));
        S.Store(S.Add(even, odd), to + (3 * toStride));
        S.Store(S.Sub(even, odd), to + (4 * toStride));
    }

    /// <summary>G^T, the adjoint of <see cref="Filter"/>: gradients of 6 points to those of 3 taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FilterGradient(float* from, nint stride, float* to, nint toStride)
    {
        V m0 = S.Load(from), m1 = S.Load(from + stride), m2 = S.Load(from + (2 * stride));
        V m3 = S.Load(from + (3 * stride)), m4 = S.Load(from + (4 * stride)), m5 = S.Load(from + (5 * stride));
        V evenA = S.Mul(S.Splat(AtA), S.Add(m1, m2)), oddA = S.Mul(S.Splat(A * AtA), S.Sub(m1, m2));
        V evenB = S.Mul(S.Splat(AtB), S.Add(m3, m4)), oddB = S.Mul(S.Splat(B * AtB), S.Sub(m3, m4));
        S.Store(S.Fma(S.Splat(At0), m0, S.Add(evenA, evenB)), to);
        S.Store(S.Add(oddA, oddB), to + toStride);
        S.Store(S.Fma(S.Splat(A2), evenA, S.Fma(S.Splat(B2), evenB, m5)), to + (2 * toStride));
    }
}
