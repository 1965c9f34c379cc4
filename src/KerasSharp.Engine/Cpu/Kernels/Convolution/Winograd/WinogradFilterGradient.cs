using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// dw by the adjoint of F(4x4, 3x3): patches of x and tiles of dy go to 36 points; at each point a product sums over tiles; the sums come
/// back to 3x3 taps. Tiles are taken some megabytes of points at a time. Threads split points and channels, never the sum.
/// </summary>
internal static unsafe class WinogradFilterGradient<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int Points = WinogradProblem.Points;
    private const int TileRows = MicroKernel.TileRows;

    /// <summary>Bytes of points held at a time, at the least.</summary>
    private const long BlockBytes = 3 << 20;

    /// <summary>Longest part of a sum: its panel of dy stays in the first-level cache.</summary>
    private const int LongestSum = 256;

    private const int Skew = 16;

    private static int Width => 2 * S.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in WinogradProblem g, float* x, float* dy, float* dw)
    {
        int tiles = g.Tiles;
        // Sums are read and written once a block: blocks grow with the filter, so that this stays below the traffic of the points.
        long fits = Math.Max(BlockBytes / (4L * Points * (g.C + g.OC)), 2L * g.C * g.OC / (g.C + g.OC));
        int block = (int)Math.Min(tiles, fits);
        int blocks = (tiles + block - 1) / block;
        block = (tiles + blocks - 1) / blocks;

        var job = new ProductJob { G = g, LdX = g.C + Skew, LdY = g.OC + Skew, Block = block };
        job.PointX = ((nint)block * job.LdX) + Skew;
        job.PointY = ((nint)block * job.LdY) + Skew;
        job.PointSum = ((nint)g.C * g.OC) + Skew;
        job.Sums = Scratch.Get<float>(Points * (job.PointSum + job.PointX + job.PointY), ScratchSlot.Kernel);
        job.X = job.Sums + (Points * job.PointSum);
        job.Y = job.X + (Points * job.PointX);
        job.Tiles = new RowTiles(g.C, mayHaveFives: true);
        job.RowParts = Math.Max(1, g.C / 96);
        job.TilesPerPart = (job.Tiles.Count + job.RowParts - 1) / job.RowParts;
        job.RowParts = (job.Tiles.Count + job.TilesPerPart - 1) / job.TilesPerPart;
        for (int first = 0; first < tiles; first += block)
        {
            job.Count = Math.Min(block, tiles - first);
            job.Accumulate = first > 0;
            var transform = new TransformJob { Product = job, X = x, Dy = dy, First = first };
            Ranges.Run(ref transform, job.Count, 200L * (g.C + g.OC));
            WorkerPool.Run(ref job, Points * job.RowParts);
        }

        var back = new BackJob { Product = job, Dw = dw };
        Ranges.Run(ref back, g.C, 60L * g.OC);
    }

    /// <summary>Brings tiles of a block to points.</summary>
    private struct TransformJob : IRangeJob
    {
        public ProductJob Product;
        public float* X;
        public float* Dy;
        public int First;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            int size = WinogradPatches<S, V>.ZerosSize(in Product.G);
            float* zeros = Scratch.Get<float>(size, ScratchSlot.Part);
            new Span<float>(zeros, size).Clear();
            WinogradPatches<S, V>.Input(
                in Product.G, X, First + (int)first, First + (int)end, Product.X + ((nint)first * Product.LdX), Product.LdX, Product.PointX, zeros);
            for (long t = first; t < end; t++)
            {
                WinogradPatches<S, V>.OutputGradient(in Product.G, Dy, First + (int)t, Product.Y + ((nint)t * Product.LdY), Product.PointY, zeros);
            }
        }
    }

    /// <summary>At one point, for some input channels: sums (+)= points of x, transposed, times points of dy.</summary>
    private struct ProductJob : IParallelJob
    {
        public WinogradProblem G;
        public float* X;
        public float* Y;
        public float* Sums;
        public int LdX;
        public int LdY;
        public nint PointX;
        public nint PointY;
        public nint PointSum;
        public int Block;
        public int Count;
        public bool Accumulate;
        public int RowParts;
        public int TilesPerPart;

        /// <summary>Input channels in tiles: whole vectors of them are always some sixes and fives.</summary>
        public RowTiles Tiles;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int point = index / RowParts, tile0 = index % RowParts * TilesPerPart, tile1 = Math.Min(Tiles.Count, tile0 + TilesPerPart), width = Width;
            int sixes = Math.Clamp(Tiles.Sixes, tile0, tile1);
            float* x = X + (point * PointX), y = Y + (point * PointY), sums = Sums + (point * PointSum);
            float* spill = stackalloc float[12 * 16];
            Segment<float> segment = default;
            TileOutput<float> o = default;
            o.Spill = spill;
            o.Ldc = G.OC;
            int parts = (Count + LongestSum - 1) / LongestSum, length = (Count + parts - 1) / parts;
            for (int t = 0; t < Count; t += length)
            {
                o.Flags = Accumulate || t > 0 ? TileFlags.Accumulate : TileFlags.None;
                segment.Length = Math.Min(length, Count - t);
                for (int column = 0; column < G.OC; column += width)
                {
                    // A last panel of one vector reads on into the space between rows; what comes of it is not stored.
                    o.Columns = Math.Min(width, G.OC - column);
                    segment.B = y + ((nint)t * LdY) + column;
                    o.LastRow = TileRows;
                    for (int tile = tile0; tile < sixes; tile++)
                    {
                        int row = tile * TileRows;
                        o.C = sums + ((nint)row * G.OC) + column;
                        segment.A = x + ((nint)t * LdX) + row;
                        MicroKernel.Columns<S, V, float>(1, &segment, 0, 0, LdX, LdY, &o);
                    }
                    int first = Tiles.Start(sixes);
                    o.C = sums + ((nint)first * G.OC) + column;
                    MicroKernel.Fives<S, V, float>(tile1 - sixes, segment.Length, x + ((nint)t * LdX) + first, LdX, TileRows - 1, segment.B, LdY, &o);
                }
            }
        }
    }

    /// <summary>36 sums to nine taps.</summary>
    private struct BackJob : IRangeJob
    {
        public ProductJob Product;
        public float* Dw;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            float* columns = stackalloc float[3 * 6 * 16];
            int lanes = S.Count, outputs = Product.G.OC;
            nint tap = (nint)Product.G.C * outputs, point = Product.PointSum;
            for (long c = first; c < end; c++)
            {
                float* from = Product.Sums + ((nint)c * outputs), to = Dw + ((nint)c * outputs);
                for (int k = 0; k < outputs; k += lanes)
                {
                    for (int j = 0; j < 6; j++)
                    {
                        WinogradLines<S, V>.FilterGradient(from + (j * point) + k, 6 * point, columns + (j * lanes), 6 * lanes);
                    }
                    for (int i = 0; i < 3; i++)
                    {
                        WinogradLines<S, V>.FilterGradient(columns + (i * 6 * lanes), lanes, to + (3 * i * tap) + k, tap);
                    }
                }
            }
        }
    }
}
