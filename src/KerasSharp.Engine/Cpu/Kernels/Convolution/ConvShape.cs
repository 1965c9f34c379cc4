namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// Sizes of a 2-D convolution. Images are NHWC; filters (KH, KW, C / Groups, OC). Padding at the bottom and right is what OH and
/// OW imply. A 1-D convolution has H = KH = OH = 1.
/// </summary>
internal record struct ConvShape
{
    public int N;
    public int H;
    public int W;
    public int C;
    public int KH;
    public int KW;
    public int OC;
    public int OH;
    public int OW;
    public int StrideH;
    public int StrideW;
    public int PadTop;
    public int PadLeft;
    public int DilationH;
    public int DilationW;
    public int Groups;

    /// <summary>Every output pixel reads exactly the input pixel of its own place: the convolution is a matrix product.</summary>
    public readonly bool IsPointwise =>
        KH == 1 && KW == 1 && StrideH == 1 && StrideW == 1 && PadTop == 0 && PadLeft == 0 && OH == H && OW == W;

    /// <summary>The convolution is one matrix product of pixels and filter.</summary>
    public readonly bool IsProduct => IsPointwise && Groups == 1;

    public readonly bool IsDepthwise => Groups == C && Groups > 1;

    public readonly int GroupC => C / Groups;

    public readonly int GroupOC => OC / Groups;
}
