using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Gemm;

internal static unsafe partial class MicroKernel
{
    /// <summary>
    /// Tiles of five rows below each other. A step reads five neighbours of A and goes on by <paramref name="lda"/>; <paramref name="tileA"/> elements on begins the next tile: packed tiles are those of
    /// six, see <see cref="Strip"/>. The destination moves down from tile to tile.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fives<S, V, T>(nint tiles, nint length, T* a, nint lda, nint tileA, T* panel, nint ldb, TileOutput<T>* o)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        o->FirstRow = 0;
        o->LastRow = TileRows - 1;
        for (; tiles > 0; tiles--)
        {
            PrefetchC<S, V, T>(o->C, o->Ldc);
            T* next = a + tileA;
            V c00 = S.Zero, c01 = S.Zero, c10 = S.Zero, c11 = S.Zero, c20 = S.Zero, c21 = S.Zero;
            V c30 = S.Zero, c31 = S.Zero, c40 = S.Zero, c41 = S.Zero, none = S.Zero;
            T* b = panel;
            nint p = length;
            if (lda == TileRows && ldb == 2 * S.Count)
            {
                for (; p >= 4; p -= 4)
                {
                    StepOfFive<S, V, T>(a, b, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41);
                    StepOfFive<S, V, T>(a, b, 1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41);
                    StepOfFive<S, V, T>(a, b, 2, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41);
                    StepOfFive<S, V, T>(a, b, 3, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41);
                    a += 4 * TileRows;
                    b += 8 * S.Count;
                }
            }
            for (; p > 0; p--)
            {
                StepOfFive<S, V, T>(a, b, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41);
                a += lda;
                b += ldb;
            }
            a = next;
            Store<S, V, T>(ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref none, ref none, o);
            o->C += (TileRows - 1) * o->Ldc;
            o->Residual += (TileRows - 1) * o->LdResidual;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepOfFive<S, V, T>(
        T* a, T* b, int step, ref V c00, ref V c01, ref V c10, ref V c11, ref V c20, ref V c21, ref V c30, ref V c31, ref V c40, ref V c41)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V b0 = S.Load(b + (2 * step * S.Count)), b1 = S.Load(b + (((2 * step) + 1) * S.Count));
        V x = S.Splat(a[step * TileRows]);
        c00 = S.Fma(x, b0, c00);
        c01 = S.Fma(x, b1, c01);
        x = S.Splat(a[(step * TileRows) + 1]);
        c10 = S.Fma(x, b0, c10);
        c11 = S.Fma(x, b1, c11);
        x = S.Splat(a[(step * TileRows) + 2]);
        c20 = S.Fma(x, b0, c20);
        c21 = S.Fma(x, b1, c21);
        x = S.Splat(a[(step * TileRows) + 3]);
        c30 = S.Fma(x, b0, c30);
        c31 = S.Fma(x, b1, c31);
        x = S.Splat(a[(step * TileRows) + 4]);
        c40 = S.Fma(x, b0, c40);
        c41 = S.Fma(x, b1, c41);
    }
}
