using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>Transforms of whole tiles between images and points. Point p of a tile lies at <c>points[p * stride]</c>, channels contiguous.</summary>
internal static unsafe class WinogradPatches<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int Tile = WinogradProblem.Tile;
    private const int Patch = WinogradProblem.Patch;

    /// <summary>Elements of the buffer that the functions below need for patches at the border.</summary>
    public static int BorderSize(int channels) => Patch * Patch * channels;

    /// <summary>The 6x6 patch of tile <paramref name="tile"/> of the images to 36 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(in WinogradProblem g, float* x, int tile, float* points, nint stride, float* border)
    {
        int tx = tile % g.TilesX, rest = tile / g.TilesX, ty = rest % g.TilesY, n = rest / g.TilesY;
        int y0 = (ty * Tile) - g.PadTop, x0 = (tx * Tile) - g.PadLeft;
        nint pixel = g.C, row = (nint)g.W * g.C;
        float* image = x + ((nint)n * g.H * row);
        float* patch = image + (y0 * row) + (x0 * pixel);
        if (y0 < 0 || x0 < 0 || y0 + Patch > g.H || x0 + Patch > g.W)
        {
            CopyPart(image, g.H, g.W, g.C, y0, x0, Patch, border);
            patch = border;
            row = Patch * pixel;
        }
        float* columns = stackalloc float[Patch * Patch * 16];
        int lanes = S.Count;
        for (int c = 0; c < g.C; c += lanes)
        {
            for (int j = 0; j < Patch; j++)
            {
                WinogradLines<S, V>.Input(patch + (j * pixel) + c, row, columns + (j * lanes), Patch * lanes);
            }
            for (int i = 0; i < Patch; i++)
            {
                WinogradLines<S, V>.Input(columns + (i * Patch * lanes), lanes, points + (i * Patch * stride) + c, stride);
            }
        }
    }

    /// <summary>The 4x4 tile of gradients of the results to 36 points. Pixels outside count as zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OutputGradient(in WinogradProblem g, float* dy, int tile, float* points, nint stride, float* border)
    {
        int tx = tile % g.TilesX, rest = tile / g.TilesX, ty = rest % g.TilesY, n = rest / g.TilesY;
        int y0 = ty * Tile, x0 = tx * Tile;
        nint pixel = g.OC, row = (nint)g.OW * g.OC;
        float* image = dy + ((nint)n * g.OH * row);
        float* part = image + (y0 * row) + (x0 * pixel);
        if (y0 + Tile > g.OH || x0 + Tile > g.OW)
        {
            CopyPart(image, g.OH, g.OW, g.OC, y0, x0, Tile, border);
            part = border;
            row = Tile * pixel;
        }
        float* columns = stackalloc float[Patch * Patch * 16];
        int lanes = S.Count;
        for (int c = 0; c < g.OC; c += lanes)
        {
            for (int j = 0; j < Tile; j++)
            {
                WinogradLines<S, V>.OutputGradient(part + (j * pixel) + c, row, columns + (j * lanes), Patch * lanes);
            }
            for (int i = 0; i < Patch; i++)
            {
                WinogradLines<S, V>.OutputGradient(columns + (i * Patch * lanes), lanes, points + (i * Patch * stride) + c, stride);
            }
        }
    }

    /// <summary>36 points of a tile, channels <paramref name="first"/> to <paramref name="end"/> - 1, to pixels of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(in WinogradProblem g, float* points, nint stride, float* y, int tile, int first, int end, in Gemm.Epilogue e)
    {
        int tx = tile % g.TilesX, rest = tile / g.TilesX, ty = rest % g.TilesY, n = rest / g.TilesY;
        int y0 = ty * Tile, x0 = tx * Tile;
        int rows = Math.Min(Tile, g.OH - y0), columnCount = Math.Min(Tile, g.OW - x0);
        nint at = ((((nint)n * g.OH) + y0) * g.OW) + x0;
        float* columns = stackalloc float[Tile * Patch * 16];
        float* line = stackalloc float[Tile * 16];
        int lanes = S.Count;
        V low = S.Zero, high = S.Splat(Gemm.Gemm.UpperBound(e.Activation));
        bool plain = e.IsEmpty, clamp = e.Activation != Gemm.EpilogueActivation.None;
        for (int c = first; c < end; c += lanes)
        {
            for (int j = 0; j < Patch; j++)
            {
                WinogradLines<S, V>.Output(points + (j * stride) + (c - first), Patch * stride, columns + (j * lanes), Patch * lanes);
            }
            V bias = e.Bias is null ? S.Zero : S.Load(e.Bias + c);
            for (int i = 0; i < rows; i++)
            {
                nint pixel = at + (i * g.OW);
                float* to = y + (pixel * g.OC) + c;
                if (plain && columnCount == Tile)
                {
                    WinogradLines<S, V>.Output(columns + (i * Patch * lanes), lanes, to, g.OC);
                    continue;
                }
                WinogradLines<S, V>.Output(columns + (i * Patch * lanes), lanes, line, lanes);
                for (int j = 0; j < columnCount; j++)
                {
                    V v = S.Add(S.Load(line + (j * lanes)), bias);
                    if (e.Residual is not null)
                    {
                        v = S.Add(v, S.Load(e.Residual + ((pixel + j) * e.LdResidual) + c));
                    }
                    if (clamp)
                    {
                        v = S.MinNative(high, S.MaxNative(low, v));
                    }
                    S.Store(v, to + (j * g.OC));
                }
            }
        }
    }

    /// <summary>Copies a square part of an image, zeros where it lies outside.</summary>
    private static void CopyPart(float* image, int height, int width, int channels, int y0, int x0, int size, float* to)
    {
        int left = Math.Clamp(-x0, 0, size), right = Math.Clamp(width - x0, left, size);
        for (int i = 0; i < size; i++)
        {
            float* row = to + ((nint)i * size * channels);
            if ((uint)(y0 + i) >= (uint)height)
            {
                new Span<float>(row, size * channels).Clear();
                continue;
            }
            new Span<float>(row, left * channels).Clear();
            float* from = image + ((((nint)(y0 + i) * width) + x0 + left) * channels);
            new ReadOnlySpan<float>(from, (right - left) * channels).CopyTo(new Span<float>(row + (left * channels), (right - left) * channels));
            new Span<float>(row + (right * channels), (size - right) * channels).Clear();
        }
    }
}
