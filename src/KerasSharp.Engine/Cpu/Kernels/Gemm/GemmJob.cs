using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>
/// A product of a few k-blocks: the first parts pack B and A, the others multiply. Parts are handed out in order, so whoever comes to the first
/// multiplication waits only for packing that is under way: there is no barrier of its own between the two.
/// </summary>
internal unsafe struct GemmJob<S, V, T> : IParallelJob
    where S : ISimd<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Longest sum for which finding six rows through pointers would cost a good part of it.</summary>
    private const int ShortSum = 48;

    private const int TileRows = MicroKernel.TileRows;

    public GemmProblem<T> G;
    public int KBlock;
    public GemmCut Cut;

    /// <summary>Packed B: k-block after k-block, panels from <see cref="FirstPacked"/> on.</summary>
    public T* PanelsB;
    public int FirstPacked;
    public int PackPartsB;

    /// <summary>Panels of B, and tiles of A, that one part packs.</summary>
    public int PackTogether;

    /// <summary>Packed A, k-block after k-block; null where it is read as it lies.</summary>
    public T* PanelsA;
    public int PackPartsA;

    /// <summary>Packing parts that are done, shared by all threads.</summary>
    public int* PackedCount;

    private static int Width => 2 * S.Count;

    private readonly int Panels => (G.N + Width - 1) / Width;

    /// <summary>The tiles of rows.</summary>
    public RowTiles Tiles;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        int packing = PackPartsB + PackPartsA;
        if (index < packing)
        {
            if (index < PackPartsB)
            {
                PackB(index);
            }
            else
            {
                PackA(index - PackPartsB);
            }

            Interlocked.Increment(ref *PackedCount);
            return;
        }

        for (int spins = 0; Volatile.Read(ref *PackedCount) < packing; spins++)
        {
            if (spins < 1000)
            {
                Thread.SpinWait(2);
            }
            else
            {
                Thread.Yield();
            }
        }

        int part = index - packing, tile = part / Cut.ColumnParts * Cut.TilesPerPart, panel = part % Cut.ColumnParts * Cut.PanelsPerPart;
        int p = 0;
        do
        {
            int k = Math.Min(KBlock, G.K - p);
            Multiply(tile, Math.Min(Tiles.Count, tile + Cut.TilesPerPart), panel, Math.Min(Panels, panel + Cut.PanelsPerPart), p, k);
            p += k;
        }
        while (p < G.K);
    }

    private readonly void PackB(int index)
    {
        int panels = Panels, groups = (panels - FirstPacked + PackTogether - 1) / PackTogether;
        int p = index / groups * KBlock, first = FirstPacked + (index % groups * PackTogether);
        int end = Math.Min(panels, first + PackTogether), column = first * Width;
        PackedMatrix.Panels<S, V, T>(in G, p, Math.Min(KBlock, G.K - p), column, Math.Min(end * Width, G.N) - column, PanelAt(p, first));
    }

    private readonly void PackA(int index)
    {
        int groups = (Tiles.Count + PackTogether - 1) / PackTogether, p = index / groups * KBlock, k = Math.Min(KBlock, G.K - p);
        int tile = index % groups * PackTogether, end = Math.Min(Tiles.Count, tile + PackTogether), sixes = Tiles.HasFives ? Math.Clamp(Tiles.Sixes, tile, end) : end;
        if (sixes > tile)
        {
            PackedMatrix.Tiles(in G, Tiles.Start(tile), Tiles.Start(sixes) - Tiles.Start(tile), p, k, TileAt(tile, p, k));
        }

        for (tile = sixes; tile < end; tile++)
        {
            // A tile of five takes the next row along where there is one: six are copied faster.
            PackedMatrix.Tiles(in G, Tiles.Start(tile), Math.Min(TileRows, G.M - Tiles.Start(tile)), p, k, TileAt(tile, p, k));
        }
    }

    private readonly T* PanelAt(int p, int panel)
    {
        int k = Math.Min(KBlock, G.K - p), packed = Panels - FirstPacked;
        return PanelsB + ((nint)p * packed * Width) + ((nint)(panel - FirstPacked) * Width * k);
    }

    private readonly T* TileAt(int tile, int p, int k) => PanelsA + ((nint)p * Tiles.Count * TileRows) + ((nint)tile * TileRows * k);

    /// <summary>Some tiles of rows times some panels of one k-block.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Multiply(int tile0, int tile1, int panel0, int panel1, int p, int k)
    {
        int row0 = Tiles.Start(tile0), row1 = Tiles.Start(tile1), sixes = Math.Clamp(Tiles.Sixes, tile0, tile1);
        T* spill = stackalloc T[12 * 16];
        T** rows = stackalloc T*[TileRows];
        Segment<T> segment = default;
        segment.Length = k;
        TileOutput<T> o = default;
        o.Ldc = G.Ldc;
        o.Flags = (p > 0 || G.Accumulate ? TileFlags.Accumulate : 0) | (p + k >= G.K ? G.Final : 0);
        o.LdResidual = G.LdResidual;
        o.Lo = G.Lo;
        o.Hi = G.Hi;
        o.Spill = spill;
        for (int panel = panel0; panel < panel1; panel++)
        {
            int column = panel * Width;
            bool packed = panel >= FirstPacked;
            T* b = packed ? PanelAt(p, panel) : G.B + (p * G.Ldb) + column;
            nint ldb = packed ? Width : G.Ldb;
            o.Columns = Math.Min(Width, G.N - column);
            o.Bias = G.Bias + column;
            segment.B = b;
            int first = tile0;
            bool lines = !G.TransA && PanelsA is null && k <= ShortSum;
            if (lines || (PanelsA is not null && o.Columns == Width))
            {
                o.FirstRow = 0;
                o.LastRow = TileRows;
                o.C = G.C + (row0 * G.Ldc) + column;
                o.Residual = G.Residual + (row0 * G.LdResidual) + column;
                if (lines)
                {
                    MicroKernel.Lines<S, V, T>(sixes - tile0, 1, k, G.A + (row0 * G.Lda) + p, G.Lda, 0, b, ldb, &o);
                }
                else
                {
                    MicroKernel.Strip<S, V, T>(sixes - tile0, k, TileAt(tile0, p, k), b, ldb, &o);
                }

                first = sixes;
                if (Tiles.HasFives)
                {
                    MicroKernel.Fives<S, V, T>(tile1 - sixes, k, TileAt(sixes, p, k), TileRows, (nint)TileRows * k, b, ldb, &o);
                    first = tile1;
                }
            }

            for (int tile = first; tile < tile1; tile++)
            {
                int row = Tiles.Start(tile), rowEnd = Tiles.Start(tile + 1);
                // A transposed A is read in sixes: the last tile moves up to stay inside, and stores only its new rows.
                int top = G.TransA && PanelsA is null && row + TileRows > G.M ? G.M - TileRows : row;
                o.FirstRow = row - top;
                o.LastRow = rowEnd - top;
                o.C = G.C + (top * G.Ldc) + column;
                o.Residual = G.Residual + (top * G.LdResidual) + column;
                if (PanelsA is not null)
                {
                    segment.A = TileAt(tile, p, k);
                    MicroKernel.Columns<S, V, T>(1, &segment, 0, 0, TileRows, ldb, &o);
                }
                else if (G.TransA)
                {
                    segment.A = G.A + (p * G.Lda) + top;
                    MicroKernel.Columns<S, V, T>(1, &segment, 0, 0, G.Lda, ldb, &o);
                }
                else
                {
                    for (int i = 0; i < TileRows; i++)
                    {
                        // Rows below the matrix repeat the last one; they are computed and not stored.
                        rows[i] = G.A + (Math.Min(row + i, G.M - 1) * G.Lda) + p;
                    }

                    MicroKernel.Rows<S, V, T>(1, k, rows, b, ldb, &o);
                }
            }
        }
    }
}
