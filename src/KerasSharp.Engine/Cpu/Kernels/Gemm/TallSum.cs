using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>
/// Products of few results that are long sums, such as the gradient of a 1x1 filter, a sum over all pixels. The sum is cut into segments, and each is a product by
/// itself: a thread packs a k-block of both operands in its own second-level cache and uses it there, instead of all threads packing for each other in turn.
/// </summary>
/// <remarks>The cuts depend on sizes only and partial results are added in order, so results do not depend on the number of threads.</remarks>
internal static unsafe class TallSum<S, V, T>
    where S : ISimd<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Most results, so that those of a segment and a k-block of both operands lie in the caches nearby.</summary>
    private const int MostResults = 1 << 16;

    /// <summary>Multiply-adds below which segments are not worth waking threads.</summary>
    private const long LeastWork = 1 << 20;

    /// <summary>Fewest steps of the reduction in a segment.</summary>
    private const int SegmentSteps = 512;

    /// <summary>Most segments.</summary>
    private const int MostSegments = 16;

    /// <summary>Most bytes of partial results.</summary>
    private const long PartialBytes = 2 << 20;

    /// <summary>Runs the product if it is such a one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryRun(in GemmProblem<T> g)
    {
        long results = (long)g.M * g.N;
        if (g.K < 4 * SegmentSteps || results > MostResults || results * g.K < LeastWork || g.Accumulate || g.Final != TileFlags.None || g.PackedB is not null)
        {
            return false;
        }

        int segments = (int)Math.Min(Math.Min(MostSegments, g.K / SegmentSteps), PartialBytes / (results * sizeof(T)));
        var job = new SegmentJob { G = g, Steps = (g.K + segments - 1) / segments };
        segments = (g.K + job.Steps - 1) / job.Steps;
        job.Partials = Scratch.Get<T>((segments - 1) * results, ScratchSlot.Partials);
        WorkerPool.Run(ref job, segments);
        var sum = new SumJob { G = g, Partials = job.Partials, Count = segments - 1 };
        Ranges.Run(ref sum, g.M, (long)segments * g.N);
        return true;
    }

    /// <summary>The product of one segment: the first's goes to C, the others' to partial results.</summary>
    private struct SegmentJob : IParallelJob
    {
        public GemmProblem<T> G;
        public int Steps;
        public T* Partials;

        public void Run(int index)
        {
            int p = index * Steps;
            GemmProblem<T> segment = G;
            segment.K = Math.Min(Steps, G.K - p);
            segment.A = G.RowsOfA(0, p);
            segment.B = G.ColumnsOfB(p, 0);
            if (index > 0)
            {
                segment.C = Partials + ((nint)(index - 1) * G.M * G.N);
                segment.Ldc = G.N;
            }

            GemmDriver<S, V, T>.RunBlocked(in segment, packedBytes: 0);
        }
    }

    /// <summary>Adds partial results to rows of C.</summary>
    private struct SumJob : IRangeJob
    {
        public GemmProblem<T> G;
        public T* Partials;
        public int Count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            nint size = (nint)G.M * G.N;
            for (nint row = (nint)first; row < end; row++)
            {
                T* c = G.C + (row * G.Ldc), partial = Partials + (row * G.N);
                for (int j = 0; j < G.N; j += S.Count)
                {
                    int lanes = Math.Min(S.Count, G.N - j);
                    V sum = Lanes<S, V, T>.Load(c + j, lanes, default);
                    for (int i = 0; i < Count; i++)
                    {
                        sum = S.Add(sum, Lanes<S, V, T>.Load(partial + (i * size) + j, lanes, default));
                    }

                    Lanes<S, V, T>.Store(sum, c + j, lanes);
                }
            }
        }
    }
}
