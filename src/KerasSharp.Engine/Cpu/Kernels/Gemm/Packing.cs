using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>
/// Copies blocks of matrices into panels, the order in which the micro-kernel reads them. A panel of B is two vectors wide:
/// panel[p * width + j]; a panel of A is six rows high: panel[p * 6 + i]. Rows and columns outside the matrix hold zeros or other
/// elements of it; what is computed from them is not stored.
/// </summary>
internal static unsafe class Packing
{
    /// <summary>Packs <paramref name="columns"/> columns (at most two vectors) of a row-major B, k steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PanelB<S, V, T>(T* b, nint ldb, int k, int columns, T* panel)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        int width = 2 * S.Count;
        if (columns == width)
        {
            for (int p = 0; p < k; p++)
            {
                S.Store(S.Load(b), panel);
                S.Store(S.Load(b + S.Count), panel + S.Count);
                b += ldb;
                panel += width;
            }
            return;
        }
        for (int p = 0; p < k; p++)
        {
            // Whole vectors as long as they end inside the matrix; the excess columns are computed and never stored.
            if (((k - 1 - p) * ldb) + columns >= width)
            {
                S.Store(S.Load(b), panel);
                S.Store(S.Load(b + S.Count), panel + S.Count);
            }
            else
            {
                for (int j = 0; j < width; j++)
                {
                    panel[j] = j < columns ? b[j] : default;
                }
            }
            b += ldb;
            panel += width;
        }
    }

    /// <summary>
    /// Packs neighbouring panels of a row-major B, <paramref name="panelSize"/> elements apart. Whole rows are read in memory order,
    /// which a stream from main memory needs; the writes fill whole cache lines anyway.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PanelsB<S, V, T>(T* b, nint ldb, int k, int columns, T* to, nint panelSize)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        int width = 2 * S.Count, whole = columns / width;
        for (int p = 0; p < k; p++)
        {
            T* from = b + (p * ldb), line = to + ((nint)p * width);
            for (int panel = 0; panel < whole; panel++)
            {
                S.Store(S.Load(from), line);
                S.Store(S.Load(from + S.Count), line + S.Count);
                from += width;
                line += panelSize;
            }
        }
        if (whole * width < columns)
        {
            PanelB<S, V, T>(b + (whole * width), ldb, k, columns - (whole * width), to + (whole * panelSize));
        }
    }

    /// <summary>Packs columns of B that is stored transposed: row j of memory is column j, contiguous along k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PanelBTransposed<T>(T* b, nint ldb, int k, int columns, int width, T* panel)
        where T : unmanaged
    {
        int j = 0;
        for (; j + 4 <= columns; j += 4)
        {
            Interleave4(b + (j * ldb), ldb, k, panel + j, width);
        }
        for (; j < columns; j++)
        {
            T* source = b + (j * ldb);
            T* to = panel + j;
            for (int p = 0; p < k; p++)
            {
                *to = source[p];
                to += width;
            }
        }
        for (; j < width; j++)
        {
            T* to = panel + j;
            for (int p = 0; p < k; p++)
            {
                *to = default;
                to += width;
            }
        }
    }

    /// <summary>Packs six rows of a row-major A (fewer at the lower edge), k steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PanelA<T>(T* a, nint lda, int k, int rows, T* panel)
        where T : unmanaged
    {
        const int Rows = MicroKernel.TileRows;
        if (rows == Rows)
        {
            Interleave4(a, lda, k, panel, Rows);
            T* a4 = a + (4 * lda), a5 = a + (5 * lda);
            panel += 4;
            int p = 0;
            if (typeof(T) == typeof(float) && Sse.IsSupported)
            {
                for (; p + 4 <= k; p += 4)
                {
                    Vector128<float> x = Vector128.Load((float*)a4 + p), y = Vector128.Load((float*)a5 + p);
                    Vector128<float> low = Sse.UnpackLow(x, y), high = Sse.UnpackHigh(x, y);
                    Sse.StoreLow((float*)panel, low);
                    Sse.StoreHigh((float*)panel + Rows, low);
                    Sse.StoreLow((float*)panel + (2 * Rows), high);
                    Sse.StoreHigh((float*)panel + (3 * Rows), high);
                    panel += 4 * Rows;
                }
            }
            for (; p < k; p++)
            {
                panel[0] = a4[p];
                panel[1] = a5[p];
                panel += Rows;
            }
            return;
        }
        for (int i = 0; i < Rows; i++)
        {
            T* source = a + (i * lda), to = panel + i;
            for (int p = 0; p < k; p++)
            {
                *to = i < rows ? source[p] : default;
                to += Rows;
            }
        }
    }

    /// <summary>
    /// Packs rows of A that is stored transposed: step p of memory holds neighbouring rows. All tiles of a step are copied together,
    /// so that memory is read in order.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PanelsATransposed<T>(T* a, nint lda, int k, int rows, T* panels)
        where T : unmanaged
    {
        const int Rows = MicroKernel.TileRows;
        int whole = rows / Rows, rest = rows % Rows;
        nint size = (nint)Rows * k;
        for (int p = 0; p < k; p++)
        {
            T* from = a + (p * lda), to = panels + (p * Rows);
            for (int tile = 0; tile < whole; tile++)
            {
                // Six elements: a vector of four and a pair.
                if (typeof(T) == typeof(float))
                {
                    Vector128.Store(Vector128.Load((float*)from), (float*)to);
                    *(long*)(to + 4) = *(long*)(from + 4);
                }
                else
                {
                    for (int i = 0; i < Rows; i++)
                    {
                        to[i] = from[i];
                    }
                }
                from += Rows;
                to += size;
            }
            for (int i = 0; rest > 0 && i < Rows; i++)
            {
                to[i] = i < rest ? from[i] : default;
            }
        }
    }

    /// <summary>to[p * stride + i] = rows i of four contiguous rows: a 4 x k transpose, four steps at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave4<T>(T* a, nint lda, int k, T* to, nint stride)
        where T : unmanaged
    {
        T* a0 = a, a1 = a + lda, a2 = a + (2 * lda), a3 = a + (3 * lda);
        int p = 0;
        if (typeof(T) == typeof(float) && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            for (; p + 4 <= k; p += 4)
            {
                Vector128<float> r0 = Vector128.Load((float*)a0 + p), r1 = Vector128.Load((float*)a1 + p);
                Vector128<float> r2 = Vector128.Load((float*)a2 + p), r3 = Vector128.Load((float*)a3 + p);
                // Pair up rows 0,2 and 1,3, then the pairs: column c of the block ends as one vector.
                Vector128<float> t0 = ZipLow(r0, r2), t1 = ZipHigh(r0, r2), t2 = ZipLow(r1, r3), t3 = ZipHigh(r1, r3);
                ZipLow(t0, t2).Store((float*)to);
                ZipHigh(t0, t2).Store((float*)(to + stride));
                ZipLow(t1, t3).Store((float*)(to + (2 * stride)));
                ZipHigh(t1, t3).Store((float*)(to + (3 * stride)));
                to += 4 * stride;
            }
        }
        for (; p < k; p++)
        {
            to[0] = a0[p];
            to[1] = a1[p];
            to[2] = a2[p];
            to[3] = a3[p];
            to += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
