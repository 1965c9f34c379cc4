using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Normalization;

/// <summary>
/// Sums over rows for batch normalisation over the last axis. Rows are cut into chunks at places that depend on the shape alone, so results do not
/// depend on the number of threads. Each chunk is read once, at the speed of memory; chunks are combined in double.
/// </summary>
internal static unsafe class BatchNorm
{
    /// <summary>Chunks that rows are cut into, as far as these become neither too short nor too long: enough for threads, few to combine.</summary>
    private const int Chunks = 64;

    /// <summary>Channels whose chunks are combined at a time.</summary>
    private const int Together = 256;

    /// <summary>Mean and biased variance of each channel.</summary>
    /// <remarks>
    /// Each chunk of rows gives its own mean and sum of squared deviations from it; chunks are merged in double with the
    /// formula of Chan, Golub and LeVeque (1979). Nothing cancels, whatever the offset of the data.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Statistics(long rows, int channels, float* x, float* mean, float* variance)
    {
        BatchNormChunk job = RunChunks(new BatchNormChunk { Rows = rows, Channels = channels, X = x });
        double* average = stackalloc double[Together], squares = stackalloc double[Together];
        for (int first = 0; first < channels; first += Together)
        {
            int count = Math.Min(Together, channels - first);
            new Span<double>(average, Together).Clear();
            new Span<double>(squares, Together).Clear();
            float* near = job.Partials + first;
            for (long total = 0; total < rows; total += job.PerChunk)
            {
                double added = Math.Min(job.PerChunk, rows - total), share = added / (total + added), weight = total * share, part = 1 / added;
                float* sums = near + job.Stride, sumsOfSquares = sums + job.Stride;
                for (int i = 0; i < count; i += Vector256<double>.Count)
                {
                    Vector256<double> sum = Load(sums + i), shift = sum * part, old = Vector256.Load(average + i), delta = Load(near + i) + shift - old;
                    (old + (delta * share)).Store(average + i);
                    (Vector256.Load(squares + i) + (Load(sumsOfSquares + i) - (sum * shift)) + (delta * delta * weight)).Store(squares + i);
                }
                near = sumsOfSquares + job.Stride;
            }
            for (int i = 0; i < count; i++)
            {
                mean[first + i] = (float)average[i];
                variance[first + i] = rows > 0 ? (float)(squares[i] / rows) : 0;
            }
        }
    }

    /// <summary>Gradients of gamma and beta: sum(dy (x - mean)) invStd and sum(dy) of each channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GradientSums(long rows, int channels, float* x, float* mean, float* invStd, float* dy, float* dgamma, float* dbeta)
    {
        BatchNormChunk job = RunChunks(new BatchNormChunk { Rows = rows, Channels = channels, X = x, Mean = mean, Dy = dy });
        double* products = stackalloc double[Together], sums = stackalloc double[Together];
        for (int first = 0; first < channels; first += Together)
        {
            int count = Math.Min(Together, channels - first);
            new Span<double>(products, Together).Clear();
            new Span<double>(sums, Together).Clear();
            float* chunk = job.Partials + first;
            for (long row = 0; row < rows; row += job.PerChunk)
            {
                for (int i = 0; i < count; i += Vector256<double>.Count)
                {
                    (Vector256.Load(products + i) + Load(chunk + i)).Store(products + i);
                    (Vector256.Load(sums + i) + Load(chunk + job.Stride + i)).Store(sums + i);
                }
                chunk += 3 * job.Stride;
            }
            for (int i = 0; i < count; i++)
            {
                dgamma[first + i] = (float)(products[i] * invStd[first + i]);
                dbeta[first + i] = (float)sums[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load(float* x) => Vector256.WidenLower(Vector128.Load(x).ToVector256Unsafe());

    private static BatchNormChunk RunChunks(BatchNormChunk job)
    {
        // What one thread does is one chunk.
        bool small = job.Rows * job.Channels < 1 << 15;
        job.PerChunk = (int)Math.Clamp(small ? job.Rows : (job.Rows + Chunks - 1) / Chunks, 64, 4096);
        int chunks = (int)((job.Rows + job.PerChunk - 1) / job.PerChunk);
        job.Partials = Scratch.Get<float>(3L * chunks * job.Stride, ScratchSlot.Partials);
        if (!small)
        {
            WorkerPool.Run(ref job, chunks);
            return job;
        }
        for (int i = 0; i < chunks; i++)
        {
            job.Run(i);
        }
        return job;
    }
}
