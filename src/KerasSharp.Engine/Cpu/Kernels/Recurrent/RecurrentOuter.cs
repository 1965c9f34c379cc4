using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>
/// C += A^T B for a few dozen rows of A and B that lie in the nearest caches, so that nothing is packed: six neighbours of a row of A against two vectors of
/// the row of B.
/// </summary>
internal static unsafe class RecurrentOuter<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int LargestRows = 6;

    /// <summary>All of the last panel's columns are read from B and changed in C.</summary>
    /// <param name="rows">Rows of C, columns of A.</param>
    /// <param name="panels">Pairs of vectors along the columns of C and B.</param>
    /// <param name="k">Rows of A and B.</param>
    /// <param name="a">First of A.</param>
    /// <param name="lda">Elements from row to row of A.</param>
    /// <param name="b">First of B.</param>
    /// <param name="ldb">Elements from row to row of B.</param>
    /// <param name="c">First of C.</param>
    /// <param name="ldc">Elements from row to row of C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(int rows, int panels, int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc)
    {
        int tiles = (rows + LargestRows - 1) / LargestRows, small = rows / tiles, larger = rows % tiles;
        for (int panel = 0; panel < panels; panel++)
        {
            float* from = a, to = c;
            for (int tile = 0; tile < tiles; tile++)
            {
                int height = tile < larger ? small + 1 : small;
                switch (height)
                {
                    case 6:
                        Rows6(k, from, lda, b, ldb, to, ldc);
                        break;
                    case 5:
                        Rows5(k, from, lda, b, ldb, to, ldc);
                        break;
                    case 4:
                        Rows4(k, from, lda, b, ldb, to, ldc);
                        break;
                    default:
                        for (int row = 0; row < height; row++)
                        {
                            Rows1(k, from + row, lda, b, ldb, to + (row * ldc));
                        }
                        break;
                }
                from += height;
                to += height * ldc;
            }
            b += 2 * S.Count;
            c += 2 * S.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6(nint k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc) => Tile(6, k, a, lda, b, ldb, c, ldc);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows5(nint k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc) => Tile(5, k, a, lda, b, ldb, c, ldc);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(nint k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc) => Tile(4, k, a, lda, b, ldb, c, ldc);

    /// <summary>The few rows of a small matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1(nint k, float* a, nint lda, float* b, nint ldb, float* c)
    {
        V c0 = S.Zero, c1 = S.Zero;
        for (nint p = 0; p < k; p++)
        {
            V x = S.Splat(*a);
            c0 = S.Fma(x, S.Load(b), c0);
            c1 = S.Fma(x, S.Load(b + S.Count), c1);
            a += lda;
            b += ldb;
        }
        AddTo(c0, c1, c);
    }

    /// <summary>With a constant height what belongs to higher rows disappears.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile(int height, nint k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc)
    {
        V c00 = S.Zero, c01 = S.Zero, c10 = S.Zero, c11 = S.Zero, c20 = S.Zero, c21 = S.Zero;
        V c30 = S.Zero, c31 = S.Zero, c40 = S.Zero, c41 = S.Zero, c50 = S.Zero, c51 = S.Zero;
        for (nint p = 0; p < k; p++)
        {
            V b0 = S.Load(b), b1 = S.Load(b + S.Count);
            V x = S.Splat(a[0]);
            c00 = S.Fma(x, b0, c00);
            c01 = S.Fma(x, b1, c01);
            x = S.Splat(a[1]);
            c10 = S.Fma(x, b0, c10);
            c11 = S.Fma(x, b1, c11);
            x = S.Splat(a[2]);
            c20 = S.Fma(x, b0, c20);
            c21 = S.Fma(x, b1, c21);
            x = S.Splat(a[3]);
            c30 = S.Fma(x, b0, c30);
            c31 = S.Fma(x, b1, c31);
            if (height > 4)
            {
                x = S.Splat(a[4]);
                c40 = S.Fma(x, b0, c40);
                c41 = S.Fma(x, b1, c41);
            }
            if (height > 5)
            {
                x = S.Splat(a[5]);
                c50 = S.Fma(x, b0, c50);
                c51 = S.Fma(x, b1, c51);
            }
            a += lda;
            b += ldb;
        }
        AddTo(c00, c01, c);
        AddTo(c10, c11, c + ldc);
        AddTo(c20, c21, c + (2 * ldc));
        AddTo(c30, c31, c + (3 * ldc));
        if (height > 4)
        {
            AddTo(c40, c41, c + (4 * ldc));
        }
        if (height > 5)
        {
            AddTo(c50, c51, c + (5 * ldc));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(V c0, V c1, float* c)
    {
        S.Store(S.Add(S.Load(c), c0), c);
        S.Store(S.Add(S.Load(c + S.Count), c1), c + S.Count);
    }
}
