using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>
/// The tile of <see cref="MicroKernel"/> for many whole tiles below each other whose A is row-major with one distance between rows: short
/// reductions, as at the points of Winograd's form, must not spend their time between tiles.
/// </summary>
internal static unsafe class RowStrip
{
    /// <summary>C (6 tiles x two vectors) = A times the panel, or is added to what C holds.</summary>
    /// <param name="tiles">Tiles of six rows.</param>
    /// <param name="length">Steps of the reduction.</param>
    /// <param name="a">Row-major A.</param>
    /// <param name="lda">Elements between rows of A.</param>
    /// <param name="panel">Panel of B, two vectors a step.</param>
    /// <param name="c">Row-major C.</param>
    /// <param name="ldc">Elements between rows of C.</param>
    /// <param name="accumulate">Whether to add to C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<S, V>(nint tiles, nint length, float* a, nint lda, float* panel, float* c, nint ldc, bool accumulate)
        where S : ISimd<V, float>
        where V : struct
    {
        nint width = 2 * S.Count;
        for (; tiles > 0; tiles--)
        {
            V c00 = S.Zero, c01 = S.Zero, c10 = S.Zero, c11 = S.Zero, c20 = S.Zero, c21 = S.Zero;
            V c30 = S.Zero, c31 = S.Zero, c40 = S.Zero, c41 = S.Zero, c50 = S.Zero, c51 = S.Zero;
            float* upper = a, lower = a + (3 * lda), b = panel;
            for (nint p = length; p > 0; p--)
            {
                V b0 = S.Load(b), b1 = S.Load(b + S.Count);
                b += width;
                V x = S.Splat(upper[0]);
                c00 = S.Fma(x, b0, c00);
                c01 = S.Fma(x, b1, c01);
                x = S.Splat(upper[lda]);
                c10 = S.Fma(x, b0, c10);
                c11 = S.Fma(x, b1, c11);
                x = S.Splat(upper[2 * lda]);
                c20 = S.Fma(x, b0, c20);
                c21 = S.Fma(x, b1, c21);
                x = S.Splat(lower[0]);
                c30 = S.Fma(x, b0, c30);
                c31 = S.Fma(x, b1, c31);
                x = S.Splat(lower[lda]);
                c40 = S.Fma(x, b0, c40);
                c41 = S.Fma(x, b1, c41);
                x = S.Splat(lower[2 * lda]);
                c50 = S.Fma(x, b0, c50);
                c51 = S.Fma(x, b1, c51);
                upper++;
                lower++;
            }
            float* to = c;
            Store<S, V>(c00, c01, to, accumulate);
            Store<S, V>(c10, c11, to += ldc, accumulate);
            Store<S, V>(c20, c21, to += ldc, accumulate);
            Store<S, V>(c30, c31, to += ldc, accumulate);
            Store<S, V>(c40, c41, to += ldc, accumulate);
            Store<S, V>(c50, c51, to + ldc, accumulate);
            a += 6 * lda;
            c += 6 * ldc;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<S, V>(V v0, V v1, float* to, bool accumulate)
        where S : ISimd<V, float>
        where V : struct
    {
        if (accumulate)
        {
            v0 = S.Add(v0, S.Load(to));
            v1 = S.Add(v1, S.Load(to + S.Count));
        }
        S.Store(v0, to);
        S.Store(v1, to + S.Count);
    }
}
