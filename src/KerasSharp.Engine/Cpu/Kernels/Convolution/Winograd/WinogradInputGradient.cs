using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// dx by the adjoint of F(4x4, 3x3): tiles of dy go to 36 points, are multiplied there with the filter, and come back as patches of 6x6 pixels that
/// overlap and add up. It has as many tiles as the forward convolution has, which without padding are fewer than dx itself would be cut into: 9 instead of
/// 16 for 13x13 pixels. A part is some whole images.
/// </summary>
internal static unsafe class WinogradInputGradient<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int Points = WinogradProblem.Points;
    private const int TileRows = MicroKernel.TileRows;
    private const int Skew = 16;

    /// <summary>Bytes of points that a part should hold: most of a 512 KiB second-level cache.</summary>
    private const int PartBytes = 400 * 1024;

    /// <summary>Tiles of a part, at the least: each reads the whole filter.</summary>
    private const int FewestPartTiles = 24;

    /// <summary>Tiles of an image, at the most: a part is a whole one.</summary>
    private const int MostImageTiles = 2 * FewestPartTiles;

    /// <summary>Images from which parts of whole ones keep threads busy.</summary>
    private const int FewestImages = 16;

    private static int Width => 2 * S.Count;

    /// <summary>Whether this form is cheaper than the convolution of dy, by the products that both need.</summary>
    public static bool Pays(in ConvShape s)
    {
        int tiles = WinogradProblem.Forward(in s).Tiles;
        return s.N >= FewestImages && tiles / s.N <= MostImageTiles && 4L * tiles <= 3L * WinogradProblem.InputGradient(in s).Tiles;
    }

    /// <param name="g">The sizes of the forward convolution.</param>
    /// <param name="dy">The result's gradient.</param>
    /// <param name="filter">What <see cref="WinogradFilter{S,V}.Transposed"/> made.</param>
    /// <param name="dx">The gradient of the images.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in WinogradProblem g, float* dy, float* filter, float* dx)
    {
        int panels = WinogradFilter<S, V>.Panels(g.C), tiles = g.TilesX * g.TilesY;
        var job = new Job { G = g, Dy = dy, Filter = filter, Dx = dx, Panels = panels, LdIn = g.OC + Skew, LdOut = (panels * Width) + Skew };
        long fits = PartBytes / (4L * Points * (job.LdIn + job.LdOut));
        job.Images = (int)Math.Max(1, Math.Max(fits, FewestPartTiles) / tiles);
        WorkerPool.Run(ref job, (g.N + job.Images - 1) / job.Images);
    }

    private struct Job : IParallelJob
    {
        public WinogradProblem G;
        public float* Dy;
        public float* Filter;
        public float* Dx;
        public int Panels;
        public int LdIn;
        public int LdOut;
        public int Images;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int perImage = G.TilesX * G.TilesY, image0 = index * Images, images = Math.Min(Images, G.N - image0);
            int first = image0 * perImage, tiles = images * perImage, most = Images * perImage;
            nint whole = (most + TileRows - 1) / TileRows * TileRows, pointIn = (whole * LdIn) + Skew, pointOut = (whole * LdOut) + Skew;
            int size = WinogradPatches<S, V>.ZerosSize(in G);
            float* points = Scratch.Get<float>((Points * (pointIn + pointOut)) + size, ScratchSlot.Part);
            float* results = points + (Points * pointIn), zeros = results + (Points * pointOut);
            new Span<float>(zeros, size).Clear();
            for (int t = 0; t < tiles; t++)
            {
                WinogradPatches<S, V>.OutputGradient(in G, Dy, first + t, points + ((nint)t * LdIn), pointIn, zeros);
            }
            WinogradProducts<S, V>.Run(G.OC, Panels, 0, Panels, Filter, points, LdIn, pointIn, tiles, results, LdOut, pointOut);
            nint pixels = (nint)G.H * G.W * G.C;
            for (int i = 0; i < images; i++)
            {
                new Span<float>(Dx + ((image0 + i) * pixels), (int)pixels).Clear();
            }
            for (int t = 0; t < tiles; t++)
            {
                WinogradPatches<S, V>.InputGradient(in G, results + ((nint)t * LdOut), pointOut, Dx, first + t);
            }
        }
    }
}
