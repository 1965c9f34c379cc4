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

    /// <summary>The free blocks of each class as a list threaded through the blocks themselves, so that giving one back allocates nothing.</summary>
    private static readonly void*[] Free = new void*[Classes];
    private static readonly Lock[] Gates = CreateGates();
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
        lock (Gates[sizeClass])
        {
            void* block = Free[sizeClass];
            if (block is not null)
            {
                Free[sizeClass] = *(void**)block;
                Interlocked.Add(ref _pooled, -size);
                return block;
            }
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
            lock (Gates[sizeClass])
            {
                *(void**)pointer = Free[sizeClass];
                Free[sizeClass] = pointer;
            }

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

    private static Lock[] CreateGates()
    {
        var gates = new Lock[Classes];
        for (int i = 0; i < gates.Length; i++)
        {
            gates[i] = new Lock();
        }

        return gates;
    }
}
