using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// Depthwise convolution with 3x3 filters and stride 1 or 2, four neighbouring pixels of a row at a time: an input element is read once
/// for all of them that it belongs to, and a weight once for four. Pixels outside point to zeros.
/// </summary>
/// <remarks>Input gradients of stride 1 are the same with the filter turned by 180 degrees.</remarks>
internal unsafe struct DepthwiseThree<S, V> : IParallelJob
    where S : ISimd<V, float>
    where V : struct
{
    private const int Pixels = 4;

    public ConvShape Shape;
    public float* X;

    /// <summary>Weights of tap t, one for each channel, at W + t * C.</summary>
    public float* W;
    public float* Y;
    public float* Zeros;
    public Epilogue E;
    public int RowsPerPart;

    public static bool Fits(in ConvShape s) =>
        s.KH == 3 && s.KW == 3 && s.DilationH == 1 && s.DilationW == 1 && s.StrideH == s.StrideW && s.StrideH <= 2 && s.OC == s.C && s.C >= S.Count;

    public static void Run(in ConvShape s, float* x, float* w, float* y, in Epilogue e)
    {
        float* zeros = Scratch.Get<float>(s.C, ScratchSlot.PanelsB);
        new Span<float>(zeros, s.C).Clear();
        int rows = s.N * s.OH, parts = Math.Min(rows, WorkerPool.EffectiveThreads * 32);
        var job = new DepthwiseThree<S, V> { Shape = s, X = x, W = w, Y = y, Zeros = zeros, E = e, RowsPerPart = (rows + parts - 1) / parts };
        WorkerPool.Run(ref job, (rows + job.RowsPerPart - 1) / job.RowsPerPart);
    }

    /// <summary>dx of a convolution with stride 1.</summary>
    public static void RunInputGradient(in ConvShape s, float* dy, float* w, float* dx)
    {
        float* turned = Scratch.Get<float>(9L * s.C, ScratchSlot.Kernel);
        for (int t = 0; t < 9; t++)
        {
            new ReadOnlySpan<float>(w + (t * s.C), s.C).CopyTo(new Span<float>(turned + ((8 - t) * s.C), s.C));
        }
        ConvShape back = s with { H = s.OH, W = s.OW, OH = s.H, OW = s.W, PadTop = 2 - s.PadTop, PadLeft = 2 - s.PadLeft };
        Run(in back, dy, turned, dx, default);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        int columns = ((Pixels - 1) * Shape.StrideW) + 3;
        float** table = stackalloc float*[3 * 9];
        int end = Math.Min(Shape.N * Shape.OH, (index + 1) * RowsPerPart);
        for (int row = index * RowsPerPart; row < end; row++)
        {
            int n = row / Shape.OH, y0 = (row % Shape.OH * Shape.StrideH) - Shape.PadTop;
            for (int ox = 0; ox < Shape.OW; ox += Pixels)
            {
                int x0 = (ox * Shape.StrideW) - Shape.PadLeft;
                for (int i = 0; i < 3; i++)
                {
                    bool inside = (uint)(y0 + i) < (uint)Shape.H;
                    float* line = X + ((((((nint)n * Shape.H) + y0 + i) * Shape.W) + x0) * Shape.C);
                    for (int j = 0; j < columns; j++)
                    {
                        table[(i * columns) + j] = inside && (uint)(x0 + j) < (uint)Shape.W ? line + ((nint)j * Shape.C) : Zeros;
                    }
                }
                long pixel = ((long)row * Shape.OW) + ox;
                int count = Math.Min(Pixels, Shape.OW - ox);
                if (Shape.StrideW == 1)
                {
                    Stride1(table, pixel, count);
                }
                else
                {
                    Stride2(table, pixel, count);
                }
                Rest(table, columns, pixel, count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Stride1(float** table, long pixel, int count)
    {
        int lanes = S.Count, last = Shape.C - lanes;
        nint channels = Shape.C, ldResidual = E.LdResidual;
        float* bias = E.Bias is null ? Zeros : E.Bias, y = Y + (pixel * channels);
        float* residual = E.Residual is null ? null : E.Residual + (pixel * ldResidual);
        V low = S.Splat(Gemm.Gemm.LowerBound(E.Activation)), high = S.Splat(Gemm.Gemm.UpperBound(E.Activation));
        for (nint c = 0; c <= last; c += lanes)
        {
            V s0 = S.Load(bias + c), s1 = s0, s2 = s0, s3 = s0;
            float* w = W + c;
            float** p = table;
            for (int i = 0; i < 3; i++)
            {
                V w0 = S.Load(w), w1 = S.Load(w + channels), w2 = S.Load(w + (2 * channels));
                V x = S.Load(p[0] + c);
                s0 = S.Fma(x, w0, s0);
                x = S.Load(p[1] + c);
                s0 = S.Fma(x, w1, s0);
                s1 = S.Fma(x, w0, s1);
                x = S.Load(p[2] + c);
                s0 = S.Fma(x, w2, s0);
                s1 = S.Fma(x, w1, s1);
                s2 = S.Fma(x, w0, s2);
                x = S.Load(p[3] + c);
                s1 = S.Fma(x, w2, s1);
                s2 = S.Fma(x, w1, s2);
                s3 = S.Fma(x, w0, s3);
                x = S.Load(p[4] + c);
                s2 = S.Fma(x, w2, s2);
                s3 = S.Fma(x, w1, s3);
                s3 = S.Fma(S.Load(p[5] + c), w2, s3);
                w += 3 * channels;
                p += 6;
            }
            Store(s0, s1, s2, s3, count, residual is null ? null : residual + c, ldResidual, low, high, y + c, channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Stride2(float** table, long pixel, int count)
    {
        int lanes = S.Count, last = Shape.C - lanes;
        nint channels = Shape.C, ldResidual = E.LdResidual;
        float* bias = E.Bias is null ? Zeros : E.Bias, y = Y + (pixel * channels);
        float* residual = E.Residual is null ? null : E.Residual + (pixel * ldResidual);
        V low = S.Splat(Gemm.Gemm.LowerBound(E.Activation)), high = S.Splat(Gemm.Gemm.UpperBound(E.Activation));
        for (nint c = 0; c <= last; c += lanes)
        {
            V s0 = S.Load(bias + c), s1 = s0, s2 = s0, s3 = s0;
            float* w = W + c;
            float** p = table;
            for (int i = 0; i < 3; i++)
            {
                V w0 = S.Load(w), w1 = S.Load(w + channels), w2 = S.Load(w + (2 * channels));
                s0 = S.Fma(S.Load(p[0] + c), w0, s0);
                s0 = S.Fma(S.Load(p[1] + c), w1, s0);
                V x = S.Load(p[2] + c);
                s0 = S.Fma(x, w2, s0);
                s1 = S.Fma(x, w0, s1);
                s1 = S.Fma(S.Load(p[3] + c), w1, s1);
                x = S.Load(p[4] + c);
                s1 = S.Fma(x, w2, s1);
                s2 = S.Fma(x, w0, s2);
                s2 = S.Fma(S.Load(p[5] + c), w1, s2);
                x = S.Load(p[6] + c);
                s2 = S.Fma(x, w2, s2);
                s3 = S.Fma(x, w0, s3);
                s3 = S.Fma(S.Load(p[7] + c), w1, s3);
                s3 = S.Fma(S.Load(p[8] + c), w2, s3);
                w += 3 * channels;
                p += 9;
            }
            Store(s0, s1, s2, s3, count, residual is null ? null : residual + c, ldResidual, low, high, y + c, channels);
        }
    }

    /// <summary>Adds the residual of the first <paramref name="count"/> pixels, clamps and stores them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        V s0, V s1, V s2, V s3, int count, float* residual, nint ldResidual, V low, V high, float* to, nint channels)
    {
        if (residual is not null)
        {
            s0 = S.Add(s0, S.Load(residual));
            s1 = count > 1 ? S.Add(s1, S.Load(residual + ldResidual)) : s1;
            s2 = count > 2 ? S.Add(s2, S.Load(residual + (2 * ldResidual))) : s2;
            s3 = count > 3 ? S.Add(s3, S.Load(residual + (3 * ldResidual))) : s3;
        }
        S.Store(S.MinNative(high, S.MaxNative(low, s0)), to);
        if (count == Pixels)
        {
            S.Store(S.MinNative(high, S.MaxNative(low, s1)), to + channels);
            S.Store(S.MinNative(high, S.MaxNative(low, s2)), to + (2 * channels));
            S.Store(S.MinNative(high, S.MaxNative(low, s3)), to + (3 * channels));
            return;
        }
        if (count > 1)
        {
            S.Store(S.MinNative(high, S.MaxNative(low, s1)), to + channels);
        }
        if (count > 2)
        {
            S.Store(S.MinNative(high, S.MaxNative(low, s2)), to + (2 * channels));
        }
    }

    /// <summary>Channels behind the last whole vector.</summary>
    private readonly void Rest(float** table, int columns, long pixel, int count)
    {
        for (int c = Shape.C / S.Count * S.Count; c < Shape.C; c++)
        {
            for (int j = 0; j < count; j++)
            {
                float sum = E.Bias is null ? 0 : E.Bias[c];
                for (int t = 0; t < 9; t++)
                {
                    sum = MathF.FusedMultiplyAdd(table[(t / 3 * columns) + (j * Shape.StrideW) + (t % 3)][c], W[(t * Shape.C) + c], sum);
                }
                sum += E.Residual is null ? 0 : E.Residual[((pixel + j) * E.LdResidual) + c];
                Y[((pixel + j) * Shape.C) + c] = MathF.Min(Gemm.Gemm.UpperBound(E.Activation), MathF.Max(Gemm.Gemm.LowerBound(E.Activation), sum));
            }
        }
    }
}
