using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Gemm;

internal static unsafe partial class MicroKernel
{
    /// <summary>
    /// Whole tiles below each other, each C tile = sum over segments and p of a[segment * step + i * lda + p] * panel: rows at one distance, as those of a
    /// row-major A or neighbouring pixels of an image with few channels are, and segments at another, the rows of a filter. The panel goes on by
    /// <paramref name="ldb"/> through all segments and is the same for all tiles. The destination goes down from tile to tile; <paramref name="o"/> is left as it happens to be.
    /// </summary>
    /// <remarks>Nothing is looked up between tiles: at the points of Winograd's form a sum has but 16 steps.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Lines<S, V, T>(nint tiles, nint segments, nint length, T* a, nint lda, nint step, T* panel, nint ldb, TileOutput<T>* o)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        bool whole = o->Columns == 2 * S.Count && o->FirstRow == 0 && o->LastRow == TileRows;
        if (whole && HasManyRegisters<S, V, T>())
        {
            LinePairs<S, V, T>(tiles >> 1, segments, length, a, lda, step, panel, ldb, o);
            a += (tiles >> 1) * 2 * TileRows * lda;
            tiles &= 1;
        }

        bool plain = whole && o->Flags == TileFlags.None;
        nint ldc = o->Ldc;
        T* c = o->C;
        for (; tiles > 0; tiles--)
        {
            V c00 = S.Zero, c01 = S.Zero, c10 = S.Zero, c11 = S.Zero, c20 = S.Zero, c21 = S.Zero;
            V c30 = S.Zero, c31 = S.Zero, c40 = S.Zero, c41 = S.Zero, c50 = S.Zero, c51 = S.Zero;
            T* b = panel, start = a;
            for (nint segment = segments; segment > 0; segment--)
            {
                T* upper = start, lower = start + (3 * lda);
                start += step;
                for (nint p = length; p > 0; p--)
                {
                    V b0 = S.Load(b), b1 = S.Load(b + S.Count);
                    b += ldb;
                    SixLines<S, V, T>(upper, lower, lda, b0, b1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                    upper++;
                    lower++;
                }
            }
            a += TileRows * lda;
            if (plain)
            {
                StorePair<S, V, T>(c00, c01, c);
                StorePair<S, V, T>(c10, c11, c += ldc);
                StorePair<S, V, T>(c20, c21, c += ldc);
                StorePair<S, V, T>(c30, c31, c += ldc);
                StorePair<S, V, T>(c40, c41, c += ldc);
                StorePair<S, V, T>(c50, c51, c += ldc);
                c += ldc;
                continue;
            }
            o->C = c;
            Store<S, V, T>(ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51, o);
            c += TileRows * ldc;
            o->Residual += TileRows * o->LdResidual;
        }
    }

    /// <summary>A step of the reduction in six rows at a distance, of which <paramref name="lower"/> is the fourth: addresses reach two rows on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SixLines<S, V, T>(
        T* upper, T* lower, nint lda, V b0, V b1, ref V c00, ref V c01, ref V c10, ref V c11, ref V c20, ref V c21,
        ref V c30, ref V c31, ref V c40, ref V c41, ref V c50, ref V c51)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
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
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair<S, V, T>(V v0, V v1, T* to)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        S.Store(v0, to);
        S.Store(v1, to + S.Count);
    }
}
