using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>
/// Blocking around the micro-kernel (after Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008):
/// a panel of B (k-block x 2 vectors) stays in the first-level cache while tiles of A pass by, a block of A stays in the second.
/// Operands are packed only where the packing pays: B not when few rows would reuse it, A not when few columns would.
/// </summary>
internal static unsafe class GemmDriver<S, V, T>
    where S : ISimd<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Most bytes of packed A and B kept at a time, a small part of the third-level cache, so that the memory is warm when it is used again. One k-block is packed in any case.</summary>
    private const long PackedBytes = 2 << 20;

    /// <summary>Bytes of one k-block of packed B at most: wider matrices are multiplied in stripes.</summary>
    private const long StripeBytes = 12 << 20;

    /// <summary>A B of up to this size stays in the caches as it is, and is not packed for a moderate number of rows.</summary>
    private const long DirectBytesB = 96 << 10;

    /// <summary>Multiply-adds below which waking a worker costs more than it brings.</summary>
    private const long ParallelWork = 1 << 17;

    /// <summary>Panels or tiles that one of several threads packs at a time.</summary>
    private const int PackTogether = 8;

    private static int PanelWidth => 2 * S.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in GemmProblem<T> g)
    {
        if (!TallSum<S, V, T>.TryRun(in g))
        {
            RunBlocked(in g, PackedBytes);
        }
    }

    /// <summary>
    /// Runs the product, packing as many k-blocks at a time as fit in some bytes, at least one. Without any bytes, which one thread alone asks for, whole rows of a single block are packed, in the
    /// order of memory.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunBlocked(in GemmProblem<T> g, long packedBytes)
    {
        int width = PanelWidth, kBlock = GemmCut.KBlock(g.K, width * sizeof(T));
        int threads = (long)g.M * g.N * Math.Max(1, g.K) < ParallelWork ? 1 : WorkerPool.EffectiveThreads;
        bool packA = PacksA(in g, threads), packB = g.PackedB is null && PacksB(in g);

        // Few rows of a transposed A are short pieces of many lines: they are read in full, for all.
        GemmOwn own = packedBytes == 0 ? GemmOwn.Nothing : GemmCut.Owner(g.M, g.N, width, packA && !g.TransA, packB, threads);
        int stripe = packB && own != GemmOwn.Panels ? (int)Math.Max(width, StripeBytes / (Math.Max(kBlock, 1) * sizeof(T)) / width * width) : int.MaxValue;
        for (int j = 0; j < g.N; j += stripe)
        {
            int n = Math.Min(stripe, g.N - j);
            long bytesOfStep = ((packA && own != GemmOwn.Tiles ? g.M : 0) + (packB && own != GemmOwn.Panels ? n : 0)) * (long)sizeof(T);

            // An operand that is shared alone has room for more blocks.
            int blocks = (int)Math.Clamp((own == GemmOwn.Nothing ? packedBytes : 2 * packedBytes) / Math.Max(1, bytesOfStep * kBlock), 1, int.MaxValue / Math.Max(1, kBlock));

            // k = 0 still stores (zeros, bias): one empty block.
            int p = 0;
            do
            {
                int k = Math.Min(kBlock * blocks, g.K - p);
                RunBlocks(in g, packA, packB, own, threads, j, n, p, k, kBlock);
                p += k;
            }
            while (p < g.K);
            if (n == g.N)
            {
                break;
            }
        }
    }

    private static bool PacksA(in GemmProblem<T> g, int threads)
    {
        if (g.Inputs != GemmInputs.Same)
        {
            return true;
        }

        // Own tiles cost less to pack.
        int fewest = GemmCut.Owner(g.M, g.N, PanelWidth, packA: true, packB: false, threads) == GemmOwn.Tiles ? 4 : 8;
        return g.TransA ? g.N > 2 * PanelWidth || g.M < MicroKernel.TileRows : g.N >= fewest * PanelWidth;
    }

    private static bool PacksB(in GemmProblem<T> g)
    {
        if (g.TransB || g.M > 160 || g.Inputs != GemmInputs.Same)
        {
            return true;
        }

        return g.M > 48 && (long)g.K * g.Ldb * sizeof(T) > DirectBytesB;
    }

    /// <summary>Columns j to j + n, steps p to p + k of the reduction, a few k-blocks: one region of the pool.</summary>
    private static void RunBlocks(in GemmProblem<T> g, bool packA, bool packB, GemmOwn own, int threads, int j, int n, int p, int k, int kBlock)
    {
        int width = PanelWidth, panels = (n + width - 1) / width, kBlocks = kBlock == 0 ? 0 : (k + kBlock - 1) / kBlock;
        int* packed = stackalloc int[1];
        *packed = 0;
        GemmJob<S, V, T> job = default;
        job.G = g;
        job.G.A = g.RowsOfA(0, p);
        job.G.B = g.B is null ? null : g.ColumnsOfB(p, j);
        job.G.C = g.C + j;
        job.G.N = n;
        job.G.K = k;
        job.G.Bias = g.Bias is null ? null : g.Bias + j;
        job.G.Residual = g.Residual is null ? null : g.Residual + j;
        job.G.Accumulate = p > 0 || g.Accumulate;
        job.G.Final = p + k >= g.K ? g.Final : TileFlags.None;
        job.KBlock = kBlock;
        job.Cut = GemmCut.Of(own, g.M, panels, width, k, kBlocks, threads);
        job.PackedCount = packed;
        job.Threads = threads;
        if (threads == 1 && g.TransA && !g.TransB && g.Lda == g.M && g.Ldb == g.N && g.Inputs == GemmInputs.Same)
        {
            // The next k-blocks, which this thread packs when it is done with these.
            int next = Math.Min(k, g.K - p - k);
            job.AheadA = g.RowsOfA(0, p + k);
            job.CountA = (long)next * g.M;
            job.AheadB = g.ColumnsOfB(p + k, 0);
            job.CountB = (long)next * g.N;
        }

        job.Tiles = new RowTiles(g.M, mayHaveFives: packA);

        // One thread packs whole rows, for memory is read fastest in order.
        job.PackTogether = threads == 1 ? Math.Max(1, Math.Max(panels, job.Tiles.Count)) : PackTogether;
        if (g.PackedB is not null)
        {
            job.PanelsB = g.PackedB + ((nint)p * ((g.N + width - 1) / width) * width);
        }
        else
        {
            // Without packing only a last, narrower panel is copied, for the kernel reads whole vectors.
            job.FirstPacked = packB ? 0 : n / width;
            int count = panels - job.FirstPacked;
            if (count > 0 && own != GemmOwn.Panels)
            {
                job.PackPartsB = kBlocks * ((count + job.PackTogether - 1) / job.PackTogether);
                job.PanelsB = Scratch.Get<T>((long)count * width * k, ScratchSlot.PanelsB);
            }
        }

        job.PackedA = packA;
        if (packA && own != GemmOwn.Tiles)
        {
            int tiles = job.Tiles.Count;
            job.PackPartsA = kBlocks * ((tiles + job.PackTogether - 1) / job.PackTogether);
            job.PanelsA = Scratch.Get<T>((long)tiles * MicroKernel.TileRows * k, ScratchSlot.PanelsA);
        }

        int parts = job.PackPartsB + job.PackPartsA + job.Cut.Parts;
        if (threads == 1)
        {
            for (int i = 0; i < parts; i++)
            {
                job.Run(i);
            }
        }
        else
        {
            WorkerPool.Run(ref job, parts);
        }
    }
}
