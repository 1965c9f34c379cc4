using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Gemm;

internal static unsafe partial class MicroKernel
{
    /// <summary>Fewest rows that <see cref="Pixels"/> takes.</summary>
    public const int FewestPixels = 8;

    /// <summary>
    /// clamp(bias + A B) for one panel of B of two vectors: rows of A at a distance, results side by side. Six rows at a time, and once or twice four, so that
    /// the tiles meet the number of rows where it is even; where it is odd, the last tile moves up by one row and computes that again.
    /// </summary>
    /// <remarks>Sums are so short here that adding a bias to them, and asking what to add, would take a good part of the time: they start from it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pixels<S, V, T>(int count, nint length, T* a, nint lda, T* panel, T* bias, T* bounds, T* to)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        int even = count + (count & 1), fours = (even % TileRows) switch { 0 => 0, 4 => 1, _ => 2 };
        T* end = a + (count * lda), last = to + (count * 2 * S.Count);
        for (int tiles = (even - (4 * fours)) / TileRows; tiles > 0; tiles--)
        {
            if (tiles == 1 && fours == 0)
            {
                a = end - (TileRows * lda);
                to = last - (TileRows * 2 * S.Count);
            }

            Six<S, V, T>(length, a, lda, panel, bias, bounds, to);
            a += TileRows * lda;
            to += TileRows * 2 * S.Count;
        }

        for (; fours > 0; fours--)
        {
            if (fours == 1)
            {
                a = end - (4 * lda);
                to = last - (4 * 2 * S.Count);
            }

            Four<S, V, T>(length, a, lda, panel, bias, bounds, to);
            a += 4 * lda;
            to += 4 * 2 * S.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Six<S, V, T>(nint length, T* a, nint lda, T* b, T* bias, T* bounds, T* to)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V c00 = S.Load(bias), c01 = S.Load(bias + S.Count), c10 = c00, c11 = c01, c20 = c00, c21 = c01, c30 = c00, c31 = c01, c40 = c00, c41 = c01, c50 = c00, c51 = c01;
        T* lower = a + (3 * lda);
        for (nint p = length; p > 0; p--)
        {
            V b0 = S.Load(b), b1 = S.Load(b + S.Count);
            b += 2 * S.Count;
            SixLines<S, V, T>(a, lower, lda, b0, b1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            a++;
            lower++;
        }

        StoreClamped<S, V, T>(c00, c01, bounds, to);
        StoreClamped<S, V, T>(c10, c11, bounds, to + (2 * S.Count));
        StoreClamped<S, V, T>(c20, c21, bounds, to + (4 * S.Count));
        StoreClamped<S, V, T>(c30, c31, bounds, to + (6 * S.Count));
        StoreClamped<S, V, T>(c40, c41, bounds, to + (8 * S.Count));
        StoreClamped<S, V, T>(c50, c51, bounds, to + (10 * S.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<S, V, T>(nint length, T* a, nint lda, T* b, T* bias, T* bounds, T* to)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V c00 = S.Load(bias), c01 = S.Load(bias + S.Count), c10 = c00, c11 = c01, c20 = c00, c21 = c01, c30 = c00, c31 = c01;
        T* lower = a + (2 * lda);
        for (nint p = length; p > 0; p--)
        {
            V b0 = S.Load(b), b1 = S.Load(b + S.Count);
            b += 2 * S.Count;
            V x = S.Splat(a[0]);
            c00 = S.Fma(x, b0, c00);
            c01 = S.Fma(x, b1, c01);
            x = S.Splat(a[lda]);
            c10 = S.Fma(x, b0, c10);
            c11 = S.Fma(x, b1, c11);
            x = S.Splat(lower[0]);
            c20 = S.Fma(x, b0, c20);
            c21 = S.Fma(x, b1, c21);
            x = S.Splat(lower[lda]);
            c30 = S.Fma(x, b0, c30);
            c31 = S.Fma(x, b1, c31);
            a++;
            lower++;
        }

        StoreClamped<S, V, T>(c00, c01, bounds, to);
        StoreClamped<S, V, T>(c10, c11, bounds, to + (2 * S.Count));
        StoreClamped<S, V, T>(c20, c21, bounds, to + (4 * S.Count));
        StoreClamped<S, V, T>(c30, c31, bounds, to + (6 * S.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreClamped<S, V, T>(V v0, V v1, T* bounds, T* to)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // Constants first, so that NaN comes out as NaN. They are read for each row, for all registers are taken while the sums run.
        V low = S.Splat(bounds[0]), high = S.Splat(bounds[1]);
        S.Store(S.MinNative(high, S.MaxNative(low, v0)), to);
        S.Store(S.MinNative(high, S.MaxNative(low, v1)), to + S.Count);
    }
}
