using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Gemm;

internal static unsafe partial class MicroKernel
{
    /// <summary>
    /// C tile = sum over segments and p of a[segment * step + i * lda + p] * b: six rows at one distance, as neighbouring pixels of an image with
    /// few channels are, and segments at another, the rows of a filter. B goes on by <paramref name="ldb"/> through all segments.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Lines<S, V, T>(nint segments, nint length, T* a, nint lda, nint step, T* b, nint ldb, TileOutput<T>* o)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V c00 = S.Zero, c01 = S.Zero, c10 = S.Zero, c11 = S.Zero, c20 = S.Zero, c21 = S.Zero;
        V c30 = S.Zero, c31 = S.Zero, c40 = S.Zero, c41 = S.Zero, c50 = S.Zero, c51 = S.Zero;
        for (; segments > 0; segments--)
        {
            T* upper = a, lower = a + (3 * lda);
            a += step;
            for (nint p = length; p > 0; p--)
            {
                V b0 = S.Load(b), b1 = S.Load(b + S.Count);
                b += ldb;
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
        }
        Store<S, V, T>(c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51, o);
    }
}
