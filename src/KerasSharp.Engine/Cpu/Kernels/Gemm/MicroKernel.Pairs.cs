using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Gemm;

internal static unsafe partial class MicroKernel
{
    /// <summary>Whether vectors are those of AVX-512, which come with 32 registers: two tiles then fit side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasManyRegisters<S, V, T>()
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged => S.Count * sizeof(T) == 64;

    /// <summary>
    /// Pairs of whole tiles below each other, as <see cref="Strip"/> takes them: 24 sums run at a time and share the two vectors of B, so that 24
    /// multiply-adds take 14 loads instead of 16, and a tile's beginning and end come half as often. What is ahead is asked for at each step.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs<S, V, T>(nint pairs, nint length, T* a, T* panel, nint ldb, TileOutput<T>* o)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // Two steps are as much work as four of a single tile.
        nint aheadStep = o->AheadStep * sizeof(T) / 2;
        byte* ahead = (byte*)(aheadStep == 0 ? a : o->Ahead);
        for (; pairs > 0; pairs--)
        {
            PrefetchC<S, V, T>(o->C, o->Ldc);
            PrefetchC<S, V, T>(o->C + (TileRows * o->Ldc), o->Ldc);
            T* b = panel, lower = a + (TileRows * length);
            V c00 = S.Zero, c01 = S.Zero, c10 = S.Zero, c11 = S.Zero, c20 = S.Zero, c21 = S.Zero;
            V c30 = S.Zero, c31 = S.Zero, c40 = S.Zero, c41 = S.Zero, c50 = S.Zero, c51 = S.Zero;
            V d00 = S.Zero, d01 = S.Zero, d10 = S.Zero, d11 = S.Zero, d20 = S.Zero, d21 = S.Zero;
            V d30 = S.Zero, d31 = S.Zero, d40 = S.Zero, d41 = S.Zero, d50 = S.Zero, d51 = S.Zero;
            for (nint p = length; p > 0; p--)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch1(ahead);
                }

                ahead += aheadStep;
                V b0 = S.Load(b), b1 = S.Load(b + S.Count);
                SixRows<S, V, T>(a, 0, b0, b1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                SixRows<S, V, T>(lower, 0, b0, b1, ref d00, ref d01, ref d10, ref d11, ref d20, ref d21, ref d30, ref d31, ref d40, ref d41, ref d50, ref d51);
                a += TileRows;
                lower += TileRows;
                b += ldb;
            }
            a = lower;
            StoreWhole<S, V, T>(ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51, o);
            Down(o);
            StoreWhole<S, V, T>(ref d00, ref d01, ref d10, ref d11, ref d20, ref d21, ref d30, ref d31, ref d40, ref d41, ref d50, ref d51, o);
            Down(o);
        }

        o->Ahead = (T*)ahead;
    }

    /// <summary>Pairs of whole tiles as <see cref="Lines"/> takes them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LinePairs<S, V, T>(nint pairs, nint segments, nint length, T* a, nint lda, nint step, T* panel, nint ldb, TileOutput<T>* o)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        for (; pairs > 0; pairs--)
        {
            V c00 = S.Zero, c01 = S.Zero, c10 = S.Zero, c11 = S.Zero, c20 = S.Zero, c21 = S.Zero;
            V c30 = S.Zero, c31 = S.Zero, c40 = S.Zero, c41 = S.Zero, c50 = S.Zero, c51 = S.Zero;
            V d00 = S.Zero, d01 = S.Zero, d10 = S.Zero, d11 = S.Zero, d20 = S.Zero, d21 = S.Zero;
            V d30 = S.Zero, d31 = S.Zero, d40 = S.Zero, d41 = S.Zero, d50 = S.Zero, d51 = S.Zero;
            T* b = panel, start = a;
            for (nint segment = segments; segment > 0; segment--)
            {
                T* first = start, second = start + (3 * lda), third = start + (6 * lda), fourth = third + (3 * lda);
                start += step;
                for (nint p = length; p > 0; p--)
                {
                    V b0 = S.Load(b), b1 = S.Load(b + S.Count);
                    b += ldb;
                    SixLines<S, V, T>(first, second, lda, b0, b1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                    SixLines<S, V, T>(third, fourth, lda, b0, b1, ref d00, ref d01, ref d10, ref d11, ref d20, ref d21, ref d30, ref d31, ref d40, ref d41, ref d50, ref d51);
                    first++;
                    second++;
                    third++;
                    fourth++;
                }
            }

            a += 2 * TileRows * lda;
            StoreWhole<S, V, T>(ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51, o);
            Down(o);
            StoreWhole<S, V, T>(ref d00, ref d01, ref d10, ref d11, ref d20, ref d21, ref d30, ref d31, ref d40, ref d41, ref d50, ref d51, o);
            Down(o);
        }
    }
}
