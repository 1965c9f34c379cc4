using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>
/// Products of a few rows with a packed matrix. Tiles have as many rows as there are, up to six, so that no arithmetic is wasted on the small batches of a
/// step: from four rows on, eight independent chains keep both multiply-add units busy. An element is one chain whatever tile it is in.
/// </summary>
internal static unsafe class RecurrentTile<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int LargestRows = 6;

    /// <summary>Columns of a panel.</summary>
    public static int Width => 2 * S.Count;

    /// <summary>Panels of a matrix with that many columns.</summary>
    public static int Panels(int columns) => (columns + Width - 1) / Width;

    /// <summary>
    /// c[i, :] = from[i, :] + rows[i][offset .. offset + k] B. All of the last panel's columns are read from <paramref name="from"/> and written to
    /// <paramref name="c"/>, which may be the same.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int count, float** rows, int offset, int k, float* packed, int panels, float* from, nint ldFrom, float* c, nint ldc)
    {
        int tiles = (count + LargestRows - 1) / LargestRows, small = count / tiles, larger = count % tiles;
        for (int panel = 0; panel < panels; panel++)
        {
            int row = 0;
            for (int tile = 0; tile < tiles; tile++)
            {
                int height = tile < larger ? small + 1 : small;
                float** a = rows + row;
                float* start = from + (row * ldFrom), to = c + (row * ldc);
                switch (height)
                {
                    case 6:
                        Rows6(a, offset, k, packed, start, ldFrom, to, ldc);
                        break;
                    case 5:
                        Rows5(a, offset, k, packed, start, ldFrom, to, ldc);
                        break;
                    case 4:
                        Rows4(a, offset, k, packed, start, ldFrom, to, ldc);
                        break;
                    case 3:
                        Rows3(a, offset, k, packed, start, ldFrom, to, ldc);
                        break;
                    case 2:
                        Rows2(a, offset, k, packed, start, ldFrom, to, ldc);
                        break;
                    default:
                        Rows1(a, offset, k, packed, start, ldFrom, to, ldc);
                        break;
                }
                row += height;
            }
            packed += (nint)Width * k;
            from += Width;
            c += Width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6(float** a, int offset, nint k, float* b, float* from, nint ldFrom, float* c, nint ldc) => Tile(6, a, offset, k, b, from, ldFrom, c, ldc);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows5(float** a, int offset, nint k, float* b, float* from, nint ldFrom, float* c, nint ldc) => Tile(5, a, offset, k, b, from, ldFrom, c, ldc);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(float** a, int offset, nint k, float* b, float* from, nint ldFrom, float* c, nint ldc) => Tile(4, a, offset, k, b, from, ldFrom, c, ldc);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows3(float** a, int offset, nint k, float* b, float* from, nint ldFrom, float* c, nint ldc) => Tile(3, a, offset, k, b, from, ldFrom, c, ldc);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2(float** a, int offset, nint k, float* b, float* from, nint ldFrom, float* c, nint ldc) => Tile(2, a, offset, k, b, from, ldFrom, c, ldc);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1(float** a, int offset, nint k, float* b, float* from, nint ldFrom, float* c, nint ldc) => Tile(1, a, offset, k, b, from, ldFrom, c, ldc);

    /// <summary>With a constant height what belongs to higher rows disappears.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile(int height, float** a, int offset, nint k, float* b, float* from, nint ldFrom, float* c, nint ldc)
    {
        nint w = S.Count;
        V c00 = S.Load(from), c01 = S.Load(from + w);
        V c10 = height > 1 ? S.Load(from + ldFrom) : S.Zero, c11 = height > 1 ? S.Load(from + ldFrom + w) : S.Zero;
        V c20 = height > 2 ? S.Load(from + (2 * ldFrom)) : S.Zero, c21 = height > 2 ? S.Load(from + (2 * ldFrom) + w) : S.Zero;
        V c30 = height > 3 ? S.Load(from + (3 * ldFrom)) : S.Zero, c31 = height > 3 ? S.Load(from + (3 * ldFrom) + w) : S.Zero;
        V c40 = height > 4 ? S.Load(from + (4 * ldFrom)) : S.Zero, c41 = height > 4 ? S.Load(from + (4 * ldFrom) + w) : S.Zero;
        V c50 = height > 5 ? S.Load(from + (5 * ldFrom)) : S.Zero, c51 = height > 5 ? S.Load(from + (5 * ldFrom) + w) : S.Zero;
        float* a0 = a[0] + offset, a1 = height > 1 ? a[1] + offset : a0, a2 = height > 2 ? a[2] + offset : a0;
        float* a3 = height > 3 ? a[3] + offset : a0, a4 = height > 4 ? a[4] + offset : a0, a5 = height > 5 ? a[5] + offset : a0;
        for (nint p = 0; p < k; p++)
        {
            V b0 = S.Load(b), b1 = S.Load(b + w);
            b += 2 * w;
            V x = S.Splat(a0[p]);
            c00 = S.Fma(x, b0, c00);
            c01 = S.Fma(x, b1, c01);
            if (height > 1)
            {
                x = S.Splat(a1[p]);
                c10 = S.Fma(x, b0, c10);
                c11 = S.Fma(x, b1, c11);
            }
            if (height > 2)
            {
                x = S.Splat(a2[p]);
                c20 = S.Fma(x, b0, c20);
                c21 = S.Fma(x, b1, c21);
            }
            if (height > 3)
            {
                x = S.Splat(a3[p]);
                c30 = S.Fma(x, b0, c30);
                c31 = S.Fma(x, b1, c31);
            }
            if (height > 4)
            {
                x = S.Splat(a4[p]);
                c40 = S.Fma(x, b0, c40);
                c41 = S.Fma(x, b1, c41);
            }
            if (height > 5)
            {
                x = S.Splat(a5[p]);
                c50 = S.Fma(x, b0, c50);
                c51 = S.Fma(x, b1, c51);
            }
        }
        Store(c00, c01, c);
        if (height > 1)
        {
            Store(c10, c11, c + ldc);
        }
        if (height > 2)
        {
            Store(c20, c21, c + (2 * ldc));
        }
        if (height > 3)
        {
            Store(c30, c31, c + (3 * ldc));
        }
        if (height > 4)
        {
            Store(c40, c41, c + (4 * ldc));
        }
        if (height > 5)
        {
            Store(c50, c51, c + (5 * ldc));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(V c0, V c1, float* c)
    {
        S.Store(c0, c);
        S.Store(c1, c + S.Count);
    }
}
