using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>One product C = A B + beta C as the driver sees it.</summary>
internal unsafe struct GemmProblem<T>
    where T : unmanaged
{
    public int M;
    public int N;
    public int K;
    public T* A;
    public nint Lda;
    public bool TransA;
    public T* B;
    public nint Ldb;
    public bool TransB;
    public T* C;
    public nint Ldc;
    public bool Accumulate;

    /// <summary>Bias, Residual and Clamp flags; applied with the last k-block.</summary>
    public TileFlags Final;
    public T* Bias;
    public T* Residual;
    public nint LdResidual;
    public T Lo;
    public T Hi;
}

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
    private const int TileRows = MicroKernel.TileRows;

    /// <summary>Most rows of a block of A: with a full k-block about half of a 512 KiB second-level cache.</summary>
    private const int BlockRows = 192;

    /// <summary>Bytes of one panel of B in a k-block.</summary>
    private const int PanelBytes = 20 * 1024;

    /// <summary>Bytes of packed B kept at a time, some of the third-level cache.</summary>
    private const int BlockBytesB = 4 << 20;

    /// <summary>A B of up to this size stays in the caches as it is, and is not packed for a moderate number of rows.</summary>
    private const int DirectBytesB = 96 << 10;

    /// <summary>Multiply-adds below which waking a worker costs more than it brings.</summary>
    private const long ParallelWork = 1 << 17;

    private static int PanelWidth => 2 * S.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in GemmProblem<T> g)
    {
        int width = PanelWidth;
        int maxK = PanelBytes / (width * sizeof(T));
        int kBlocks = (g.K + maxK - 1) / maxK;
        int kBlock = kBlocks == 0 ? 0 : (g.K + kBlocks - 1) / kBlocks;
        bool packB = g.TransB || g.M > 160 || (g.M > 48 && (long)g.K * g.Ldb * sizeof(T) > DirectBytesB);
        int maxN = packB ? Math.Max(width, BlockBytesB / (Math.Max(kBlock, 1) * sizeof(T)) / width * width) : int.MaxValue;

        BlockJob job = default;
        job.PackA = g.TransA ? g.N > 2 * width || g.M < TileRows : g.N >= 8 * width;
        job.PackB = packB;
        for (int j = 0; j < g.N; j += maxN)
        {
            int n = Math.Min(maxN, g.N - j);
            // k = 0 still stores (zeros, bias): one empty block.
            int p = 0;
            do
            {
                int k = Math.Min(kBlock, g.K - p);
                RunBlock(in g, ref job, j, n, p, k);
                p += k;
            }
            while (p < g.K);
            if (n == g.N)
            {
                break;
            }
        }
    }

    private static void RunBlock(in GemmProblem<T> g, ref BlockJob job, int j, int n, int p, int k)
    {
        int width = PanelWidth;
        int panels = (n + width - 1) / width;
        int threads = (long)g.M * n * k < ParallelWork ? 1 : WorkerPool.EffectiveThreads;

        // Without packing only a last, narrower panel is copied, for the kernel reads whole vectors.
        int firstPacked = job.PackB ? 0 : n / width;
        job.Panels = null;
        if (firstPacked < panels)
        {
            T* packed = Scratch.Get<T>((long)(panels - firstPacked) * width * k, ScratchSlot.PanelsB);
            var pack = new PackJob
            {
                B = g.TransB ? g.B + (j * g.Ldb) + p : g.B + (p * g.Ldb) + j,
                Ldb = g.Ldb,
                Trans = g.TransB,
                K = k,
                N = n,
                Panels = panels,
                First = firstPacked,
                To = packed,
            };
            int groups = (panels - firstPacked + PackJob.Group - 1) / PackJob.Group;
            if (threads == 1)
            {
                for (int i = 0; i < groups; i++)
                {
                    pack.Run(i);
                }
            }
            else
            {
                WorkerPool.Run(ref pack, groups);
            }
            job.Panels = packed;
        }

        job.G = g;
        job.G.A = g.TransA ? g.A + (p * g.Lda) : g.A + p;
        job.G.B = g.B + (p * g.Ldb) + j;
        job.G.C = g.C + j;
        job.G.N = n;
        job.G.K = k;
        job.FirstPacked = firstPacked;
        bool last = p + k >= g.K;
        job.Flags = (p > 0 || g.Accumulate ? TileFlags.Accumulate : 0) | (last ? g.Final : 0);
        job.G.Bias = g.Bias is null ? null : g.Bias + j;
        job.G.Residual = g.Residual is null ? null : g.Residual + j;

        // Cut rows first; columns only when the rows do not give every thread something.
        int tiles = (g.M + TileRows - 1) / TileRows;
        int rowParts = (g.M + BlockRows - 1) / BlockRows;
        int columnParts = 1;
        if (threads > 1)
        {
            rowParts = Math.Min((rowParts + threads - 1) / threads * threads * 2, Math.Max(1, tiles / 4));
            if (rowParts < threads)
            {
                columnParts = Math.Min(panels, (2 * threads + rowParts - 1) / rowParts);
            }
        }
        job.RowsPerPart = ((tiles + rowParts - 1) / rowParts) * TileRows;
        rowParts = (g.M + job.RowsPerPart - 1) / job.RowsPerPart;
        job.PanelsPerPart = (panels + columnParts - 1) / columnParts;
        job.ColumnParts = (panels + job.PanelsPerPart - 1) / job.PanelsPerPart;
        int parts = rowParts * job.ColumnParts;
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

    /// <summary>Packs some panels of B.</summary>
    private struct PackJob : IParallelJob
    {
        public const int Group = 8;
        public T* B;
        public nint Ldb;
        public bool Trans;
        public int K;
        public int N;
        public int Panels;
        public int First;
        public T* To;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int width = PanelWidth;
            int first = First + (index * Group), end = Math.Min(Panels, first + Group);
            nint panelSize = (nint)width * K;
            T* to = To + ((first - First) * panelSize);
            if (!Trans)
            {
                Packing.PanelsB<S, V, T>(B + (first * width), Ldb, K, Math.Min(end * width, N) - (first * width), to, panelSize);
                return;
            }
            for (int i = first; i < end; i++)
            {
                Packing.PanelBTransposed(B + (i * width * Ldb), Ldb, K, Math.Min(width, N - (i * width)), width, to);
                to += panelSize;
            }
        }
    }

    /// <summary>Multiplies a part (some rows, some panels) of one k-block.</summary>
    private struct BlockJob : IParallelJob
    {
        public GemmProblem<T> G;
        public T* Panels;
        public int FirstPacked;
        public bool PackA;
        public bool PackB;
        public TileFlags Flags;
        public int RowsPerPart;
        public int PanelsPerPart;
        public int ColumnParts;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int width = PanelWidth, k = G.K;
            int row0 = index / ColumnParts * RowsPerPart, row1 = Math.Min(G.M, row0 + RowsPerPart);
            int panel0 = index % ColumnParts * PanelsPerPart;
            int panel1 = Math.Min((G.N + width - 1) / width, panel0 + PanelsPerPart);
            T* packedA = PackA ? PackRows(row0, row1) : null;

            T* spill = stackalloc T[12 * 16];
            T** rows = stackalloc T*[TileRows];
            Segment<T> segment = default;
            segment.Length = k;
            TileOutput<T> o = default;
            o.Ldc = G.Ldc;
            o.Flags = Flags;
            o.LdResidual = G.LdResidual;
            o.Lo = G.Lo;
            o.Hi = G.Hi;
            o.Spill = spill;
            for (int panel = panel0; panel < panel1; panel++)
            {
                int column = panel * width;
                bool packed = panel >= FirstPacked;
                T* b = packed ? Panels + ((nint)(panel - FirstPacked) * width * k) : G.B + column;
                nint ldb = packed ? width : G.Ldb;
                o.Columns = Math.Min(width, G.N - column);
                o.Bias = G.Bias + column;
                for (int row = row0; row < row1; row += TileRows)
                {
                    // A transposed A is read in sixes: the last tile moves up to stay inside, and stores only its new rows.
                    int top = G.TransA && !PackA && row + TileRows > G.M ? G.M - TileRows : row;
                    o.FirstRow = row - top;
                    o.LastRow = Math.Min(TileRows, row1 - top);
                    o.C = G.C + (top * G.Ldc) + column;
                    o.Residual = G.Residual + (top * G.LdResidual) + column;
                    if (PackA)
                    {
                        segment.A = packedA + ((nint)(row - row0) * k);
                        segment.B = b;
                        MicroKernel.Columns<S, V, T>(1, &segment, 0, 0, TileRows, ldb, &o);
                    }
                    else if (G.TransA)
                    {
                        segment.A = G.A + top;
                        segment.B = b;
                        MicroKernel.Columns<S, V, T>(1, &segment, 0, 0, G.Lda, ldb, &o);
                    }
                    else
                    {
                        for (int i = 0; i < TileRows; i++)
                        {
                            // Rows below the matrix repeat the last one; they are computed and not stored.
                            rows[i] = G.A + (Math.Min(row + i, G.M - 1) * G.Lda);
                        }
                        MicroKernel.Rows<S, V, T>(1, k, rows, b, ldb, &o);
                    }
                }
            }
        }

        private readonly T* PackRows(int row0, int row1)
        {
            int k = G.K;
            int tiles = (row1 - row0 + TileRows - 1) / TileRows;
            T* packed = Scratch.Get<T>((long)tiles * TileRows * k, ScratchSlot.PanelsA);
            if (G.TransA)
            {
                Packing.PanelsATransposed(G.A + row0, G.Lda, k, row1 - row0, packed);
                return packed;
            }
            T* to = packed;
            for (int row = row0; row < row1; row += TileRows)
            {
                Packing.PanelA(G.A + (row * G.Lda), G.Lda, k, Math.Min(TileRows, row1 - row), to);
                to += TileRows * k;
            }
            return packed;
        }
    }
}
