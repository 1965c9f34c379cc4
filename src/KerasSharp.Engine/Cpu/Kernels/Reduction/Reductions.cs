using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Reduction;

/// <summary>An associative operation that values are reduced with. Partial results are combined in double.</summary>
internal interface IReduction
{
    static abstract double Identity { get; }

    static abstract double Combine(double a, double b);

    static abstract V Combine<S, V, T>(V a, V b)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged;
}

internal readonly struct SumReduction : IReduction
{
    public static double Identity => 0;

    public static double Combine(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<S, V, T>(V a, V b)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged => S.Add(a, b);
}

internal readonly struct ProdReduction : IReduction
{
    public static double Identity => 1;

    public static double Combine(double a, double b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<S, V, T>(V a, V b)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged => S.Mul(a, b);
}

/// <summary>Maximum; NaN wins.</summary>
internal readonly struct MaxReduction : IReduction
{
    public static double Identity => double.NegativeInfinity;

    public static double Combine(double a, double b) => Math.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<S, V, T>(V a, V b)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged => S.Max(a, b);
}

/// <summary>Minimum; NaN wins.</summary>
internal readonly struct MinReduction : IReduction
{
    public static double Identity => double.PositiveInfinity;

    public static double Combine(double a, double b) => Math.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<S, V, T>(V a, V b)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged => S.Min(a, b);
}
