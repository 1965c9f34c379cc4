namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>
/// How the rows of a product are cut into tiles: sixes, and what is left over. Where A is packed, up to five tiles of five rows take the place of a last one with few rows: 49 rows are four
/// sixes and five fives, without a row that is computed in vain.
/// </summary>
internal readonly struct RowTiles
{
    private const int Six = MicroKernel.TileRows, Five = Six - 1;

    private readonly int _rows;

    /// <param name="rows">Rows of the product.</param>
    /// <param name="mayHaveFives">Whether tiles of five rows may be made.</param>
    public RowTiles(int rows, bool mayHaveFives)
    {
        _rows = rows;
        Count = (rows + Six - 1) / Six;
        int fives = (Six * Count) - rows;
        HasFives = mayHaveFives && fives > 0 && fives <= Count;
        Sixes = HasFives ? Count - fives : rows / Six;
    }

    /// <summary>Number of tiles.</summary>
    public int Count { get; }

    /// <summary>Tiles of six rows; they come first.</summary>
    public int Sixes { get; }

    /// <summary>Whether the other tiles have five rows; otherwise there is one at most, with what is left.</summary>
    public bool HasFives { get; }

    /// <summary>First row of a tile, or the number of rows for the end.</summary>
    public int Start(int tile) => Math.Min(_rows, tile <= Sixes || !HasFives ? tile * Six : (Sixes * Six) + ((tile - Sixes) * Five));
}
