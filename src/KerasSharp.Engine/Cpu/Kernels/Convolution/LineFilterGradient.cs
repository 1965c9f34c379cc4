using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// Filter gradient of images with few channels in a frame of zeros (<see cref="PaddedImages"/>): dw is small and dy large, so dy is read where it is, once, some rows
/// at a time for all taps. Rows are cut into groups, as many for any number of threads, whose sums are added in order.
/// </summary>
internal static unsafe class LineFilterGradient<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int TileRows = MicroKernel.TileRows;

    /// <summary>Groups of rows, at most: each has a dw of its own.</summary>
    private const int MostGroups = 16;

    /// <summary>Bytes of dy that stay in the first-level cache while all taps meet them.</summary>
    private const int BlockBytes = 16 * 1024;

    private static int Width => 2 * S.Count;

    /// <summary>Whether a convolution is of this kind. Panels of dy are whole, so that no row of it is read past its end.</summary>
    public static bool Fits(in ConvShape s) =>
        PaddedImages.Pays(in s) && PaddedImages.RowsAreRuns(in s) && s.OC % Width == 0 && (long)s.N * s.OH >= MostGroups;

    /// <param name="shape">The sizes.</param>
    /// <param name="x">Images.</param>
    /// <param name="dy">The result's gradient.</param>
    /// <param name="dw">The filter's gradient.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in ConvShape shape, float* x, float* dy, float* dw)
    {
        ConvShape s = shape;
        x = PaddedImages.Copy(ref s, x);
        int size = s.KH * s.KW * s.C * s.OC, block = Math.Max(1, BlockBytes / (s.OW * s.OC * sizeof(float)));
        long rows = (long)s.N * s.OH, perGroup = (rows + MostGroups - 1) / MostGroups;
        int groups = (int)((rows + perGroup - 1) / perGroup);
        float* sums = Scratch.Get<float>((long)groups * size, ScratchSlot.Partials);
        var job = new Job { S = s, X = x, Dy = dy, Sums = sums, Size = size, Rows = rows, PerGroup = perGroup, Block = block };
        WorkerPool.Run(ref job, groups);
        var total = new Span<float>(dw, size);
        new ReadOnlySpan<float>(sums, size).CopyTo(total);
        for (int group = 1; group < groups; group++)
        {
            TensorPrimitives.Add(total, new ReadOnlySpan<float>(sums + ((long)group * size), size), total);
        }
    }

    private struct Job : IParallelJob
    {
        public ConvShape S;
        public float* X;
        public float* Dy;
        public float* Sums;
        public int Size;
        public long Rows;
        public long PerGroup;
        public int Block;

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            long first = index * PerGroup, end = Math.Min(Rows, first + PerGroup);
            int width = Width, run = S.KW * S.C;
            float* sums = Sums + ((long)index * Size), spill = stackalloc float[12 * 16];
            var segments = (Segment<float>*)Scratch.Get((long)Block * sizeof(Segment<float>), ScratchSlot.Part);
            TileOutput<float> o = default;
            o.Spill = spill;
            o.Ldc = S.OC;
            o.Columns = width;
            for (long row = first; row < end; row += Block)
            {
                int count = (int)Math.Min(Block, end - row);
                o.Flags = row > first ? TileFlags.Accumulate : TileFlags.None;
                for (int kh = 0; kh < S.KH; kh++)
                {
                    for (int i = 0; i < count; i++)
                    {
                        long n = (row + i) / S.OH, y = ((row + i) % S.OH * S.StrideH) + (kh * S.DilationH);
                        segments[i].A = X + (((n * S.H) + y) * S.W * S.C);
                        segments[i].B = Dy + ((row + i) * S.OW * S.OC);
                        segments[i].Length = S.OW;
                    }
                    for (int column = 0; column < S.OC; column += width)
                    {
                        for (int tap = 0; tap < run; tap += TileRows)
                        {
                            // The last tile moves up and stores only its new rows. A single one reads on, into the slack of the copy at the last.
                            int top = Math.Min(tap, Math.Max(0, run - TileRows));
                            o.FirstRow = tap - top;
                            o.LastRow = Math.Min(TileRows, run - top);
                            o.C = sums + (((kh * run) + top) * S.OC) + column;
                            MicroKernel.Columns<S, V, float>(count, segments, top, column, S.StrideW * S.C, S.OC, &o);
                        }
                    }
                }
            }
        }
    }
}
