namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>
/// Where a product is cut: the reduction into blocks whose panel of B stays in the first-level cache, rows into parts whose block of A stays in the second,
/// and rows and columns into enough parts that threads finish together. The cuts of the reduction depend on sizes only, so results do not
/// depend on the number of threads.
/// </summary>
internal readonly struct GemmCut
{
    /// <summary>Bytes of one panel of B in a k-block. Machines with 512-bit vectors have the larger first-level caches, and need the longer blocks.</summary>
    private static int PanelBytes(int panelWidthBytes) => panelWidthBytes >= 128 ? 32 * 1024 : 20 * 1024;

    /// <summary>Most tiles in the rows of a part: with a full k-block about half of a 512 KiB second-level cache.</summary>
    public const int PartTiles = 32;

    /// <summary>Most and fewest panels, and fewest tiles, of a part that packs them itself: they lie in its second-level cache, and what all share passes by often enough.</summary>
    private const int OwnPanels = 8, LeastPanels = 4, LeastTiles = 16;

    /// <summary>Parts for each thread where parts pack for themselves.</summary>
    private const int OwnParts = 8;

    /// <summary>Most panels of a part that comes back to its results for another k-block.</summary>
    private const int PartPanels = 32;

    /// <summary>Multiply-adds that a part should at least have.</summary>
    private const long PartWork = 1 << 18;

    private GemmCut(GemmOwn own, int tiles, int tilesPerPart, int panels, int panelsPerPart)
    {
        Own = own;
        TilesPerPart = tilesPerPart;
        PanelsPerPart = panelsPerPart;
        ColumnParts = (panels + panelsPerPart - 1) / panelsPerPart;
        Parts = (tiles + tilesPerPart - 1) / tilesPerPart * ColumnParts;
    }

    /// <summary>What a part packs for itself.</summary>
    public GemmOwn Own { get; }

    public int TilesPerPart { get; }

    public int PanelsPerPart { get; }

    public int ColumnParts { get; }

    public int Parts { get; }

    /// <summary>Steps of the reduction in one block, for panels of a width in bytes: blocks of about equal length.</summary>
    public static int KBlock(int k, int panelWidthBytes)
    {
        int most = PanelBytes(panelWidthBytes) / panelWidthBytes, blocks = (k + most - 1) / most;
        return blocks == 0 ? 0 : (k + blocks - 1) / blocks;
    }

    /// <summary>What each part of a product packs for itself: the longer of two packed operands, where it yields enough parts.</summary>
    public static GemmOwn Owner(int m, int n, int width, bool packA, bool packB, int threads)
    {
        int tiles = (m + MicroKernel.TileRows - 1) / MicroKernel.TileRows, panels = (n + width - 1) / width;
        return packA && m >= n && tiles >= OwnParts / 2 * threads * LeastTiles ? GemmOwn.Tiles
            : packB && m < n && panels >= OwnParts / 2 * threads * LeastPanels ? GemmOwn.Panels
            : GemmOwn.Nothing;
    }

    public static GemmCut Of(GemmOwn own, int m, int panels, int width, int k, int kBlocks, int threads)
    {
        int tiles = (m + MicroKernel.TileRows - 1) / MicroKernel.TileRows;
        if (own == GemmOwn.Tiles)
        {
            return new GemmCut(own, tiles, OwnLength(tiles, threads, LeastTiles, PartTiles), panels, panels);
        }

        if (own == GemmOwn.Panels)
        {
            return new GemmCut(own, tiles, tiles, panels, OwnLength(panels, threads, LeastPanels, OwnPanels));
        }

        int rowParts = (tiles + PartTiles - 1) / PartTiles;
        int columnParts = kBlocks > 1 ? (panels + PartPanels - 1) / PartPanels : 1;
        if (threads > 1)
        {
            long work = (long)m * panels * width * Math.Max(1, k);
            int wanted = (int)Math.Clamp(work / PartWork, threads, 4L * threads);
            columnParts = Math.Min(panels, Math.Max(columnParts, (wanted + rowParts - 1) / rowParts));
            rowParts = Math.Min(tiles, Math.Max(rowParts, (wanted + columnParts - 1) / columnParts));
        }

        return new GemmCut(own, tiles, (tiles + rowParts - 1) / rowParts, panels, (panels + columnParts - 1) / columnParts);
    }

    /// <summary>Tiles or panels of a part that packs them itself: the number of parts is a multiple of that of threads where it can be.</summary>
    private static int OwnLength(int count, int threads, int least, int most)
    {
        int parts = Math.Min(OwnParts, Math.Max(1, count / (least * threads))) * threads;
        return Math.Clamp((count + parts - 1) / parts, 1, most);
    }
}
