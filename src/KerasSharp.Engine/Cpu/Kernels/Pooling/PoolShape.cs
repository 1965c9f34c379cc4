namespace KerasSharp.Cpu.Kernels.Pooling;

/// <summary>Sizes of a 2-D pooling over NHWC images. Padding at the bottom and right is what OH and OW imply.</summary>
internal struct PoolShape
{
    public int N;
    public int H;
    public int W;
    public int C;
    public int KH;
    public int KW;
    public int OH;
    public int OW;
    public int StrideH;
    public int StrideW;
    public int PadTop;
    public int PadLeft;

    /// <summary>The windows lie side by side and cover the image.</summary>
    public readonly bool Tiles =>
        StrideH == KH && StrideW == KW && PadTop == 0 && PadLeft == 0 && OH * KH == H && OW * KW == W;

    /// <summary>The part of the window of output row <paramref name="oy"/> that is inside: rows first to end - 1.</summary>
    public readonly void Rows(int oy, out int first, out int end)
    {
        int y = (oy * StrideH) - PadTop;
        first = Math.Max(0, y);
        end = Math.Min(H, y + KH);
    }

    public readonly void Columns(int ox, out int first, out int end)
    {
        int x = (ox * StrideW) - PadLeft;
        first = Math.Max(0, x);
        end = Math.Min(W, x + KW);
    }
}
