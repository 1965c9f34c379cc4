using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Maths;

/// <summary>
/// Elementary functions on float lanes, one source for every width. All branches of the scalar algorithms become selections, so
/// that lanes never wait for each other. Errors are bounded by 3 units in the last place unless said otherwise.
/// </summary>
/// <remarks>
/// Clamps are written Min(limit, Max(limit, x)) with the constant first: the machine instruction returns its second operand when
/// one is NaN, so NaN goes through. Polynomials are those of Cephes (S. Moshier, netlib.org/cephes, single precision).
/// </remarks>
internal static unsafe class MathCore<S, V>
    where S : ISimd<V, float>, ISimdBits<V>
    where V : struct
{
    private const float Log2E = 1.44269504088896341f;

    // ln 2 in two parts: the first has few bits, so that n times it is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>e^r - 1 for r = x - n ln 2, |r| at most ln 2 / 2, and n as float lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ReducedExpm1(V x, out V n)
    {
        n = S.RoundToEven(S.Mul(x, S.Splat(Log2E)));
        V r = S.Fma(n, S.Splat(-Ln2High), x);
        r = S.Fma(n, S.Splat(-Ln2Low), r);
        V p = S.Fma(S.Splat(1.9875691500E-4f), r, S.Splat(1.3981999507E-3f));
        p = S.Fma(p, r, S.Splat(8.3334519073E-3f));
        p = S.Fma(p, r, S.Splat(4.1665795894E-2f));
        p = S.Fma(p, r, S.Splat(1.6666665459E-1f));
        p = S.Fma(p, r, S.Splat(5.0000001201E-1f));
        return S.Fma(S.Mul(r, r), p, r);
    }

    /// <summary>2^n for integral n in [-126, 127]: n becomes the exponent bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo(V n) => S.ShiftLeft23(S.AddBits(S.ToIntBits(n), S.SplatBits(127)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp(V x)
    {
        // Beyond these limits the result is infinity or rounds to zero.
        x = S.MinNative(S.Splat(89f), S.MaxNative(S.Splat(-104f), x));
        V p = S.Add(ReducedExpm1(x, out V n), S.Splat(1f));
        // Two factors, because 2^n itself may be subnormal or too large although the result is not.
        V half = S.RoundToEven(S.Mul(n, S.Splat(0.5f)));
        return S.Mul(S.Mul(p, PowerOfTwo(half)), PowerOfTwo(S.Sub(n, half)));
    }

    /// <summary>e^x for x up to 88, as softmax needs it: one scale is enough, and results below e^-87 are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpBelow88(V x)
    {
        V y = S.MaxNative(S.Splat(-87f), x);
        V p = S.Add(ReducedExpm1(y, out V n), S.Splat(1f));
        return S.Select(S.Less(x, S.Splat(-87f)), S.Zero, S.Mul(p, PowerOfTwo(n)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1(V x)
    {
        V y = S.MinNative(S.Splat(89f), S.MaxNative(S.Splat(-18f), x));
        V p = ReducedExpm1(y, out V n);
        // 2 (2^(n-1) p + (2^(n-1) - 1/2)): half of the scale still fits where the whole would not.
        V h = PowerOfTwo(S.Sub(n, S.Splat(1f)));
        V result = S.Fma(h, p, S.Sub(h, S.Splat(0.5f)));
        result = S.Add(result, result);
        return S.Select(S.Equal(x, S.Zero), x, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log(V x)
    {
        // Subnormals are scaled up by 2^23 first.
        V tiny = S.Less(x, S.Splat(1.17549435e-38f));
        V scaled = S.Select(tiny, S.Mul(x, S.Splat(8388608f)), x);
        // x = m 2^e with m in [sqrt(1/2), sqrt(2)).
        V e = S.ShiftRightSigned23(S.SubBits(scaled, S.SplatBits(0x3f3504f3)));
        V f = S.Sub(S.SubBits(scaled, S.ShiftLeft23(e)), S.Splat(1f));
        V exponent = S.Sub(S.FromIntBits(e), S.And(tiny, S.Splat(23f)));

        V p = S.Fma(S.Splat(7.0376836292E-2f), f, S.Splat(-1.1514610310E-1f));
        p = S.Fma(p, f, S.Splat(1.1676998740E-1f));
        p = S.Fma(p, f, S.Splat(-1.2420140846E-1f));
        p = S.Fma(p, f, S.Splat(1.4249322787E-1f));
        p = S.Fma(p, f, S.Splat(-1.6668057665E-1f));
        p = S.Fma(p, f, S.Splat(2.0000714765E-1f));
        p = S.Fma(p, f, S.Splat(-2.4999993993E-1f));
        p = S.Fma(p, f, S.Splat(3.3333331174E-1f));
        V square = S.Mul(f, f);
        V y = S.Mul(S.Mul(p, f), square);
        y = S.Fma(exponent, S.Splat(Ln2Low), y);
        y = S.Fma(square, S.Splat(-0.5f), y);
        V result = S.Fma(exponent, S.Splat(Ln2High), S.Add(f, y));

        // Zero, negative numbers, infinity and NaN.
        result = S.Select(S.Less(x, S.Zero), S.Splat(float.NaN), result);
        result = S.Select(S.Equal(x, S.Zero), S.Splat(float.NegativeInfinity), result);
        V finite = S.Less(x, S.Splat(float.PositiveInfinity));
        return S.Select(finite, result, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p(V x)
    {
        // log(1 + x) where u = 1 + x was rounded: the lost part is (x - (u - 1)), worth that over u.
        V u = S.Add(x, S.Splat(1f));
        V log = Log(u);
        V corrected = S.Add(log, S.Div(S.Sub(x, S.Sub(u, S.Splat(1f))), u));
        V plain = S.Or(S.Equal(u, S.Zero), S.Equal(u, S.Splat(float.PositiveInfinity)));
        corrected = S.Select(plain, log, corrected);
        return S.Select(S.Equal(u, S.Splat(1f)), x, corrected);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh(V x)
    {
        // tanh|x| = t / (t + 2) with t = e^(2|x|) - 1: no cancellation anywhere. From 9.02 on the result is 1.
        V sign = S.And(x, S.Splat(-0f));
        V y = S.MinNative(S.Splat(20f), S.Abs(S.Add(x, x)));
        V p = ReducedExpm1(y, out V n);
        V scale = PowerOfTwo(n);
        V t = S.Fma(scale, p, S.Sub(scale, S.Splat(1f)));
        return S.Or(S.Div(t, S.Add(t, S.Splat(2f))), sign);
    }

    /// <summary>1 / (1 + e^-x). Results below 1.2e-38 become zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid(V x)
    {
        V y = S.MinNative(S.Splat(88f), S.MaxNative(S.Splat(-88f), S.Neg(x)));
        V p = S.Add(ReducedExpm1(y, out V n), S.Splat(1f));
        V e = S.Mul(p, PowerOfTwo(n));
        V result = S.Div(S.Splat(1f), S.Add(S.Splat(1f), e));
        return S.Select(S.Less(x, S.Splat(-88f)), S.Zero, result);
    }

    /// <summary>The error function: t times a polynomial for each half between 0 and 4, from where on the result is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf(V x)
    {
        V t = S.MinNative(S.Splat(3.99f), S.Abs(x));
        // The half that t lies in, and t from its middle.
        V half = S.RoundToEven(S.Fma(t, S.Splat(2f), S.Splat(-0.5f)));
        V u = S.Fma(half, S.Splat(-0.5f), S.Sub(t, S.Splat(0.25f))), index = S.ToIntBits(half);
        float* table = ErfTable.Coefficients;
        V p = S.Fma(S.Lookup(table, index), u, S.Lookup(table + 8, index));
        p = S.Fma(p, u, S.Lookup(table + 16, index));
        p = S.Fma(p, u, S.Lookup(table + 24, index));
        p = S.Fma(p, u, S.Lookup(table + 32, index));
        p = S.Fma(p, u, S.Lookup(table + 40, index));
        p = S.Fma(p, u, S.Lookup(table + 48, index));
        return S.Or(S.MinNative(S.Splat(1f), S.Mul(t, p)), S.And(x, S.Splat(-0f)));
    }
}
