using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>The 36 products of tiles and filter, one at each point.</summary>
internal static unsafe class WinogradProducts<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int Points = WinogradProblem.Points;
    private const int TileRows = MicroKernel.TileRows;

    /// <summary>Longest part of a reduction: its panel of the filter stays in the first-level cache.</summary>
    private const int LongestK = 320;

    /// <summary>At each point: results (tiles x outputs) = points (tiles x inputs) times the filter (inputs x outputs).</summary>
    /// <param name="inputs">Channels of the points.</param>
    /// <param name="panels">Panels of the filter.</param>
    /// <param name="panel0">First panel of the results.</param>
    /// <param name="panel1">End of the panels of the results.</param>
    /// <param name="filter">What <see cref="WinogradFilter{S,V}"/> made.</param>
    /// <param name="points">Tiles at their points; rows up to a whole strip of the kernel are cleared.</param>
    /// <param name="ldIn">Elements from tile to tile.</param>
    /// <param name="pointIn">Elements from point to point.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="results">The results.</param>
    /// <param name="ldOut">Elements from tile to tile of the results.</param>
    /// <param name="pointOut">Elements from point to point of the results.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        int inputs, int panels, int panel0, int panel1, float* filter, float* points, int ldIn, nint pointIn, int tiles, float* results, int ldOut, nint pointOut)
    {
        int width = 2 * S.Count, blocks = (inputs + LongestK - 1) / LongestK, block = (inputs + blocks - 1) / blocks;
        int strips = (tiles + TileRows - 1) / TileRows;
        nint panelSize = (nint)inputs * width;
        TileOutput<float> o = default;
        o.Ldc = ldOut;
        o.LastRow = TileRows;
        o.Columns = width;
        for (int p = 0; p < Points; p++)
        {
            float* left = points + (p * pointIn), result = results + (p * pointOut);
            float* right = filter + (p * panels * panelSize);
            // Rows that fill up the last strip: what they give is not read, but old bits could be slow numbers.
            new Span<float>(left + ((nint)tiles * ldIn), ((strips * TileRows) - tiles) * ldIn).Clear();
            for (int k = 0; k < inputs; k += block)
            {
                int length = Math.Min(block, inputs - k);
                o.Flags = k > 0 ? TileFlags.Accumulate : TileFlags.None;
                for (int panel = panel0; panel < panel1; panel++)
                {
                    o.C = result + ((panel - panel0) * width);
                    MicroKernel.Lines<S, V, float>(strips, 1, length, left + k, ldIn, 0, right + (panel * panelSize) + ((nint)k * width), width, &o);
                }
            }
        }
    }
}
