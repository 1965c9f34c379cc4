using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>The kernel for many whole tiles, and what it shares with the others.</summary>
internal static unsafe partial class MicroKernel
{
    /// <summary>
    /// Whole tiles below each other: A holds tile after tile, each packed for <paramref name="length"/> steps; all meet the same panel of B. The
    /// destination moves down from tile to tile. Four steps at a time leave the multiply-adds almost alone in the loop; where something is ahead, a line of it is asked for each time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Strip<S, V, T>(nint tiles, nint length, T* a, T* panel, nint ldb, TileOutput<T>* o)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (HasManyRegisters<S, V, T>())
        {
            Pairs<S, V, T>(tiles >> 1, length, a, panel, ldb, o);
            a += (tiles >> 1) * 2 * TileRows * length;
            tiles &= 1;
        }

        nint aheadStep = o->AheadStep;
        T* ahead = aheadStep == 0 ? a : o->Ahead;
        for (; tiles > 0; tiles--)
        {
            PrefetchC<S, V, T>(o->C, o->Ldc);
            V c00 = S.Zero, c01 = S.Zero, c10 = S.Zero, c11 = S.Zero, c20 = S.Zero, c21 = S.Zero;
            V c30 = S.Zero, c31 = S.Zero, c40 = S.Zero, c41 = S.Zero, c50 = S.Zero, c51 = S.Zero;
            T* b = panel;
            nint p = length;
            if (ldb == 2 * S.Count)
            {
                // Constant distances: no address is computed between the steps.
                for (; p >= 4; p -= 4)
                {
                    if (Sse.IsSupported)
                    {
                        Sse.Prefetch1(ahead);
                    }
                    ahead += aheadStep;
                    Step<S, V, T>(a, b, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                    Step<S, V, T>(a, b, 1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                    Step<S, V, T>(a, b, 2, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                    Step<S, V, T>(a, b, 3, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                    a += 4 * TileRows;
                    b += 8 * S.Count;
                }
            }
            for (; p > 0; p--)
            {
                Step<S, V, T>(a, b, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                a += TileRows;
                b += ldb;
            }
            StoreWhole<S, V, T>(ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51, o);
            Down(o);
        }
    }

    /// <summary>The destination of the tile below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Down<T>(TileOutput<T>* o)
        where T : unmanaged
    {
        o->C += TileRows * o->Ldc;
        o->Residual += TileRows * o->LdResidual;
    }

    /// <summary>One step of the reduction, <paramref name="step"/> (a constant) packed steps ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<S, V, T>(
        T* a, T* b, int step, ref V c00, ref V c01, ref V c10, ref V c11, ref V c20, ref V c21,
        ref V c30, ref V c31, ref V c40, ref V c41, ref V c50, ref V c51)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V b0 = S.Load(b + (2 * step * S.Count)), b1 = S.Load(b + (((2 * step) + 1) * S.Count));
        SixRows<S, V, T>(a, step, b0, b1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
    }

    /// <summary>Six neighbours of A, <paramref name="step"/> (a constant) packed steps ahead, times two vectors of B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SixRows<S, V, T>(
        T* a, int step, V b0, V b1, ref V c00, ref V c01, ref V c10, ref V c11, ref V c20, ref V c21,
        ref V c30, ref V c31, ref V c40, ref V c41, ref V c50, ref V c51)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
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
        x = S.Splat(a[(step * TileRows) + 5]);
        c50 = S.Fma(x, b0, c50);
        c51 = S.Fma(x, b1, c51);
    }

    /// <summary>Stores a tile of which every row and column exists: what there is to add is asked once, not for each row. Sums come by reference, so that none is copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreWhole<S, V, T>(
        ref V c00, ref V c01, ref V c10, ref V c11, ref V c20, ref V c21, ref V c30, ref V c31, ref V c40, ref V c41, ref V c50, ref V c51,
        TileOutput<T>* o)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        nint w = S.Count;
        T* c = o->C;
        nint ldc = o->Ldc;
        TileFlags flags = o->Flags;
        if ((flags & TileFlags.Accumulate) != 0)
        {
            c00 = S.Add(c00, S.Load(c));
            c01 = S.Add(c01, S.Load(c + w));
            c10 = S.Add(c10, S.Load(c + ldc));
            c11 = S.Add(c11, S.Load(c + ldc + w));
            c20 = S.Add(c20, S.Load(c + (2 * ldc)));
            c21 = S.Add(c21, S.Load(c + (2 * ldc) + w));
            c30 = S.Add(c30, S.Load(c + (3 * ldc)));
            c31 = S.Add(c31, S.Load(c + (3 * ldc) + w));
            c40 = S.Add(c40, S.Load(c + (4 * ldc)));
            c41 = S.Add(c41, S.Load(c + (4 * ldc) + w));
            c50 = S.Add(c50, S.Load(c + (5 * ldc)));
            c51 = S.Add(c51, S.Load(c + (5 * ldc) + w));
        }
        if ((flags & TileFlags.Bias) != 0)
        {
            V bias0 = S.Load(o->Bias), bias1 = S.Load(o->Bias + w);
            c00 = S.Add(c00, bias0);
            c01 = S.Add(c01, bias1);
            c10 = S.Add(c10, bias0);
            c11 = S.Add(c11, bias1);
            c20 = S.Add(c20, bias0);
            c21 = S.Add(c21, bias1);
            c30 = S.Add(c30, bias0);
            c31 = S.Add(c31, bias1);
            c40 = S.Add(c40, bias0);
            c41 = S.Add(c41, bias1);
            c50 = S.Add(c50, bias0);
            c51 = S.Add(c51, bias1);
        }
        if ((flags & TileFlags.Residual) != 0)
        {
            T* r = o->Residual;
            nint ldr = o->LdResidual;
            c00 = S.Add(c00, S.Load(r));
            c01 = S.Add(c01, S.Load(r + w));
            c10 = S.Add(c10, S.Load(r + ldr));
            c11 = S.Add(c11, S.Load(r + ldr + w));
            c20 = S.Add(c20, S.Load(r + (2 * ldr)));
            c21 = S.Add(c21, S.Load(r + (2 * ldr) + w));
            c30 = S.Add(c30, S.Load(r + (3 * ldr)));
            c31 = S.Add(c31, S.Load(r + (3 * ldr) + w));
            c40 = S.Add(c40, S.Load(r + (4 * ldr)));
            c41 = S.Add(c41, S.Load(r + (4 * ldr) + w));
            c50 = S.Add(c50, S.Load(r + (5 * ldr)));
            c51 = S.Add(c51, S.Load(r + (5 * ldr) + w));
        }
        if ((flags & TileFlags.Clamp) != 0)
        {
            // Constants first, so that NaN comes out as NaN.
            V lo = S.Splat(o->Lo), hi = S.Splat(o->Hi);
            c00 = S.MinNative(hi, S.MaxNative(lo, c00));
            c01 = S.MinNative(hi, S.MaxNative(lo, c01));
            c10 = S.MinNative(hi, S.MaxNative(lo, c10));
            c11 = S.MinNative(hi, S.MaxNative(lo, c11));
            c20 = S.MinNative(hi, S.MaxNative(lo, c20));
            c21 = S.MinNative(hi, S.MaxNative(lo, c21));
            c30 = S.MinNative(hi, S.MaxNative(lo, c30));
            c31 = S.MinNative(hi, S.MaxNative(lo, c31));
            c40 = S.MinNative(hi, S.MaxNative(lo, c40));
            c41 = S.MinNative(hi, S.MaxNative(lo, c41));
            c50 = S.MinNative(hi, S.MaxNative(lo, c50));
            c51 = S.MinNative(hi, S.MaxNative(lo, c51));
        }
        S.Store(c00, c);
        S.Store(c01, c + w);
        S.Store(c10, c + ldc);
        S.Store(c11, c + ldc + w);
        S.Store(c20, c + (2 * ldc));
        S.Store(c21, c + (2 * ldc) + w);
        S.Store(c30, c + (3 * ldc));
        S.Store(c31, c + (3 * ldc) + w);
        S.Store(c40, c + (4 * ldc));
        S.Store(c41, c + (4 * ldc) + w);
        S.Store(c50, c + (5 * ldc));
        S.Store(c51, c + (5 * ldc) + w);
    }
}
