namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// A convolution as a sum over taps: result pixel (n, y, x) = sum over taps t of
/// input pixel (n, y * StrideY + TapY[t], x * StrideX + TapX[t]) times matrix t, where pixels outside the input are zero.
/// The forward pass is one such problem; the gradient of the input is one for each phase of the stride.
/// </summary>
internal unsafe struct GatherProblem
{
    /// <summary>Result grid.</summary>
    public int N;
    public int OH;
    public int OW;

    /// <summary>Input grid; a pixel is <see cref="Channels"/> values, pixels lie <see cref="PixelX"/> apart.</summary>
    public float* X;
    public int H;
    public int W;
    public int PixelX;
    public int StrideY;
    public int StrideX;
    public int Channels;

    public int Taps;
    public int* TapY;
    public int* TapX;

    /// <summary>Matrix of tap t: B + TapB[t], (Channels, Columns) with row stride Ldb, or (Columns, Channels) if TransB.</summary>
    public float* B;
    public int* TapB;
    public int Ldb;
    public bool TransB;

    /// <summary>Result: pixel (n, y, x) at Y + n * ImageY + y * RowY + x * PixelY, Columns values.</summary>
    public float* Y;
    public long ImageY;
    public long RowY;
    public int PixelY;
    public int Columns;

    public Gemm.Epilogue Epilogue;

    /// <summary>Result pixels lie at equal distances, so that a tile may cross the ends of rows.</summary>
    public readonly bool IsUniform => (OH == 1 || RowY == (long)OW * PixelY) && (N == 1 || ImageY == (long)OH * OW * PixelY);
}
