using KerasSharp.Cpu.Kernels.Threading;
using KerasSharp.Tensors;

namespace KerasSharp;

/// <summary>Settings of the engine, for the whole process.</summary>
public static class Engine
{
    /// <summary>
    /// Threads that one computation may use, the caller's included; at least 1. The default is the number of processors, or what the environment variable
    /// <c>KERASSHARP_NUM_THREADS</c> says. Results do not depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public static int ThreadCount
    {
        get => WorkerPool.ThreadCount;
        set => WorkerPool.ThreadCount = value;
    }

    /// <summary>Bytes of tensors and plans in use, and bytes kept for reuse.</summary>
    public static (long InUse, long Kept) Memory => StoragePool.Usage;

    /// <summary>Bounds the threads of what the current thread computes, until the result is disposed: <c>using Engine.Parallelism(1)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is less than 1.</exception>
    public static IDisposable Parallelism(int threads) => WorkerPool.Parallelism(threads);
}
