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

    /// <summary>Elements of zeros that the functions below read for rows outside of an image: a row.</summary>
    public static int ZerosSize(in WinogradProblem g) => Math.Max((g.W + Patch) * g.C, (g.OW + Patch) * g.OC);

    /// <summary>
    /// The 6x6 patches of tiles <paramref name="first"/> to <paramref name="end"/> - 1 to 36 points each, <paramref name="ld"/> elements from
    /// tile to tile. Pixels outside count as zeros.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(in WinogradProblem g, float* x, int first, int end, float* points, nint ld, nint stride, float* zeros)
    {
        int tilesX = g.TilesX, tilesY = g.TilesY, height = g.H, width = g.W;
        int tx = first % tilesX, ty = first / tilesX % tilesY, n = first / tilesX / tilesY;
        nint channels = g.C, row = width * channels, lanes = S.Count;
        float* columns = stackalloc float[Patch * Patch * 16];
        float* r0 = null, r1 = null, r2 = null, r3 = null, r4 = null, r5 = null;
        bool newRow = true;
        for (int tile = first; tile < end; tile++)
        {
            if (newRow)
            {
                float* image = x + (n * height * row);
                int y0 = (ty * Tile) - g.PadTop;
                r0 = Row(image, y0, height, row, zeros);
                r1 = Row(image, y0 + 1, height, row, zeros);
                r2 = Row(image, y0 + 2, height, row, zeros);
                r3 = Row(image, y0 + 3, height, row, zeros);
                r4 = Row(image, y0 + 4, height, row, zeros);
                r5 = Row(image, y0 + 5, height, row, zeros);
                newRow = false;
            }
            int x0 = (tx * Tile) - g.PadLeft, left = 0, right = Patch;
            if (x0 < 0 || x0 + Patch > width)
            {
                left = Math.Clamp(-x0, 0, Patch);
                right = Math.Clamp(width - x0, left, Patch);
                ClearOutside(columns, left, right, Patch);
            }
            for (nint c = 0; c < channels; c += lanes)
            {
                nint at = ((x0 + left) * channels) + c;
                float* column = columns + (left * lanes);
                for (int j = left; j < right; j++)
                {
                    WinogradLines<S, V>.Input(
                        S.Load(r0 + at), S.Load(r1 + at), S.Load(r2 + at), S.Load(r3 + at), S.Load(r4 + at), S.Load(r5 + at), column, Patch * lanes);
                    at += channels;
                    column += lanes;
                }
                float* to = points + c;
                column = columns;
                for (int i = 0; i < Patch; i++)
                {
                    WinogradLines<S, V>.Input(column, lanes, to, stride);
                    column += Patch * lanes;
                    to += Patch * stride;
                }
            }
            points += ld;
            if (++tx == tilesX)
            {
                tx = 0;
                newRow = true;
                if (++ty == tilesY)
                {
                    ty = 0;
                    n++;
                }
            }
        }
    }

    /// <summary>The 4x4 tile of gradients of the results to 36 points. Pixels outside count as zeros.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OutputGradient(in WinogradProblem g, float* dy, int tile, float* points, nint stride, float* zeros)
    {
        int tx = tile % g.TilesX, rest = tile / g.TilesX, ty = rest % g.TilesY, n = rest / g.TilesY;
        int y0 = ty * Tile, x0 = tx * Tile, channels = g.OC, lanes = S.Count, right = Math.Min(Tile, g.OW - x0);
        nint row = (nint)g.OW * channels;
        float* image = dy + ((nint)n * g.OH * row) + ((nint)x0 * channels);
        float* r0 = Row(image, y0, g.OH, row, zeros), r1 = Row(image, y0 + 1, g.OH, row, zeros);
        float* r2 = Row(image, y0 + 2, g.OH, row, zeros), r3 = Row(image, y0 + 3, g.OH, row, zeros);
        float* columns = stackalloc float[Patch * Patch * 16];
        ClearOutside(columns, 0, right, Tile);
        for (int c = 0; c < channels; c += lanes)
        {
            nint at = c;
            float* column = columns;
            for (int j = 0; j < right; j++)
            {
                WinogradLines<S, V>.OutputGradient(S.Load(r0 + at), S.Load(r1 + at), S.Load(r2 + at), S.Load(r3 + at), column, Patch * lanes);
                at += channels;
                column += lanes;
            }
            float* to = points + c;
            column = columns;
            for (int i = 0; i < Patch; i++)
            {
                WinogradLines<S, V>.OutputGradient(column, lanes, to, stride);
                column += Patch * lanes;
                to += Patch * stride;
            }
        }
    }

    /// <summary>36 points of a tile, channels <paramref name="first"/> to <paramref name="end"/> - 1, to pixels of y.</summary>
    [SkipLocalsInit]
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

    /// <summary>36 points of a tile to its 6x6 patch, which is added to dx where it is inside.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient(in WinogradProblem g, float* points, nint stride, float* dx, int tile)
    {
        int tx = tile % g.TilesX, rest = tile / g.TilesX, ty = rest % g.TilesY, n = rest / g.TilesY;
        int y0 = (ty * Tile) - g.PadTop, x0 = (tx * Tile) - g.PadLeft, lanes = S.Count;
        int top = Math.Max(0, -y0), bottom = Math.Min(Patch, g.H - y0), left = Math.Max(0, -x0), right = Math.Min(Patch, g.W - x0);
        nint row = (nint)g.W * g.C;
        float* image = dx + (n * g.H * row) + (y0 * row) + ((nint)x0 * g.C);
        float* columns = stackalloc float[Patch * Patch * 16];
        float* line = stackalloc float[Patch * 16];
        for (int c = 0; c < g.C; c += lanes)
        {
            for (int j = 0; j < Patch; j++)
            {
                WinogradLines<S, V>.InputGradient(points + (j * stride) + c, Patch * stride, columns + (j * lanes), Patch * lanes);
            }
            for (int i = top; i < bottom; i++)
            {
                WinogradLines<S, V>.InputGradient(columns + (i * Patch * lanes), lanes, line, lanes);
                float* to = image + (i * row) + ((nint)left * g.C) + c;
                for (int j = left; j < right; j++)
                {
                    S.Store(S.Add(S.Load(to), S.Load(line + (j * lanes))), to);
                    to += g.C;
                }
            }
        }
    }

    private static float* Row(float* image, int y, int height, nint row, float* zeros) => (uint)y < (uint)height ? image + (y * row) : zeros;

    /// <summary>Zeros in the columns of a patch that lie outside of the image.</summary>
    private static void ClearOutside(float* columns, int left, int right, int size)
    {
        for (int j = 0; j < size; j++)
        {
            for (int i = 0; (j < left || j >= right) && i < Patch; i++)
            {
                S.Store(S.Zero, columns + (((i * Patch) + j) * S.Count));
            }
        }
    }
}
