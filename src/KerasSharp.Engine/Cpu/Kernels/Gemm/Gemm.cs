using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>Matrix products: C = op(A) op(B) + beta C, row-major, with an <see cref="Epilogue"/>. Sizes are trusted.</summary>
internal static unsafe class Gemm
{
    /// <summary>
    /// float32 product. op(A) is (m, k), or stored (k, m) if <paramref name="transA"/>; op(B) is (k, n), or stored (n, k) if
    /// <paramref name="transB"/>. <paramref name="beta"/> is 0 (C is not read) or 1. k = 0 is allowed.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        int m, int n, int k, float* a, int lda, bool transA, float* b, int ldb, bool transB, float* c, int ldc, float beta, in Epilogue e)
    {
        if (m <= 0 || n <= 0)
        {
            return;
        }
        GemmProblem<float> g = Problem(m, n, k, a, lda, transA, b, ldb, transB, c, ldc, beta != 0);
        SetEpilogue(ref g, in e);
        Dispatch(in g);
    }

    /// <summary>
    /// The float32 product with a B that <see cref="PackedMatrix"/> has packed for vectors of <paramref name="bits"/> bits. <paramref name="b"/> is the
    /// matrix it was packed from: a single row reads that.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunPacked(
        int m, int n, int k, float* a, int lda, bool transA, float* b, int ldb, bool transB, float* packed, int bits, float* c, int ldc, float beta,
        in Epilogue e)
    {
        if (m <= 0 || n <= 0)
        {
            return;
        }
        GemmProblem<float> g = Problem(m, n, k, a, lda, transA, b, ldb, transB, c, ldc, beta != 0);
        g.PackedB = packed;
        g.PackedBits = bits;
        SetEpilogue(ref g, in e);
        Dispatch(in g);
    }

    /// <summary>The product of 16-bit operands, summed in float32, which it also gives back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        int m, int n, int k, ushort* a, int lda, bool transA, ushort* b, int ldb, bool transB, GemmInputs inputs, float* c, int ldc)
    {
        if (m <= 0 || n <= 0)
        {
            return;
        }
        GemmProblem<float> g = Problem(m, n, k, (float*)a, lda, transA, (float*)b, ldb, transB, c, ldc, false);
        g.Inputs = inputs;
        Dispatch(in g);
    }

    /// <summary>float64 product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        int m, int n, int k, double* a, int lda, bool transA, double* b, int ldb, bool transB, double* c, int ldc, double beta)
    {
        if (m <= 0 || n <= 0)
        {
            return;
        }
        GemmProblem<double> g = Problem(m, n, k, a, lda, transA, b, ldb, transB, c, ldc, beta != 0);
        Dispatch(in g);
    }

    /// <summary><paramref name="batch"/> products of one shape; matrix i lies i times the stride behind the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Batched(
        int batch, int m, int n, int k, float* a, int lda, long strideA, bool transA, float* b, int ldb, long strideB, bool transB,
        float* c, int ldc, long strideC, float beta, in Epilogue e)
    {
        if (m <= 0 || n <= 0)
        {
            return;
        }
        GemmProblem<float> g = Problem(m, n, k, a, lda, transA, b, ldb, transB, c, ldc, beta != 0);
        SetEpilogue(ref g, in e);
        RunBatch(batch, in g, strideA, strideB, strideC, g.Residual is null ? 0 : strideC);
    }

    /// <summary>float64 <see cref="Batched(int, int, int, int, float*, int, long, bool, float*, int, long, bool, float*, int, long, float, in Epilogue)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Batched(
        int batch, int m, int n, int k, double* a, int lda, long strideA, bool transA, double* b, int ldb, long strideB, bool transB,
        double* c, int ldc, long strideC, double beta)
    {
        if (m <= 0 || n <= 0)
        {
            return;
        }
        GemmProblem<double> g = Problem(m, n, k, a, lda, transA, b, ldb, transB, c, ldc, beta != 0);
        RunBatch(batch, in g, strideA, strideB, strideC, 0);
    }

    /// <summary>Runs a prepared problem at the current vector width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dispatch<T>(in GemmProblem<T> g)
        where T : unmanaged
    {
        int bits = g.PackedB is null ? SimdLevel.Bits : g.PackedBits;
        if (bits == 512 && g.PackedB is null && g.M > 1 && g.N > 1 && g.N * sizeof(T) <= 64)
        {
            // Few columns leave the second vector of a tile empty: two of half the width do as much, and store whole vectors sooner.
            bits = 256;
        }

        switch (bits)
        {
            case 512:
                At<Simd512<T>, Vector512<T>, T>(in g);
                break;
            case 256:
                At<Simd256<T>, Vector256<T>, T>(in g);
                break;
            default:
                At<Simd128<T>, Vector128<T>, T>(in g);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void At<S, V, T>(in GemmProblem<T> g)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (!Gemv<S, V, T>.TryRun(in g))
        {
            GemmDriver<S, V, T>.Run(in g);
        }
    }

    private static GemmProblem<T> Problem<T>(
        int m, int n, int k, T* a, int lda, bool transA, T* b, int ldb, bool transB, T* c, int ldc, bool accumulate)
        where T : unmanaged => new()
        {
            M = m,
            N = n,
            K = k,
            A = a,
            Lda = lda,
            TransA = transA,
            B = b,
            Ldb = ldb,
            TransB = transB,
            C = c,
            Ldc = ldc,
            Accumulate = accumulate,
        };

    /// <summary>Translates an epilogue to tile flags.</summary>
    public static void SetEpilogue(ref GemmProblem<float> g, in Epilogue e)
    {
        g.Bias = e.Bias;
        g.Residual = e.Residual;
        g.LdResidual = e.LdResidual;
        g.Final = FlagsOf(in e);
        g.Lo = 0;
        g.Hi = UpperBound(e.Activation);
    }

    public static TileFlags FlagsOf(in Epilogue e) =>
        (e.Bias is null ? 0 : TileFlags.Bias) | (e.Residual is null ? 0 : TileFlags.Residual)
        | (e.Activation == EpilogueActivation.None ? 0 : TileFlags.Clamp);

    public static float LowerBound(EpilogueActivation activation) => activation == EpilogueActivation.None ? float.NegativeInfinity : 0;

    public static float UpperBound(EpilogueActivation activation) => activation == EpilogueActivation.Relu6 ? 6 : float.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunBatch<T>(int batch, in GemmProblem<T> g, long strideA, long strideB, long strideC, long strideResidual)
        where T : unmanaged
    {
        var job = new BatchJob<T>
        {
            G = g,
            StrideA = strideA,
            StrideB = strideB,
            StrideC = strideC,
            StrideResidual = strideResidual,
            Group = 1,
            Batch = batch,
        };
        long work = (long)g.M * g.N * Math.Max(g.K, 1);
        int threads = WorkerPool.EffectiveThreads;
        if (threads == 1 || work * batch < 1 << 17 || batch < threads)
        {
            // Few large products: each is split by itself.
            for (int i = 0; i < batch; i++)
            {
                job.Run(i);
            }
            return;
        }
        // Tiny products go out several at a time.
        job.Group = (int)Math.Clamp((1 << 15) / work, 1, Math.Max(1, batch / (4 * threads)));
        WorkerPool.Run(ref job, (batch + job.Group - 1) / job.Group);
    }

    private struct BatchJob<T> : IParallelJob
        where T : unmanaged
    {
        public GemmProblem<T> G;
        public long StrideA;
        public long StrideB;
        public long StrideC;
        public long StrideResidual;
        public int Group;
        public int Batch;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int end = Math.Min(Batch, (index + 1) * Group);
            for (int i = index * Group; i < end; i++)
            {
                GemmProblem<T> g = G;
                g.A += i * StrideA;
                g.B += i * StrideB;
                g.C += i * StrideC;
                g.Residual = g.Residual is null ? null : g.Residual + (i * StrideResidual);
                Dispatch(in g);
            }
        }
    }
}
