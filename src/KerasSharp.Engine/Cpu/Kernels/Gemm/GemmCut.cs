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
    private const int PartTiles = 32;

    /// <summary>Most panels of a part that comes back to its results for another k-block.</summary>
    private const int PartPanels = 32;

    /// <summary>Multiply-adds that a part should at least have.</summary>
    private const long PartWork = 1 << 18;

    private GemmCut(int tilesPerPart, int panelsPerPart, int columnParts, int parts)
    {
        TilesPerPart = tilesPerPart;
        PanelsPerPart = panelsPerPart;
        ColumnParts = columnParts;
        Parts = parts;
    }

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

    public static GemmCut Of(int m, int panels, int width, int k, int kBlocks, int threads)
    {
        int tiles = (m + MicroKernel.TileRows - 1) / MicroKernel.TileRows;
        int rowParts = (tiles + PartTiles - 1) / PartTiles;
        int columnParts = kBlocks > 1 ? (panels + PartPanels - 1) / PartPanels : 1;
        if (threads > 1)
        {
            long work = (long)m * panels * width * Math.Max(1, k);
            int wanted = (int)Math.Clamp(work / PartWork, threads, 4L * threads);
            columnParts = Math.Min(panels, Math.Max(columnParts, (wanted + rowParts - 1) / rowParts));
            rowParts = Math.Min(tiles, Math.Max(rowParts, (wanted + columnParts - 1) / columnParts));
        }

        int tilesPerPart = (tiles + rowParts - 1) / rowParts, panelsPerPart = (panels + columnParts - 1) / columnParts;
        columnParts = (panels + panelsPerPart - 1) / panelsPerPart;
        return new GemmCut(tilesPerPart, panelsPerPart, columnParts, (tiles + tilesPerPart - 1) / tilesPerPart * columnParts);
    }
}
