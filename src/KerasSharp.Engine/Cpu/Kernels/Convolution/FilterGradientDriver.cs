using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// Filter gradient: dw[tap, c, :] = sum over output pixels of x[pixel of the tap, c] * dy[pixel, :]. The reduction runs over
/// pixels, and six neighbouring channels of one input pixel are the six rows of a tile, so x is read in place. dy is packed, some
/// megabytes at a time, for all taps to share. Threads split the rows of dw, never the sum.
/// </summary>
internal static unsafe class FilterGradientDriver<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int TileRows = MicroKernel.TileRows;
    private const int PanelBytes = 20 * 1024;
    private const int SuperBlockBytes = 4 << 20;

    private static int Width => 2 * S.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in ConvShape shape, float* x, float* dy, float* dw)
    {
        ConvShape s = shape;
        var job = new RowsJob { Taps = s.KH * s.KW, Channels = s.GroupC };
        if (PaddedImages.Pays(in shape))
        {
            bool runs = PaddedImages.RowsAreRuns(in shape);
            x = PaddedImages.Copy(ref s, x);
            if (runs)
            {
                // Reading whole tiles past the last run stays inside the slack of the copy.
                job.Taps = s.KH;
                job.Channels = s.KW * s.C;
                job.Runs = true;
            }
            job.MayOverread = x != null && job.Channels < TileRows;
        }
        int width = Width;
        int panels = (s.GroupOC + width - 1) / width;
        int block = PanelBytes / (width * sizeof(float));
        long pixels = (long)s.N * s.OH * s.OW;
        long superBlock = Math.Max(1, SuperBlockBytes / ((long)panels * width * sizeof(float) * block)) * block;
        superBlock = Math.Min(superBlock, (pixels + block - 1) / block * block);
        int threads = pixels * job.Taps * job.Channels * s.GroupOC < 1 << 17 ? 1 : WorkerPool.EffectiveThreads;

        job.S = s;
        job.Block = block;
        job.Panels = panels;
        job.Packed = Scratch.Get<float>(superBlock * panels * width, ScratchSlot.PanelsB);

        // A part is some rows of one tap, by some panels.
        int tiles = (job.Channels + TileRows - 1) / TileRows;
        int wanted = threads == 1 ? 1 : threads * 8;
        int rowParts = Math.Clamp((wanted + job.Taps - 1) / job.Taps, 1, tiles);
        job.TilesPerPart = (tiles + rowParts - 1) / rowParts;
        job.RowParts = (tiles + job.TilesPerPart - 1) / job.TilesPerPart;
        int columnParts = Math.Clamp(wanted / (job.Taps * job.RowParts), 1, panels);
        job.PanelsPerPart = (panels + columnParts - 1) / columnParts;
        job.ColumnParts = (panels + job.PanelsPerPart - 1) / job.PanelsPerPart;
        int parts = job.Taps * job.RowParts * job.ColumnParts;
        job.PackX = !job.Runs && job.PanelsPerPart >= 6;
        for (int group = 0; group < s.Groups; group++)
        {
            job.X = x + (group * s.GroupC);
            job.Dw = dw + (group * s.GroupOC);
            for (long p = 0; p < pixels; p += superBlock)
            {
                job.First = p;
                job.Count = (int)Math.Min(superBlock, pixels - p);
                job.Accumulate = p > 0;
                int blocks = (job.Count + block - 1) / block;
                var pack = new PackJob
                {
                    Dy = dy + (p * s.OC) + (group * s.GroupOC),
                    Ld = s.OC,
                    Columns = s.GroupOC,
                    Count = job.Count,
                    Block = block,
                    Panels = panels,
                    To = job.Packed,
                };
                Start(ref pack, blocks, threads);
                Start(ref job, parts, threads);
            }
        }
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

    /// <summary>Packs one block of pixels of dy, all panels.</summary>
    private struct PackJob : IParallelJob
    {
        public float* Dy;
        public int Ld;
        public int Columns;
        public int Count;
        public int Block;
        public int Panels;
        public float* To;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int width = Width, first = index * Block, count = Math.Min(Block, Count - first);
            float* to = To + ((nint)index * Panels * Block * width);
            Packing.PanelsB<S, V, float>(Dy + ((nint)first * Ld), Ld, count, Columns, to, (nint)Block * width);
        }
    }

    private struct RowsJob : IParallelJob
    {
        public ConvShape S;
        public int Taps;
        public int Channels;
        public bool Runs;
        public bool MayOverread;
        public float* X;
        public float* Dw;
        public float* Packed;
        public long First;
        public int Count;
        public int Block;
        public int Panels;
        public bool Accumulate;
        public int TilesPerPart;
        public int RowParts;
        public int PanelsPerPart;
        public int ColumnParts;

        /// <summary>Whether a part packs its channels: where many panels share them.</summary>
        public bool PackX;

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int width = Width;
            int column0 = index % ColumnParts * PanelsPerPart;
            int panel1 = Math.Min(Panels, column0 + PanelsPerPart);
            index /= ColumnParts;
            int tap = index / RowParts;
            int channel0 = index % RowParts * TilesPerPart * TileRows;
            int channel1 = Math.Min(Channels, channel0 + (TilesPerPart * TileRows));
            int kh = Runs ? tap : tap / S.KW, kw = Runs ? 0 : tap % S.KW;

            float* spill = stackalloc float[12 * 16];
            if (PackX)
            {
                MultiplyPacked(tap, kh, kw, channel0, channel1, column0, panel1, spill);
                return;
            }
            // A segment is at least one pixel, so a block has at most Block of them.
            var segments = (Segment<float>*)Scratch.Get((long)(Block + 1) * sizeof(Segment<float>), ScratchSlot.Part);
            TileOutput<float> o = default;
            o.Spill = spill;
            o.Ldc = S.OC;
            for (int first = 0; first < Count; first += Block)
            {
                int count = Math.Min(Block, Count - first);
                float* packed = Packed + ((nint)(first / Block) * Panels * Block * width);
                int segmentCount = Fill(segments, First + first, count, kh, kw, packed);
                o.Flags = Accumulate || first > 0 ? TileFlags.Accumulate : TileFlags.None;
                for (int panel = column0; panel < panel1; panel++)
                {
                    o.Columns = Math.Min(width, S.GroupOC - (panel * width));
                    for (int channel = channel0; channel < channel1; channel += TileRows)
                    {
                        // The last tile moves up, so as not to read past the pixel, and stores only its new rows.
                        int top = channel + TileRows > Channels && !MayOverread ? Channels - TileRows : channel;
                        o.FirstRow = channel - top;
                        o.LastRow = Math.Min(TileRows, channel1 - top);
                        o.C = Dw + ((((nint)tap * Channels) + top) * S.OC) + (panel * width);
                        MicroKernel.Columns<S, V, float>(
                            segmentCount, segments, top, (nint)panel * Block * width, S.StrideW * S.C, width, &o);
                    }
                }
            }
        }

        /// <summary>The same with the channels of the tap's pixels packed in sixes first, zeros for pixels outside.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void MultiplyPacked(int tap, int kh, int kw, int channel0, int channel1, int column0, int panel1, float* spill)
        {
            int width = Width, tiles = (channel1 - channel0 + TileRows - 1) / TileRows;
            nint tileSize = (nint)Block * TileRows;
            float* packedX = Scratch.Get<float>(tiles * tileSize, ScratchSlot.Part);
            Segment<float> segment = default;
            TileOutput<float> o = default;
            o.Spill = spill;
            o.Ldc = S.OC;
            for (int first = 0; first < Count; first += Block)
            {
                int count = Math.Min(Block, Count - first);
                Pack(First + first, count, kh, kw, channel0, channel1, packedX, tileSize);
                o.Flags = Accumulate || first > 0 ? TileFlags.Accumulate : TileFlags.None;
                segment.Length = count;
                for (int panel = column0; panel < panel1; panel++)
                {
                    segment.B = Packed + ((((nint)(first / Block) * Panels) + panel) * Block * width);
                    o.Columns = Math.Min(width, S.GroupOC - (panel * width));
                    for (int t = 0; t < tiles; t++)
                    {
                        int channel = channel0 + (t * TileRows);
                        segment.A = packedX + (t * tileSize);
                        o.LastRow = Math.Min(TileRows, channel1 - channel);
                        o.C = Dw + ((((nint)tap * Channels) + channel) * S.OC) + (panel * width);
                        MicroKernel.Columns<S, V, float>(1, &segment, 0, 0, TileRows, width, &o);
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Pack(long first, int count, int kh, int kw, int channel0, int channel1, float* to, nint tileSize)
        {
            int ox = (int)(first % S.OW);
            long rest = first / S.OW;
            int oy = (int)(rest % S.OH);
            long n = rest / S.OH;
            int whole = (channel1 - channel0) / TileRows, last = channel1 - channel0 - (whole * TileRows);
            for (int p = 0; p < count; p++)
            {
                int iy = (oy * S.StrideH) + (kh * S.DilationH) - S.PadTop, ix = (ox * S.StrideW) + (kw * S.DilationW) - S.PadLeft;
                bool inside = (uint)iy < (uint)S.H && (uint)ix < (uint)S.W;
                float* from = X + ((((((n * S.H) + iy) * S.W) + ix) * S.C) + channel0), at = to + (p * TileRows);
                for (int t = 0; t < whole; t++)
                {
                    Vector128<float> four = inside ? Vector128.Load(from) : default;
                    Vector64<float> two = inside ? Vector64.Load(from + 4) : default;
                    four.Store(at);
                    two.Store(at + 4);
                    from += TileRows;
                    at += tileSize;
                }
                for (int i = 0; i < last; i++)
                {
                    at[i] = inside ? from[i] : 0;
                }
                for (int i = last; last > 0 && i < TileRows; i++)
                {
                    at[i] = 0;
                }
                if (++ox == S.OW)
                {
                    ox = 0;
                    if (++oy == S.OH)
                    {
                        oy = 0;
                        n++;
                    }
                }
            }
        }

        /// <summary>Lists the runs of output pixels whose input pixel for this tap lies inside the image.</summary>
        private readonly int Fill(Segment<float>* segments, long first, int count, int kh, int kw, float* packed)
        {
            int x = (int)(first % S.OW);
            long rest = first / S.OW;
            int y = (int)(rest % S.OH);
            long n = rest / S.OH;
            int ix0 = (kw * S.DilationW) - S.PadLeft;
            // First and last output column that is inside: 0 <= x * stride + ix0 < W.
            int low = ix0 >= 0 ? 0 : (-ix0 + S.StrideW - 1) / S.StrideW;
            int high = S.W - 1 - ix0 < 0 ? -1 : (S.W - 1 - ix0) / S.StrideW;
            int found = 0, done = 0;
            while (done < count)
            {
                int run = Math.Min(count - done, S.OW - x);
                int iy = (y * S.StrideH) + (kh * S.DilationH) - S.PadTop;
                int from = Math.Max(x, low), to = Math.Min(x + run - 1, high);
                if ((uint)iy < (uint)S.H && from <= to)
                {
                    segments[found].A = X + ((((((n * S.H) + iy) * S.W) + ((long)from * S.StrideW)) + ix0) * S.C);
                    segments[found].B = packed + ((nint)(done + from - x) * Width);
                    segments[found].Length = to - from + 1;
                    found++;
                }
                done += run;
                x = 0;
                if (++y == S.OH)
                {
                    y = 0;
                    n++;
                }
            }
            return found;
        }
    }
}
