using System.Runtime.CompilerServices;

namespace KerasSharp.Cpu.Kernels.Threading;

/// <summary>Work on independent items (rows, pixels): any split gives the same result.</summary>
internal interface IRangeJob
{
    /// <summary>Does items <paramref name="first"/> to <paramref name="end"/> - 1.</summary>
    void Run(long first, long end);
}

/// <summary>Splits ranges of items over the pool.</summary>
internal static class Ranges
{
    /// <summary>Elements that a part should at least touch; below twice that the caller works alone.</summary>
    private const long PartWork = 1 << 14;

    /// <param name="job">The work.</param>
    /// <param name="count">Number of items.</param>
    /// <param name="itemWork">About how many elements one item touches; weigh expensive functions.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TJob>(ref TJob job, long count, long itemWork)
        where TJob : unmanaged, IRangeJob
    {
        long parts = 1;
        if (count * itemWork >= 2 * PartWork)
        {
            parts = Math.Min(count, Math.Min(count * itemWork / PartWork, WorkerPool.EffectiveThreads * 4L));
        }
        if (parts <= 1)
        {
            job.Run(0, count);
            return;
        }
        var adapter = new Adapter<TJob> { Job = job, Count = count, PerPart = (count + parts - 1) / parts };
        WorkerPool.Run(ref adapter, (int)((count + adapter.PerPart - 1) / adapter.PerPart));
    }

    private struct Adapter<TJob> : IParallelJob
        where TJob : unmanaged, IRangeJob
    {
        public TJob Job;
        public long Count;
        public long PerPart;

        public void Run(int index) => Job.Run(index * PerPart, Math.Min(Count, (index + 1) * PerPart));
    }
}
