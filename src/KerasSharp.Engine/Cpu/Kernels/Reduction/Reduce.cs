using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Reduction;

/// <summary>
/// Reductions of the middle axis of (outer, reduce, inner) to (outer, inner): inner = 1 reduces rows, outer = 1 columns. An empty
/// axis gives the identity (0, 1, negative or positive infinity).
/// </summary>
internal static unsafe class Reduce
{
    public static void Sum(long outer, long reduce, long inner, float* x, float* y) => Run<SumReduction, float>(outer, reduce, inner, x, y);

    public static void Sum(long outer, long reduce, long inner, double* x, double* y) => Run<SumReduction, double>(outer, reduce, inner, x, y);

    public static void Prod(long outer, long reduce, long inner, float* x, float* y) => Run<ProdReduction, float>(outer, reduce, inner, x, y);

    public static void Prod(long outer, long reduce, long inner, double* x, double* y) => Run<ProdReduction, double>(outer, reduce, inner, x, y);

    public static void Max(long outer, long reduce, long inner, float* x, float* y) => Run<MaxReduction, float>(outer, reduce, inner, x, y);

    public static void Max(long outer, long reduce, long inner, double* x, double* y) => Run<MaxReduction, double>(outer, reduce, inner, x, y);

    public static void Min(long outer, long reduce, long inner, float* x, float* y) => Run<MinReduction, float>(outer, reduce, inner, x, y);

    public static void Min(long outer, long reduce, long inner, double* x, double* y) => Run<MinReduction, double>(outer, reduce, inner, x, y);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOp, T>(long outer, long reduce, long inner, T* x, T* y)
        where TOp : IReduction
        where T : unmanaged
    {
        if (outer == 0 || inner == 0)
        {
            return;
        }
        switch (SimdLevel.BitsFor<T>(inner == 1 ? reduce : inner))
        {
            case 512:
                ReduceDriver<TOp, Simd512<T>, Vector512<T>, T>.Run(outer, reduce, inner, x, y);
                break;
            case 256:
                ReduceDriver<TOp, Simd256<T>, Vector256<T>, T>.Run(outer, reduce, inner, x, y);
                break;
            default:
                ReduceDriver<TOp, Simd128<T>, Vector128<T>, T>.Run(outer, reduce, inner, x, y);
                break;
        }
    }
}
