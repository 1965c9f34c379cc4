using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// Convolution as a matrix product that never builds its left operand: the micro-kernel follows pointers into the image, six
/// pixels for each tap (indirect convolution, Dukhan 2019, arXiv:1907.02129). Pixels outside point to zeros.
/// The filter is packed once; then threads take blocks of pixels and run the whole reduction on each.
/// </summary>
internal static unsafe class GatherDriver<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int TileRows = MicroKernel.TileRows;
    private const int PanelBytes = 20 * 1024;
    private const int BlockRows = 192;
    private const int ZeroCount = 1024;

    private static readonly float* Zeros = (float*)NativeMemory.AllocZeroed(ZeroCount, sizeof(float));

    private static int Width => 2 * S.Count;

    /// <summary>Elements of the packed filter of one group.</summary>
    public static long PackedSize(in GatherProblem g) => (long)Panels(in g) * Width * Math.Max(1, g.Taps * g.Channels);

    /// <summary>Packs the filter <see cref="GatherProblem.B"/> for <see cref="Run"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(in GatherProblem g, float* to)
    {
        var pack = new PackJob { G = g, Panels = Panels(in g), To = to };
        if (g.Taps * g.Channels > 0)
        {
            Start(ref pack, pack.Panels * g.Taps, Threads(in g));
        }
    }

    /// <summary>Runs the convolution with a packed filter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in GatherProblem g, float* packed)
    {
        int panels = Panels(in g);
        long total = (long)g.N * g.OH * g.OW;
        if (total == 0 || g.Columns == 0)
        {
            return;
        }
        int threads = Threads(in g);

        // k-blocks: several whole taps, or a part of one.
        int maxK = Math.Min(ZeroCount, PanelBytes / (Width * sizeof(float)));
        var job = new PixelJob { G = g, Pixels = total, Panels = panels, Packed = packed };
        if (g.Channels > maxK)
        {
            int pieces = (g.Channels + maxK - 1) / maxK;
            job.ChannelBlock = (g.Channels + pieces - 1) / pieces;
            job.TapBlock = 1;
        }
        else
        {
            int most = Math.Max(1, maxK / Math.Max(1, g.Channels));
            int blocks = Math.Max(1, (g.Taps + most - 1) / most);
            job.ChannelBlock = g.Channels;
            job.TapBlock = Math.Max(1, (g.Taps + blocks - 1) / blocks);
        }

        int tiles = (int)((total + TileRows - 1) / TileRows);
        (int tilesPerPart, job.PanelsPerPart) = Split(tiles, panels, threads);
        job.RowsPerPart = tilesPerPart * TileRows;
        job.ColumnParts = (panels + job.PanelsPerPart - 1) / job.PanelsPerPart;
        Start(ref job, (int)((total + job.RowsPerPart - 1) / job.RowsPerPart) * job.ColumnParts, threads);
    }

    /// <summary>
    /// Cuts a grid of tiles and panels into parts that keep all threads busy to the end: the cut whose slowest thread is done first. A cut
    /// through the panels costs another reading of the image, one through the tiles another reading of the filter.
    /// </summary>
    private static (int Tiles, int Panels) Split(int tiles, int panels, int threads)
    {
        int most = BlockRows / TileRows;
        if (threads == 1)
        {
            return (Math.Min(tiles, most), panels);
        }
        (int Tiles, int Panels) best = (1, 1);
        long least = long.MaxValue;
        for (int columns = 1; columns <= Math.Min(panels, 4 * threads); columns *= 2)
        {
            int perColumn = (panels + columns - 1) / columns;
            int fewest = (tiles + most - 1) / most;
            for (int rows = fewest; rows <= Math.Min(tiles, fewest + (4 * threads)); rows++)
            {
                int perRow = (tiles + rows - 1) / rows;
                int parts = ((tiles + perRow - 1) / perRow) * ((panels + perColumn - 1) / perColumn);
                long time = (long)((parts + threads - 1) / threads) * ((perRow + 1) * (perColumn + 1));
                if (time < least)
                {
                    (least, best) = (time, (perRow, perColumn));
                }
            }
        }
        return best;
    }

    private static int Panels(in GatherProblem g) => (g.Columns + Width - 1) / Width;

    private static int Threads(in GatherProblem g)
    {
        long work = (long)g.N * g.OH * g.OW * g.Columns * Math.Max(1, g.Taps * g.Channels);
        return work < 1 << 17 ? 1 : WorkerPool.EffectiveThreads;
    }

    private static void Start<TJob>(ref TJob job, int parts, int threads)
        where TJob : unmanaged, IParallelJob
    {
        if (threads > 1)
        {
            WorkerPool.Run(ref job, parts);
            return;
        }
        for (int i = 0; i < parts; i++)
        {
            job.Run(i);
        }
    }

    /// <summary>Packs one tap of one panel. A panel holds all taps, one behind the other.</summary>
    private struct PackJob : IParallelJob
    {
        public GatherProblem G;
        public int Panels;
        public float* To;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int width = Width, panel = index / G.Taps, tap = index % G.Taps;
            int columns = Math.Min(width, G.Columns - (panel * width));
            float* to = To + ((nint)panel * G.Taps * G.Channels * width) + ((nint)tap * G.Channels * width);
            float* b = G.B + G.TapB[tap];
            if (G.TransB)
            {
                Packing.PanelBTransposed(b + ((nint)panel * width * G.Ldb), G.Ldb, G.Channels, columns, width, to);
            }
            else
            {
                Packing.PanelB<S, V, float>(b + (panel * width), G.Ldb, G.Channels, columns, to);
            }
        }
    }

    /// <summary>A block of result pixels (and, if there are few, some of the panels).</summary>
    private struct PixelJob : IParallelJob
    {
        public GatherProblem G;
        public float* Packed;
        public long Pixels;
        public int Panels;
        public int ChannelBlock;
        public int TapBlock;
        public int RowsPerPart;
        public int PanelsPerPart;
        public int ColumnParts;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            long row0 = (long)(index / ColumnParts) * RowsPerPart, row1 = Math.Min(Pixels, row0 + RowsPerPart);
            int panel0 = index % ColumnParts * PanelsPerPart, panel1 = Math.Min(Panels, panel0 + PanelsPerPart);
            int tiles = (int)((row1 - row0 + TileRows - 1) / TileRows);

            float** table = (float**)Scratch.Get(((long)tiles * TileRows * (TapBlock + 1) * sizeof(nint)) + 1024, ScratchSlot.Part);
            float** results = table + ((nint)tiles * TileRows * TapBlock);
            FillResults(row0, row1, tiles, results);
            int tap = 0;
            do
            {
                int taps = Math.Min(TapBlock, G.Taps - tap), channel = 0;
                do
                {
                    int channels = Math.Min(ChannelBlock, G.Channels - channel);
                    FillTable(row0, row1, tap, taps, channel, table);
                    bool first = tap == 0 && channel == 0;
                    bool last = tap + taps >= G.Taps && channel + channels >= G.Channels;
                    Multiply(row0, row1, panel0, panel1, tap, taps, channel, channels, first, last, table, results);
                    channel += channels;
                }
                while (channel < G.Channels);
                tap += taps;
            }
            while (tap < G.Taps);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Multiply(
            long row0, long row1, int panel0, int panel1, int tap, int taps, int channel, int channels, bool first, bool last,
            float** table, float** results)
        {
            int width = Width;
            nint panelSize = (nint)G.Taps * G.Channels * width;
            bool uniform = G.IsUniform;
            float* spill = stackalloc float[12 * 16];
            float* whole = stackalloc float[12 * 16];
            TileOutput<float> o = default;
            o.Spill = spill;
            o.Lo = 0;
            o.Hi = Gemm.Gemm.UpperBound(G.Epilogue.Activation);
            TileFlags flags = (first ? 0 : TileFlags.Accumulate) | (last ? Gemm.Gemm.FlagsOf(in G.Epilogue) : 0);
            for (int panel = panel0; panel < panel1; panel++)
            {
                int column = panel * width;
                float* b = Packed + (panel * panelSize) + ((((nint)tap * G.Channels) + channel) * width);
                int columns = Math.Min(width, G.Columns - column);
                float** rows = table;
                float** result = results;
                for (long row = row0; row < row1; row += TileRows)
                {
                    int count = (int)Math.Min(TileRows, row1 - row);
                    o.LastRow = count;
                    if (uniform || result[count - 1] - result[0] == (long)(count - 1) * G.PixelY)
                    {
                        o.C = result[0] + column;
                        o.Ldc = G.PixelY;
                        o.Columns = columns;
                        o.Flags = flags;
                        o.Bias = G.Epilogue.Bias + column;
                        o.Residual = G.Epilogue.Residual + (row * G.Epilogue.LdResidual) + column;
                        o.LdResidual = G.Epilogue.LdResidual;
                        MicroKernel.Rows<S, V, float>(taps, channels, rows, b, width, &o);
                    }
                    else
                    {
                        // The tile crosses the end of a row of a strided result: compute it aside and hand out its rows.
                        o.C = whole;
                        o.Ldc = width;
                        o.Columns = width;
                        o.Flags = TileFlags.None;
                        MicroKernel.Rows<S, V, float>(taps, channels, rows, b, width, &o);
                        Scatter(whole, result, count, column, columns, first);
                    }
                    rows += taps * TileRows;
                    result += TileRows;
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Scatter(float* tile, float** result, int count, int column, int columns, bool first)
        {
            int lanes = S.Count;
            for (int i = 0; i < count; i++)
            {
                float* from = tile + (i * Width), to = result[i] + column;
                int j = 0;
                for (; j <= columns - lanes; j += lanes)
                {
                    V v = S.Load(from + j);
                    S.Store(first ? v : S.Add(v, S.Load(to + j)), to + j);
                }
                for (; j < columns; j++)
                {
                    to[j] = first ? from[j] : to[j] + from[j];
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void FillResults(long row0, long row1, int tiles, float** results)
        {
            int x = (int)(row0 % G.OW);
            long rest = row0 / G.OW;
            int y = (int)(rest % G.OH);
            long n = rest / G.OH;
            for (int i = 0; i < tiles * TileRows; i++)
            {
                results[i] = G.Y + (n * G.ImageY) + (y * G.RowY) + ((long)x * G.PixelY);
                if (row0 + i + 1 < row1 && ++x == G.OW)
                {
                    x = 0;
                    if (++y == G.OH)
                    {
                        y = 0;
                        n++;
                    }
                }
            }
        }

        /// <summary>Where each pixel of each tile finds each tap: table[(tile * taps + tap) * 6 + row].</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void FillTable(long row0, long row1, int tap0, int taps, int channel, float** table)
        {
            int x = (int)(row0 % G.OW);
            long rest = row0 / G.OW;
            int y = (int)(rest % G.OH);
            long image = (long)G.H * G.W * G.PixelX;
            float* input = G.X + (rest / G.OH * image) + channel;
            float* zeros = Zeros;
            for (long row = row0; row < row1; row += TileRows)
            {
                for (int i = 0; i < TileRows; i++)
                {
                    int iy0 = y * G.StrideY, ix0 = x * G.StrideX;
                    float** entry = table + i;
                    for (int t = tap0; t < tap0 + taps; t++)
                    {
                        int iy = iy0 + G.TapY[t], ix = ix0 + G.TapX[t];
                        bool inside = (uint)iy < (uint)G.H && (uint)ix < (uint)G.W;
                        *entry = inside ? input + ((((long)iy * G.W) + ix) * G.PixelX) : zeros;
                        entry += TileRows;
                    }
                    // Rows below the block repeat its last pixel.
                    if (row + i + 1 < row1 && ++x == G.OW)
                    {
                        x = 0;
                        if (++y == G.OH)
                        {
                            y = 0;
                            input += image;
                        }
                    }
                }
                table += taps * TileRows;
            }
        }
    }
}
