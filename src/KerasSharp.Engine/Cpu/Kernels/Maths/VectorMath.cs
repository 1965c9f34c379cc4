using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Maths;

/// <summary>
/// Elementary functions on float vectors, for kernels and for generated loops. See <see cref="MathCore{S, V}"/> for the algorithms.
/// </summary>
internal static class VectorMath
{
    /// <summary>e^x; infinity above 88.72, zero below -103.97.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp(Vector128<float> x) => MathCore<Simd128<float>, Vector128<float>>.Exp(x);

    /// <summary>e^x; infinity above 88.72, zero below -103.97.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x) => MathCore<Simd256<float>, Vector256<float>>.Exp(x);

    /// <summary>e^x; infinity above 88.72, zero below -103.97.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x) => MathCore<Simd512<float>, Vector512<float>>.Exp(x);

    /// <summary>e^x; infinity above 88.72, zero below -103.97. The same bits as a lane of the vector forms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x) => Exp(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>Natural logarithm; NaN for negative numbers, negative infinity for zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log(Vector128<float> x) => MathCore<Simd128<float>, Vector128<float>>.Log(x);

    /// <summary>Natural logarithm; NaN for negative numbers, negative infinity for zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x) => MathCore<Simd256<float>, Vector256<float>>.Log(x);

    /// <summary>Natural logarithm; NaN for negative numbers, negative infinity for zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x) => MathCore<Simd512<float>, Vector512<float>>.Log(x);

    /// <summary>Natural logarithm; NaN for negative numbers, negative infinity for zero. The same bits as a lane of the vector forms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float x) => Log(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>Hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> x) => MathCore<Simd128<float>, Vector128<float>>.Tanh(x);

    /// <summary>Hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x) => MathCore<Simd256<float>, Vector256<float>>.Tanh(x);

    /// <summary>Hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x) => MathCore<Simd512<float>, Vector512<float>>.Tanh(x);

    /// <summary>Hyperbolic tangent. The same bits as a lane of the vector forms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x) => Tanh(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> x) => MathCore<Simd128<float>, Vector128<float>>.Sigmoid(x);

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x) => MathCore<Simd256<float>, Vector256<float>>.Sigmoid(x);

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => MathCore<Simd512<float>, Vector512<float>>.Sigmoid(x);

    /// <summary>1 / (1 + e^-x). The same bits as a lane of the vector forms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x) => Sigmoid(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>Error function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Erf(Vector128<float> x) => MathCore<Simd128<float>, Vector128<float>>.Erf(x);

    /// <summary>Error function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x) => MathCore<Simd256<float>, Vector256<float>>.Erf(x);

    /// <summary>Error function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x) => MathCore<Simd512<float>, Vector512<float>>.Erf(x);

    /// <summary>Error function. The same bits as a lane of the vector forms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Erf(float x) => Erf(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>log(1 + x), accurate near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log1p(Vector128<float> x) => MathCore<Simd128<float>, Vector128<float>>.Log1p(x);

    /// <summary>log(1 + x), accurate near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log1p(Vector256<float> x) => MathCore<Simd256<float>, Vector256<float>>.Log1p(x);

    /// <summary>log(1 + x), accurate near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1p(Vector512<float> x) => MathCore<Simd512<float>, Vector512<float>>.Log1p(x);

    /// <summary>log(1 + x), accurate near zero. The same bits as a lane of the vector forms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log1p(float x) => Log1p(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>e^x - 1, accurate near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Expm1(Vector128<float> x) => MathCore<Simd128<float>, Vector128<float>>.Expm1(x);

    /// <summary>e^x - 1, accurate near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Expm1(Vector256<float> x) => MathCore<Simd256<float>, Vector256<float>>.Expm1(x);

    /// <summary>e^x - 1, accurate near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Expm1(Vector512<float> x) => MathCore<Simd512<float>, Vector512<float>>.Expm1(x);

    /// <summary>e^x - 1, accurate near zero. The same bits as a lane of the vector forms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Expm1(float x) => Expm1(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>Sine of an angle in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sin(Vector128<float> x) => Vector128.Sin(x);

    /// <summary>Sine of an angle in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sin(Vector256<float> x) => Vector256.Sin(x);

    /// <summary>Sine of an angle in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sin(Vector512<float> x) => Vector512.Sin(x);

    /// <summary>Sine of an angle in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sin(float x) => Sin(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>Cosine of an angle in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Cos(Vector128<float> x) => Vector128.Cos(x);

    /// <summary>Cosine of an angle in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Cos(Vector256<float> x) => Vector256.Cos(x);

    /// <summary>Cosine of an angle in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Cos(Vector512<float> x) => Vector512.Cos(x);

    /// <summary>Cosine of an angle in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Cos(float x) => Cos(Vector128.CreateScalar(x)).ToScalar();
}
