using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Attention;

/// <summary>The small products of attention: a block of queries with panels of keys or values. Under a causal mask, tiles of six queries stop at the last key that they see.</summary>
internal unsafe struct AttentionPanels<S, TV>
    where S : ISimd<TV, float>
    where TV : struct
{
    private const int TileRows = MicroKernel.TileRows;

    /// <summary>First query of the block.</summary>
    public int First;

    /// <summary>Queries of the block.</summary>
    public int Rows;

    /// <summary>Keys.</summary>
    public int Keys;

    public bool Causal;

    /// <summary>Elements from a row of scores to the next.</summary>
    public int Ld;

    public static int Width => 2 * S.Count;

    /// <summary>Elements of a row of scores: whole panels, and room for the last tile of keys.</summary>
    public static int RowSize(int keys) => ((keys + Width - 1) / Width * Width) + 16;

    /// <summary>Elements of <paramref name="rows"/> rows in panels of columns.</summary>
    public static long Size(int rows, int columns) => (long)(columns + Width - 1) / Width * Width * rows;

    /// <summary>Packs rows as columns: for products that sum along them.</summary>
    public static void PackTransposed(float* from, int ld, int rows, int columns, float* to)
    {
        for (int row = 0; row < rows; row += Width)
        {
            Packing.PanelBTransposed(from + ((nint)row * ld), ld, columns, Math.Min(Width, rows - row), Width, to + ((nint)row * columns));
        }
    }

    /// <summary>Packs rows as they are: for products that sum over them.</summary>
    public static void Pack(float* from, int ld, int rows, int columns, float* to) => Packing.PanelsB<S, TV, float>(from, ld, rows, columns, to, (nint)rows * Width);

    /// <summary>End of the scores of a query that products read: those of its tile, and of a tile of keys that begins there.</summary>
    public readonly int End(int row) => Causal ? Math.Min(Ld, First + (row / TileRows * TileRows) + (2 * TileRows)) : Ld;

    /// <summary>scores = rows of <paramref name="a"/> (as those of the queries) times transposed panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Scores(float* a, int lda, int length, float* panels, float* scores)
    {
        float** rows = stackalloc float*[TileRows];
        TileOutput<float> o = default;
        o.Ldc = Ld;
        o.LastRow = TileRows;
        o.Columns = Width;
        int whole = Rows / TileRows, last = whole * TileRows, visible = Causal ? Math.Min(Keys, First + Rows) : Keys;
        for (int i = 0; i < TileRows; i++)
        {
            // Rows below the block repeat its last one.
            rows[i] = a + ((nint)Math.Min(last + i, Rows - 1) * lda);
        }
        for (int key = 0; key < visible; key += Width)
        {
            // Tiles whose queries all come before the panel do not see it.
            int tile = Causal ? Math.Max(0, key - First) / TileRows : 0;
            float* panel = panels + ((nint)key * length);
            o.C = scores + ((nint)tile * TileRows * Ld) + key;
            MicroKernel.Lines<S, TV, float>(Math.Max(0, whole - tile), 1, length, a + ((nint)tile * TileRows * lda), lda, 0, panel, Width, &o);
            if (last < Rows)
            {
                o.C = scores + ((nint)last * Ld) + key;
                MicroKernel.Rows<S, TV, float>(1, length, rows, panel, Width, &o);
            }
        }
    }

    /// <summary>result = scores times panels of <paramref name="columns"/> columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Sum(float* scores, float* panels, int columns, float* result, int ld)
    {
        float* spill = stackalloc float[12 * 16];
        TileOutput<float> o = default;
        o.Spill = spill;
        o.Ldc = ld;
        for (int row = 0; row < Rows; row += TileRows)
        {
            int seen = Causal ? Math.Min(Keys, First + row + TileRows) : Keys;
            o.LastRow = Math.Min(TileRows, Rows - row);
            for (int column = 0; column < columns; column += Width)
            {
                o.Columns = Math.Min(Width, columns - column);
                o.C = result + ((nint)row * ld) + column;
                MicroKernel.Lines<S, TV, float>(1, 1, seen, scores + ((nint)row * Ld), Ld, 0, panels + ((nint)column * Keys), Width, &o);
            }
        }
    }

    /// <summary>result += scores, transposed, times panels of the block's rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void SumTransposed(float* scores, float* panels, int columns, float* result, int ld)
    {
        float* spill = stackalloc float[12 * 16];
        Segment<float> segment = default;
        TileOutput<float> o = default;
        o.Spill = spill;
        o.Ldc = ld;
        o.Flags = TileFlags.Accumulate;
        int visible = Causal ? Math.Min(Keys, First + Rows) : Keys;
        for (int key = 0; key < visible; key += TileRows)
        {
            // Tiles of queries that all come before the keys give nothing.
            int row = Causal ? Math.Max(0, key - First) / TileRows * TileRows : 0;
            segment.A = scores + ((nint)row * Ld) + key;
            segment.Length = Rows - row;
            o.LastRow = Math.Min(TileRows, visible - key);
            for (int column = 0; column < columns; column += Width)
            {
                segment.B = panels + ((nint)column * Rows) + ((nint)row * Width);
                o.Columns = Math.Min(Width, columns - column);
                o.C = result + ((nint)key * ld) + column;
                MicroKernel.Columns<S, TV, float>(1, &segment, 0, 0, Ld, Width, &o);
            }
        }
    }
}
