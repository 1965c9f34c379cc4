using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>Runs an <see cref="ExpandedProblem"/>.</summary>
internal static unsafe class ExpandedDepthwise
{
    /// <param name="g">The problem.</param>
    /// <param name="bits">Vector width that its filter was packed for.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in ExpandedProblem g, int bits)
    {
        switch (bits)
        {
            case 512:
                ExpandedDepthwise<Simd512<float>, Vector512<float>>.Run(in g);
                break;
            case 256:
                ExpandedDepthwise<Simd256<float>, Vector256<float>>.Run(in g);
                break;
            default:
                ExpandedDepthwise<Simd128<float>, Vector128<float>>.Run(in g);
                break;
        }
    }
}

/// <summary>
/// A part is a band of rows of the result and some panels of channels, two vectors each. For a panel it keeps the last three rows of the expanded image, in a frame of zeros,
/// in the first-level cache: a new row is multiplied when the next row of the result needs it. So the wide image is never in memory;
/// the narrow one is read once for each panel, from the second-level cache, and rows where two bands meet are expanded twice.
/// </summary>
internal unsafe struct ExpandedDepthwise<S, V> : IParallelJob
    where S : ISimd<V, float>
    where V : struct
{
    private const int Taps = 9;
    private const int LiveRows = 3;

    /// <summary>Bytes of the narrow image that a band reads, for every panel again: a part of the second-level cache.</summary>
    private const int BandBytes = 160 << 10;

    /// <summary>Fewest rows of the result in a band that is cut to keep threads busy: each band expands up to two rows that others expand too.</summary>
    private const int FewestRows = 8;

    private ExpandedProblem _g;
    private int _panels;
    private int _columnParts;
    private int _bands;
    private int _rowsPerBand;
    private int _line;

    private static int Width => 2 * S.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in ExpandedProblem g)
    {
        ConvShape d = g.Depthwise;
        int pixels = Math.Max(d.PadLeft + d.W, DepthwiseLines<S, V>.PixelsRead(d.OW, d.StrideW)), parts = 4 * WorkerPool.EffectiveThreads;
        var job = new ExpandedDepthwise<S, V> { _g = g, _panels = Cut(d.C, Width), _line = pixels * Width };
        int inCache = BandBytes / sizeof(float) / (g.Expansion.W * g.Expansion.C * d.StrideH);
        int rows = Math.Max(FewestRows, Math.Min(inCache, d.OH / Cut(parts, d.N * job._panels)));
        job._rowsPerBand = Cut(d.OH, Cut(d.OH, rows));
        job._bands = Cut(d.OH, job._rowsPerBand);
        job._columnParts = Math.Min(job._panels, Cut(parts, d.N * job._bands));
        WorkerPool.Run(ref job, d.N * job._bands * job._columnParts);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        int part = index % _columnParts, end = (part + 1) * _panels / _columnParts;
        for (int panel = part * _panels / _columnParts; panel < end; panel++)
        {
            Panel(index / _columnParts, panel * Width);
        }
    }

    private static int Cut(int count, int size) => (count + size - 1) / size;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Panel(int band, int column)
    {
        ConvShape d = _g.Depthwise;
        int width = Width, columns = Math.Min(width, d.C - column);
        int image = band / _bands, first = band % _bands * _rowsPerBand, end = Math.Min(d.OH, first + _rowsPerBand);
        float* ring = Scratch.Get<float>(((LiveRows + 1) * (long)_line) + ((Taps + 2) * width), ScratchSlot.Part), zeros = ring + (LiveRows * _line);
        float* weights = zeros + _line, bias = weights + (Taps * width), between = bias + width;
        new Span<float>(ring, ((LiveRows + 1) * _line) + ((Taps + 2) * width)).Clear();
        for (int t = 0; t < Taps; t++)
        {
            new ReadOnlySpan<float>(_g.Weights + (t * d.C) + column, columns).CopyTo(new Span<float>(weights + (t * width), columns));
        }

        Copy(_g.Last.Bias, column, columns, bias);
        Copy(_g.Between.Bias, column, columns, between);
        float* bounds = stackalloc float[2];
        bounds[0] = Gemm.Gemm.LowerBound(_g.Between.Activation);
        bounds[1] = Gemm.Gemm.UpperBound(_g.Between.Activation);
        int next = Math.Max(0, (first * d.StrideH) - d.PadTop);
        for (int row = first; row < end; row++)
        {
            int top = (row * d.StrideH) - d.PadTop, below = Math.Min(d.H, top + LiveRows);
            for (; next < below; next++)
            {
                Expand(((nint)image * d.H) + next, column, ring + (next % LiveRows * _line) + (d.PadLeft * width), between, bounds);
            }

            float* result = _g.Y + ((((((nint)image * d.OH) + row) * d.OW) * d.C) + column);
            DepthwiseLines<S, V>.Run(
                Line(top, ring, zeros), Line(top + 1, ring, zeros), Line(top + 2, ring, zeros), d.StrideW, d.OW, weights, bias, _g.Last.Activation, result, d.C, columns);
        }
    }

    private static void Copy(float* from, int column, int columns, float* to)
    {
        if (from is not null)
        {
            new ReadOnlySpan<float>(from + column, columns).CopyTo(new Span<float>(to, columns));
        }
    }

    /// <summary>Where a row of the expanded image lies; rows outside are zeros.</summary>
    private readonly float* Line(int row, float* ring, float* zeros) => (uint)row < (uint)_g.Depthwise.H ? ring + (row % LiveRows * _line) : zeros;

    /// <summary>One row of the expanded image.</summary>
    private readonly void Expand(nint row, int column, float* to, float* bias, float* bounds)
    {
        int pixels = _g.Expansion.W, channels = _g.Expansion.C;
        MicroKernel.Pixels<S, V, float>(
            pixels, channels, _g.X + (row * pixels * channels), channels, _g.Panels + ((nint)column * channels), bias, bounds, to);
    }
}
