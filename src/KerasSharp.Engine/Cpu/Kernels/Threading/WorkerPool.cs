using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace KerasSharp.Cpu.Kernels.Threading;

/// <summary>A piece of work cut into numbered parts. Implementations are unmanaged structs, so that starting one allocates nothing.</summary>
internal interface IParallelJob
{
    /// <summary>Does part <paramref name="index"/>. Parts run in any order and on any thread.</summary>
    void Run(int index);
}

/// <summary>
/// The engine's own threads. One parallel region runs at a time: the caller opens a gate, workers that are still spinning
/// (or are woken) pass it, everybody takes part numbers from one counter, and the caller closes the gate and waits for the
/// last worker to leave. A region therefore costs a few microseconds when the workers are awake.
/// </summary>
/// <remarks>
/// A call from inside a job, a call while another thread owns the pool, and a call with a single part run on the calling
/// thread. That keeps concurrent callers independent of each other: they lose parallelism, never correctness.
/// </remarks>
internal static unsafe class WorkerPool
{
    private const int Open = 1 << 30;
    private const int SpinMicroseconds = 40;

    private static readonly Lock SetupLock = new();
    private static Worker[] s_workers = [];
    private static int s_threadCount = InitialThreadCount();
    private static int s_owned;

    // The region: written by the owner before the gate opens, read by workers after they have passed it.
    private static void* s_job;
    private static delegate*<void*, int, void> s_entry;
    private static int s_count;
    private static int s_limit;
    private static Exception? s_error;

    // Two hot words, each alone on its cache line: the part counter, and the gate (open bit + number of workers inside).
    private static Padded s_next;
    private static Padded s_gate;
    private static Padded s_epoch;

    [ThreadStatic]
    private static bool t_inside;

    [ThreadStatic]
    private static int t_bound;

    /// <summary>Threads that a region may use, the caller included. At least 1.</summary>
    public static int ThreadCount
    {
        get => s_threadCount;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            s_threadCount = value;
        }
    }

    /// <summary>Threads that a region started now by this thread would use.</summary>
    public static int EffectiveThreads => t_inside ? 1 : t_bound > 0 ? Math.Min(t_bound, s_threadCount) : s_threadCount;

    /// <summary>Bounds the threads of regions that the current thread starts, until the result is disposed.</summary>
    public static IDisposable Parallelism(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var scope = new BoundScope(t_bound);
        t_bound = threads;
        return scope;
    }

    /// <summary>Runs parts 0 to <paramref name="count"/> - 1 of <paramref name="job"/> and returns when all are done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TJob>(ref TJob job, int count)
        where TJob : unmanaged, IParallelJob
    {
        int threads = count <= 1 ? 1 : Math.Min(EffectiveThreads, count);
        if (threads <= 1 || Interlocked.CompareExchange(ref s_owned, 1, 0) != 0)
        {
            for (int i = 0; i < count; i++)
            {
                job.Run(i);
            }
            return;
        }
        fixed (TJob* pointer = &job)
        {
            RunRegion(pointer, &Entry<TJob>, count, threads);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Entry<TJob>(void* job, int index)
        where TJob : unmanaged, IParallelJob => ((TJob*)job)->Run(index);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunRegion(void* job, delegate*<void*, int, void> entry, int count, int threads)
    {
        t_inside = true;
        try
        {
            Worker[] workers = s_workers.Length >= threads - 1 ? s_workers : Grow(threads - 1);
            s_job = job;
            s_entry = entry;
            s_count = count;
            s_limit = threads - 1;
            s_error = null;
            s_next.Value = 0;
            Volatile.Write(ref s_gate.Value, Open);
            Interlocked.Increment(ref s_epoch.Value);
            for (int i = 0; i < threads - 1; i++)
            {
                workers[i].Wake();
            }

            TakeParts(job, entry, count);

            Interlocked.And(ref s_gate.Value, ~Open);
            var spinner = default(SpinWait);
            int spins = 0;
            while (Volatile.Read(ref s_gate.Value) != 0)
            {
                // Workers finish within a part's time: look often at first, then let others have the core.
                if (spins++ < 2000)
                {
                    Thread.SpinWait(4);
                }
                else
                {
                    spinner.SpinOnce(sleep1Threshold: -1);
                }
            }
        }
        finally
        {
            t_inside = false;
        }
        Exception? error = s_error;
        s_error = null;
        Volatile.Write(ref s_owned, 0);
        if (error is not null)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TakeParts(void* job, delegate*<void*, int, void> entry, int count)
    {
        try
        {
            int index;
            while ((index = Interlocked.Increment(ref s_next.Value) - 1) < count)
            {
                entry(job, index);
            }
        }
        catch (Exception error)
        {
            // The first failure wins; the counter is pushed past the end so that the others stop early.
            Interlocked.CompareExchange(ref s_error, error, null);
            Volatile.Write(ref s_next.Value, count);
        }
    }

    private static Worker[] Grow(int size)
    {
        lock (SetupLock)
        {
            var grown = new Worker[size];
            s_workers.CopyTo(grown, 0);
            for (int i = s_workers.Length; i < size; i++)
            {
                grown[i] = new Worker(i);
            }
            return s_workers = grown;
        }
    }

    private static int InitialThreadCount()
    {
        string? text = Environment.GetEnvironmentVariable("KERASSHARP_NUM_THREADS");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads > 0
            ? threads
            : Environment.ProcessorCount;
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 192)]
    private struct Padded
    {
        [System.Runtime.InteropServices.FieldOffset(96)]
        public int Value;
    }

    private sealed class BoundScope(int previous) : IDisposable
    {
        public void Dispose() => t_bound = previous;
    }

    private sealed class Worker
    {
        private readonly Lock _start = new();
        private readonly object _parking = new();
        private int _parked;

        public Worker(int number)
        {
            lock (_start)
            {
                // A background thread never keeps the process alive.
                new Thread(Loop) { IsBackground = true, Name = $"KerasSharp worker {number}" }.Start();
            }
        }

        public void Wake()
        {
            if (Volatile.Read(ref _parked) != 0)
            {
                lock (_parking)
                {
                    _parked = 0;
                    Monitor.Pulse(_parking);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Loop()
        {
            t_inside = true;
            long patience = Environment.ProcessorCount > 1 ? Stopwatch.Frequency * SpinMicroseconds / 1_000_000 : 0;
            int seen = 0;
            while (true)
            {
                long start = Stopwatch.GetTimestamp();
                while (Volatile.Read(ref s_epoch.Value) == seen)
                {
                    if (Stopwatch.GetTimestamp() - start > patience)
                    {
                        Park(seen);
                        start = Stopwatch.GetTimestamp();
                    }
                    Thread.SpinWait(4);
                }
                seen = Volatile.Read(ref s_epoch.Value);
                if (TryEnter())
                {
                    TakeParts(s_job, s_entry, s_count);
                    Interlocked.Decrement(ref s_gate.Value);
                }
            }
        }

        private static bool TryEnter()
        {
            while (true)
            {
                int gate = Volatile.Read(ref s_gate.Value);
                if ((gate & Open) == 0 || (gate & ~Open) >= Volatile.Read(ref s_limit))
                {
                    return false;
                }
                if (Interlocked.CompareExchange(ref s_gate.Value, gate + 1, gate) == gate)
                {
                    return true;
                }
            }
        }

        private void Park(int seen)
        {
            lock (_parking)
            {
                // Announce first, look again second: a region opened in between sees the announcement and wakes us.
                Interlocked.Exchange(ref _parked, 1);
                if (Volatile.Read(ref s_epoch.Value) != seen)
                {
                    _parked = 0;
                    return;
                }
                while (_parked != 0)
                {
                    Monitor.Wait(_parking);
                }
            }
        }
    }
}
