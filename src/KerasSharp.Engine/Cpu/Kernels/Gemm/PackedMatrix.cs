using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>
/// Operands in the order in which <see cref="GemmDriver{S, V, T}"/> reads them: k-block after k-block, in each panels of two vectors of columns (B) or
/// tiles of six rows (A). The order depends on sizes and the vector width only, so a B that is used again and again, as weights are, is packed once.
/// </summary>
internal static unsafe class PackedMatrix
{
    /// <summary>Elements of a packed B of k rows and n columns.</summary>
    public static long Count(int k, int n, int bits)
    {
        int width = 2 * bits / (8 * sizeof(float));
        return (long)k * ((n + width - 1) / width * width);
    }

    /// <summary>Packs a whole float32 B, row-major (k, n) or stored (n, k) if <paramref name="trans"/>.</summary>
    public static void Pack(float* b, int ldb, bool trans, int k, int n, int bits, float* to)
    {
        var g = new GemmProblem<float> { N = n, K = k, B = b, Ldb = ldb, TransB = trans };
        switch (bits)
        {
            case 512:
                Pack<Simd512<float>, Vector512<float>>(in g, to);
                break;
            case 256:
                Pack<Simd256<float>, Vector256<float>>(in g, to);
                break;
            default:
                Pack<Simd128<float>, Vector128<float>>(in g, to);
                break;
        }
    }

    private static void Pack<S, V>(in GemmProblem<float> g, float* to)
        where S : ISimd<V, float>
        where V : struct
    {
        int width = 2 * S.Count, kBlock = GemmCut.KBlock(g.K, width * sizeof(float)), panels = (g.N + width - 1) / width;
        for (int p = 0; p < g.K; p += kBlock)
        {
            Panels<S, V, float>(in g, p, Math.Min(kBlock, g.K - p), 0, g.N, to + ((nint)p * panels * width));
        }
    }

    /// <summary>Packs panels of B from a column on, steps p to p + k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Panels<S, V, T>(in GemmProblem<T> g, int p, int k, int column, int columns, T* to)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        T* b = g.ColumnsOfB(p, column);
        nint ldb = g.Ldb;
        int width = 2 * S.Count;
        if (g.Inputs != GemmInputs.Same)
        {
            b = Widen(b, ldb, g.TransB ? columns : k, g.TransB ? k : columns, g.Inputs);
            ldb = g.TransB ? k : columns;
        }

        if (!g.TransB)
        {
            Packing.PanelsB<S, V, T>(b, ldb, k, columns, to, (nint)width * k);
            return;
        }

        for (int j = 0; j < columns; j += width)
        {
            Packing.PanelBTransposed(b + (j * ldb), ldb, k, Math.Min(width, columns - j), width, to);
            to += (nint)width * k;
        }
    }

    /// <summary>Packs tiles of A from a row on, steps p to p + k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tiles<T>(in GemmProblem<T> g, int row, int rows, int p, int k, T* to)
        where T : unmanaged
    {
        T* a = g.RowsOfA(row, p);
        nint lda = g.Lda;
        if (g.Inputs != GemmInputs.Same)
        {
            a = Widen(a, lda, g.TransA ? k : rows, g.TransA ? rows : k, g.Inputs);
            lda = g.TransA ? rows : k;
        }

        if (g.TransA)
        {
            Packing.PanelsATransposed(a, lda, k, rows, to);
            return;
        }

        const int Rows = MicroKernel.TileRows;
        for (int i = 0; i < rows; i += Rows)
        {
            Packing.PanelA(a + (i * lda), lda, k, Math.Min(Rows, rows - i), to);
            to += Rows * k;
        }
    }

    /// <summary>A block of 16-bit floats as float32, rows close together.</summary>
    private static T* Widen<T>(T* from, nint ld, int rows, int columns, GemmInputs inputs)
        where T : unmanaged
    {
        // Whole vectors are read past the last row's end, so there is a little room behind it.
        float* to = Scratch.Get<float>(((long)rows * columns) + 32, ScratchSlot.Part);
        for (int i = 0; i < rows; i++)
        {
            HalfFloats.Widen((ushort*)from + (i * ld), to + ((nint)i * columns), columns, inputs == GemmInputs.BFloat16);
        }

        return (T*)to;
    }
}
