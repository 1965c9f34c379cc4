using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;

namespace KerasSharp.Tensors;

/// <summary>
/// Native memory by size class, kept for reuse. Classes step by an eighth of a power of two, so at most an eighth is wasted.
/// What is out of the pool is announced to the garbage collector, so that unreachable tensors are found before memory runs short.
/// </summary>
internal static unsafe class StoragePool
{
    private const int Alignment = 64;
    private const long KeptBytes = 512L << 20;
    private const int Classes = 64 * 8;

    private static readonly ConcurrentStack<nint>[] Free = CreateStacks();
    private static long _pooled;
    private static long _live;

    /// <summary>Bytes held by tensors and plans, and by the pool, now.</summary>
    public static (long Live, long Pooled) Usage => (Volatile.Read(ref _live), Volatile.Read(ref _pooled));

    public static void* Rent(long bytes, out int sizeClass)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        sizeClass = ClassOf(Math.Max(bytes, Alignment));
        long size = SizeOf(sizeClass);
        Interlocked.Add(ref _live, size);
        GC.AddMemoryPressure(size);
        if (Free[sizeClass].TryPop(out nint pointer))
        {
            Interlocked.Add(ref _pooled, -size);
            return (void*)pointer;
        }

        return NativeMemory.AlignedAlloc((nuint)size, Alignment);
    }

    public static void Return(void* pointer, int sizeClass)
    {
        long size = SizeOf(sizeClass);
        Interlocked.Add(ref _live, -size);
        GC.RemoveMemoryPressure(size);
        if (Interlocked.Add(ref _pooled, size) <= KeptBytes)
        {
            Free[sizeClass].Push((nint)pointer);
            return;
        }

        Interlocked.Add(ref _pooled, -size);
        NativeMemory.AlignedFree(pointer);
    }

    /// <summary>The smallest class that holds <paramref name="bytes"/>: three bits of mantissa below the leading one.</summary>
    internal static int ClassOf(long bytes)
    {
        int log = BitOperations.Log2((ulong)bytes);
        long step = 1L << Math.Max(log - 3, 0);
        long eighth = (bytes - (1L << log) + step - 1) / step;
        return (log * 8) + (int)eighth;
    }

    internal static long SizeOf(int sizeClass)
    {
        int log = sizeClass / 8;
        long step = 1L << Math.Max(log - 3, 0);
        return (1L << log) + (sizeClass % 8 * step);
    }

    private static ConcurrentStack<nint>[] CreateStacks()
    {
        var stacks = new ConcurrentStack<nint>[Classes];
        for (int i = 0; i < stacks.Length; i++)
        {
            stacks[i] = new ConcurrentStack<nint>();
        }

        return stacks;
    }
}
