using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>
/// A product of a few k-blocks: the first parts pack what all share, the others multiply. Parts are handed out in order, so whoever comes to the first
/// multiplication waits only for packing that is under way: there is no barrier of its own between the two. In long rows of tiles or panels a part packs its own,
/// k-block after k-block, so that they never leave its thread's second-level cache (<see cref="GemmCut.Own"/>).
/// </summary>
internal unsafe struct GemmJob<S, V, T> : IParallelJob
    where S : ISimd<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Longest sum for which finding six rows through pointers would cost a good part of it; where two tiles fit the registers, rows at one distance are better for any.</summary>
    private static int ShortSum => MicroKernel.HasManyRegisters<S, V, T>() ? int.MaxValue : 48;

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

    /// <summary>Whether tiles of A are packed.</summary>
    public bool PackedA;

    /// <summary>Packed A that all share, k-block after k-block.</summary>
    public T* PanelsA;
    public int PackPartsA;

    /// <summary>What is read from memory when this is done, asked for while the machine multiplies: some of A, then some of B.</summary>
    public T* AheadA;
    public long CountA;
    public T* AheadB;
    public long CountB;

    /// <summary>Threads that take parts.</summary>
    public int Threads;

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
        int tileEnd = Math.Min(Tiles.Count, tile + Cut.TilesPerPart), panelEnd = Math.Min(Panels, panel + Cut.PanelsPerPart);
        GemmJob<S, V, T> job = this;
        int slice = part, slices = Cut.Parts, p = 0;
        if (Cut.Own == GemmOwn.Tiles && CountA == 0)
        {
            job.LookAhead(Tiles.Start(Math.Min(Tiles.Count, tile + (Threads * Cut.TilesPerPart))));
            (slice, slices) = (0, 1);
        }

        do
        {
            int k = Math.Min(KBlock, G.K - p), kBlock = Math.Max(1, KBlock), kBlocks = Math.Max(1, (G.K + kBlock - 1) / kBlock);
            job.MultiplyBlock(tile, tileEnd, panel, panelEnd, p, k, (slice * kBlocks) + (p / kBlock), slices * kBlocks);
            p += k;
        }
        while (p < G.K);
    }

    /// <summary>What a thread that packs its own rows is likely to pack next, where it lies in one piece.</summary>
    private void LookAhead(int row)
    {
        AheadA = G.RowsOfA(row, 0);
        CountA = !G.TransA && G.Lda == G.K && G.Inputs == GemmInputs.Same ? (long)Math.Min(G.M - row, Cut.TilesPerPart * TileRows) * G.K : 0;
    }

    /// <summary>One k-block of a part, which packs first what is its own. Meanwhile a slice of what is ahead is asked for.</summary>
    private readonly void MultiplyBlock(int tile, int tileEnd, int panel, int panelEnd, int p, int k, long slice, long slices)
    {
        int firstPacked = Math.Max(panel, FirstPacked);
        T* panels = PanelsB + ((nint)p * (Panels - FirstPacked) * Width) + ((nint)(firstPacked - FirstPacked) * Width * k);
        if (Cut.Own == GemmOwn.Panels && panelEnd > firstPacked)
        {
            panels = Scratch.Get<T>((long)(panelEnd - firstPacked) * Width * KBlock, ScratchSlot.PanelsB);
            PackPanels(firstPacked, panelEnd, p, k, panels);
        }

        // Rows of a part that has all of them pass in blocks that the second-level cache holds.
        for (int end; tile < tileEnd; tile = end)
        {
            end = Math.Min(tileEnd, tile + GemmCut.PartTiles);
            T* tiles = PanelsA + ((nint)p * Tiles.Count * TileRows) + ((nint)tile * TileRows * k);
            if (Cut.Own == GemmOwn.Tiles)
            {
                tiles = Scratch.Get<T>((long)GemmCut.PartTiles * TileRows * KBlock, ScratchSlot.PanelsA);
                PackTiles(tile, end, p, k, tiles);
            }

            Multiply(tile, end, panel, panelEnd, p, k, tiles, panels, slice, slices);
        }
    }

    private readonly void PackB(int index)
    {
        int panels = Panels - FirstPacked, groups = (panels + PackTogether - 1) / PackTogether;
        int p = index / groups * KBlock, k = Math.Min(KBlock, G.K - p), first = index % groups * PackTogether;
        PackPanels(FirstPacked + first, Math.Min(Panels, FirstPacked + first + PackTogether), p, k, PanelsB + ((nint)p * panels * Width) + ((nint)first * Width * k));
    }

    private readonly void PackPanels(int panel, int end, int p, int k, T* to)
    {
        int column = panel * Width;
        PackedMatrix.Panels<S, V, T>(in G, p, k, column, Math.Min(end * Width, G.N) - column, to);
    }

    private readonly void PackA(int index)
    {
        int groups = (Tiles.Count + PackTogether - 1) / PackTogether, p = index / groups * KBlock, k = Math.Min(KBlock, G.K - p), tile = index % groups * PackTogether;
        PackTiles(tile, Math.Min(Tiles.Count, tile + PackTogether), p, k, PanelsA + ((nint)p * Tiles.Count * TileRows) + ((nint)tile * TileRows * k));
    }

    private readonly void PackTiles(int tile, int end, int p, int k, T* to)
    {
        int sixes = Tiles.HasFives ? Math.Clamp(Tiles.Sixes, tile, end) : end;
        if (sixes > tile)
        {
            PackedMatrix.Tiles(in G, Tiles.Start(tile), Tiles.Start(sixes) - Tiles.Start(tile), p, k, to);
        }

        for (int five = sixes; five < end; five++)
        {
            // A tile of five takes the next row along where there is one: six are copied faster.
            PackedMatrix.Tiles(in G, Tiles.Start(five), Math.Min(TileRows, G.M - Tiles.Start(five)), p, k, to + ((nint)(five - tile) * TileRows * k));
        }
    }

    /// <summary>Some tiles of rows times some panels of one k-block, given where the first of each are packed.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Multiply(int tile0, int tile1, int panel0, int panel1, int p, int k, T* tiles, T* panels, long slice, long slices)
    {
        nint tileSize = (nint)TileRows * k;
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
        (slice, slices) = (slice * (panel1 - panel0), slices * (panel1 - panel0));
        long ahead = CountA + CountB, steps = slices * Math.Max(1, (sixes - tile0) * (k / 4));
        o.AheadStep = (nint)((ahead + steps - 1) / steps);
        for (int panel = panel0; panel < panel1; panel++)
        {
            long at = ahead * (slice + panel - panel0) / slices;
            o.Ahead = at < CountA ? AheadA + at : AheadB + (at - CountA);
            int column = panel * Width;
            bool packed = panel >= FirstPacked;
            T* b = packed ? panels : G.B + (p * G.Ldb) + column;
            panels += packed ? (nint)Width * k : 0;
            nint ldb = packed ? Width : G.Ldb;
            o.Columns = Math.Min(Width, G.N - column);
            o.Bias = G.Bias + column;
            segment.B = b;
            int first = tile0;
            bool lines = !G.TransA && !PackedA && k <= ShortSum;
            if (lines || (PackedA && o.Columns == Width))
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
                    MicroKernel.Strip<S, V, T>(sixes - tile0, k, tiles, b, ldb, &o);
                }

                first = sixes;
                if (Tiles.HasFives)
                {
                    MicroKernel.Fives<S, V, T>(tile1 - sixes, k, tiles + ((sixes - tile0) * tileSize), TileRows, tileSize, b, ldb, &o);
                    first = tile1;
                }
            }

            for (int tile = first; tile < tile1; tile++)
            {
                int row = Tiles.Start(tile), rowEnd = Tiles.Start(tile + 1);
                // A transposed A is read in sixes: the last tile moves up to stay inside, and stores only its new rows.
                int top = G.TransA && !PackedA && row + TileRows > G.M ? G.M - TileRows : row;
                o.FirstRow = row - top;
                o.LastRow = rowEnd - top;
                o.C = G.C + (top * G.Ldc) + column;
                o.Residual = G.Residual + (top * G.LdResidual) + column;
                if (PackedA)
                {
                    segment.A = tiles + ((tile - tile0) * tileSize);
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
