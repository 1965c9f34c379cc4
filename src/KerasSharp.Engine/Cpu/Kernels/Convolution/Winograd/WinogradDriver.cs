using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// y = epilogue(x * w) by F(4x4, 3x3). A part takes some tiles through all three stages (to points, 36 products with the filter, back
/// to pixels) while they are in its caches. Where tiles are too few for that, all are brought to points first and a part takes some
/// of the output channels.
/// </summary>
internal static unsafe class WinogradDriver<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int Points = WinogradProblem.Points;
    private const int TileRows = MicroKernel.TileRows;

    /// <summary>Bytes of points that a part should hold: most of a 512 KiB second-level cache.</summary>
    private const int PartBytes = 400 * 1024;

    /// <summary>Tiles of a part, at the least: each reads the whole filter.</summary>
    private const int FewestPartTiles = 24;

    /// <summary>Elements between rows and points besides their lengths, so that they do not all fall on the same cache sets.</summary>
    private const int Skew = 16;

    private static int Width => 2 * S.Count;

    /// <summary>A number of tiles filled up to whole strips of the kernel.</summary>
    private static nint Whole(int tiles) => (tiles + TileRows - 1) / TileRows * TileRows;

    /// <param name="g">The sizes.</param>
    /// <param name="x">Images.</param>
    /// <param name="filter">What <see cref="WinogradFilter{S,V}"/> made.</param>
    /// <param name="y">The result.</param>
    /// <param name="e">What else happens to a result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in WinogradProblem g, float* x, float* filter, float* y, in Epilogue e)
    {
        int tiles = g.Tiles, threads = WorkerPool.EffectiveThreads, panels = WinogradFilter<S, V>.Panels(g.OC);
        var job = new Job { G = g, X = x, Filter = filter, Y = y, Epilogue = e, Panels = panels, LdIn = g.C + Skew };
        if (tiles < FewestPartTiles * threads * 2 && threads > 1)
        {
            RunColumns(ref job, tiles, Math.Min(panels, threads * 2));
            return;
        }

        int fits = (int)(PartBytes / (4L * Points * (job.LdIn + (panels * Width) + Skew)));
        int perPart = Math.Max(fits / TileRows * TileRows, g.C + g.OC >= 384 ? 2 * FewestPartTiles : FewestPartTiles);
        int parts = (tiles + perPart - 1) / perPart;
        if (parts < threads * 8)
        {
            parts = (parts + threads - 1) / threads * threads;
        }
        perPart = ((tiles + parts - 1) / parts + TileRows - 1) / TileRows * TileRows;
        job.TilesPerPart = perPart;
        job.Panel1 = panels;
        WorkerPool.Run(ref job, (tiles + perPart - 1) / perPart);
    }

    private static void RunColumns(ref Job job, int tiles, int parts)
    {
        nint pointIn = (Whole(tiles) * job.LdIn) + Skew;
        float* points = Scratch.Get<float>(Points * pointIn, ScratchSlot.Kernel);
        var input = new InputJob { G = job.G, X = job.X, Transformed = points, Ld = job.LdIn, Point = pointIn };
        Ranges.Run(ref input, tiles, 400L * job.G.C);
        var columns = new ColumnJob { Job = job, Transformed = points, Point = pointIn, PanelsPerPart = (job.Panels + parts - 1) / parts };
        WorkerPool.Run(ref columns, (job.Panels + columns.PanelsPerPart - 1) / columns.PanelsPerPart);
    }

    private struct InputJob : IRangeJob
    {
        public WinogradProblem G;
        public float* X;
        public float* Transformed;
        public nint Ld;
        public nint Point;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            int size = WinogradPatches<S, V>.ZerosSize(in G);
            float* zeros = Scratch.Get<float>(size, ScratchSlot.Part);
            new Span<float>(zeros, size).Clear();
            WinogradPatches<S, V>.Input(in G, X, (int)first, (int)end, Transformed + ((nint)first * Ld), Ld, Point, zeros);
        }
    }

    /// <summary>Some output channels of all tiles.</summary>
    private struct ColumnJob : IParallelJob
    {
        public Job Job;
        public float* Transformed;
        public nint Point;
        public int PanelsPerPart;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            Job job = Job;
            job.Panel0 = index * PanelsPerPart;
            job.Panel1 = Math.Min(job.Panels, job.Panel0 + PanelsPerPart);
            int tiles = job.G.Tiles;
            nint ld = job.LdOut, point = (Whole(tiles) * ld) + Skew;
            float* results = Scratch.Get<float>((Points * point) + Width, ScratchSlot.Part);
            job.Multiply(Transformed, Point, tiles, results, point);
            job.Store(results, point, 0, tiles);
        }
    }

    /// <summary>Some tiles, and the panels from Panel0 to Panel1 - 1.</summary>
    private struct Job : IParallelJob
    {
        public WinogradProblem G;
        public float* X;
        public float* Filter;
        public float* Y;
        public Epilogue Epilogue;
        public int Panels;
        public int Panel0;
        public int Panel1;
        public int TilesPerPart;
        public int LdIn;

        public readonly int LdOut => ((Panel1 - Panel0) * Width) + Skew;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int first = index * TilesPerPart, tiles = Math.Min(TilesPerPart, G.Tiles - first);
            nint pointIn = ((nint)TilesPerPart * LdIn) + Skew;
            nint pointOut = ((nint)TilesPerPart * LdOut) + Skew;
            int size = WinogradPatches<S, V>.ZerosSize(in G);
            float* points = Scratch.Get<float>((Points * (pointIn + pointOut)) + size, ScratchSlot.Part);
            float* results = points + (Points * pointIn), zeros = results + (Points * pointOut);
            new Span<float>(zeros, size).Clear();
            WinogradPatches<S, V>.Input(in G, X, first, first + tiles, points, LdIn, pointIn, zeros);
            Multiply(points, pointIn, tiles, results, pointOut);
            Store(results, pointOut, first, tiles);
        }

        public readonly void Multiply(float* points, nint pointIn, int tiles, float* results, nint pointOut) => WinogradProducts<S, V>.Run(
            G.C, Panels, Panel0, Panel1, Filter, points, LdIn, pointIn, tiles, results, LdOut, pointOut);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Store(float* results, nint pointOut, int first, int tiles)
        {
            int column0 = Panel0 * Width, column1 = Math.Min(G.OC, Panel1 * Width);
            for (int t = 0; t < tiles; t++)
            {
                WinogradPatches<S, V>.Output(in G, results + ((nint)t * LdOut), pointOut, Y, first + t, column0, column1, in Epilogue);
            }
        }
    }
}
