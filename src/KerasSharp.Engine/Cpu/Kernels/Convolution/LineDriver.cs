using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// Convolutions of images with few channels in a frame of zeros (<see cref="PaddedImages"/>): six neighbouring pixels of a row lie at one
/// distance, the rows of the filter at another, so that a tile needs no table of pointers. A part is some rows of the result.
/// </summary>
internal static unsafe class LineDriver<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int TileRows = MicroKernel.TileRows;

    /// <summary>Whether a problem whose taps are rows of the filter is of this kind.</summary>
    public static bool Fits(in GatherProblem g) => g.OW >= TileRows && g.Taps > 0;

    /// <param name="g">The problem; its taps are rows of the filter, <paramref name="dilation"/> rows of the image apart.</param>
    /// <param name="dilation">Rows of the image between those of the filter.</param>
    /// <param name="packed">The filter in panels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in GatherProblem g, int dilation, float* packed)
    {
        int width = 2 * S.Count;
        var job = new RowsJob { G = g, Step = (nint)dilation * g.W * g.PixelX, Packed = packed, Panels = (g.Columns + width - 1) / width };
        Ranges.Run(ref job, (long)g.N * g.OH, (long)g.OW * g.Columns * g.Taps * g.Channels / 8);
    }

    private struct RowsJob : IRangeJob
    {
        public GatherProblem G;
        public nint Step;
        public float* Packed;
        public int Panels;

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            int width = 2 * S.Count;
            nint lda = (nint)G.StrideX * G.PixelX, panelSize = (nint)G.Taps * G.Channels * width;
            float* spill = stackalloc float[12 * 16];
            TileOutput<float> o = default;
            o.Spill = spill;
            o.Ldc = G.PixelY;
            o.LastRow = TileRows;
            o.LdResidual = G.Epilogue.LdResidual;
            o.Hi = Gemm.Gemm.UpperBound(G.Epilogue.Activation);
            o.Flags = Gemm.Gemm.FlagsOf(in G.Epilogue);
            for (long row = first; row < end; row++)
            {
                long n = row / G.OH, oy = row % G.OH;
                float* line = G.X + (((n * G.H) + (oy * G.StrideY)) * G.W * G.PixelX), result = G.Y + (n * G.ImageY) + (oy * G.RowY);
                for (int panel = 0; panel < Panels; panel++)
                {
                    int column = panel * width;
                    o.Columns = Math.Min(width, G.Columns - column);
                    o.Bias = G.Epilogue.Bias + column;
                    float* filter = Packed + (panel * panelSize), residual = G.Epilogue.Residual + (row * G.OW * G.Epilogue.LdResidual) + column;
                    int whole = G.OW / TileRows, rest = G.OW % TileRows;
                    o.FirstRow = 0;
                    o.C = result + column;
                    o.Residual = residual;
                    MicroKernel.Lines<S, V, float>(whole, G.Taps, G.Channels, line, lda, Step, filter, width, &o);
                    if (rest > 0)
                    {
                        // The last tile moves left to stay inside and stores only its new pixels.
                        nint left = G.OW - TileRows;
                        o.FirstRow = TileRows - rest;
                        o.C = result + (left * G.PixelY) + column;
                        o.Residual = residual + (left * G.Epilogue.LdResidual);
                        MicroKernel.Lines<S, V, float>(1, G.Taps, G.Channels, line + (left * lda), lda, Step, filter, width, &o);
                    }
                }
            }
        }
    }
}
