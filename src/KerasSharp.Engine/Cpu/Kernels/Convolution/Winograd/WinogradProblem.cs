namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// Sizes of a 3x3 convolution with stride 1 in the form of F(4x4, 3x3): results come in tiles of 4x4 pixels, each from a patch
/// of 6x6 pixels (Winograd 1980; Lavin and Gray 2016, arXiv:1509.09308, section 4.1). A tile costs 36 products a pair of channels
/// instead of 144.
/// </summary>
internal struct WinogradProblem
{
    /// <summary>Pixels of a tile along one axis.</summary>
    public const int Tile = 4;

    /// <summary>Pixels of a patch along one axis.</summary>
    public const int Patch = 6;

    /// <summary>Points of a transformed patch.</summary>
    public const int Points = Patch * Patch;

    /// <summary>Fewest tiles for which reading the transformed filter (four times the filter) pays.</summary>
    private const int FewestTiles = 12;

    public int N;
    public int H;
    public int W;
    public int C;
    public int OH;
    public int OW;
    public int OC;
    public int PadTop;
    public int PadLeft;

    public readonly int TilesY => (OH + Tile - 1) / Tile;

    public readonly int TilesX => (OW + Tile - 1) / Tile;

    public readonly int Tiles => N * TilesY * TilesX;

    /// <summary>Whether the form is defined for a convolution and worth its transforms.</summary>
    public static bool Fits(in ConvShape s, int lanes) =>
        s.KH == 3 && s.KW == 3 && s.StrideH == 1 && s.StrideW == 1 && s.DilationH == 1 && s.DilationW == 1 && s.Groups == 1
        && s.C >= 16 && s.OC >= 16 && s.C % lanes == 0 && s.OC % lanes == 0
        && Forward(in s).Tiles >= FewestTiles && Math.Min(s.OH, s.OW) >= 3 && Math.Min(s.H, s.W) >= 3;

    /// <summary>y = x * w.</summary>
    public static WinogradProblem Forward(in ConvShape s) => new()
    {
        N = s.N, H = s.H, W = s.W, C = s.C, OH = s.OH, OW = s.OW, OC = s.OC, PadTop = s.PadTop, PadLeft = s.PadLeft,
    };

    /// <summary>dx from dy: a convolution of dy with the filter turned by 180 degrees, channels exchanged.</summary>
    public static WinogradProblem InputGradient(in ConvShape s) => new()
    {
        N = s.N, H = s.OH, W = s.OW, C = s.OC, OH = s.H, OW = s.W, OC = s.C, PadTop = 2 - s.PadTop, PadLeft = 2 - s.PadLeft,
    };
}
