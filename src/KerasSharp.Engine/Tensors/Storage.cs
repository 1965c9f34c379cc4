using System.Runtime.InteropServices;

namespace KerasSharp.Tensors;

/// <summary>
/// A block of aligned native memory that holds a tensor's elements. Users never free it: when the garbage collector finds it unreachable its
/// memory goes back to <see cref="StoragePool"/>. While a <see cref="Operand"/> points into it, its owner must be kept alive.
/// </summary>
internal sealed unsafe class Storage
{
    private readonly int _sizeClass;

    private Storage(void* pointer, long bytes, int sizeClass)
    {
        Pointer = pointer;
        Bytes = bytes;
        _sizeClass = sizeClass;
    }

    ~Storage() => StoragePool.Return(Pointer, _sizeClass);

    public void* Pointer { get; }

    public long Bytes { get; }

    /// <summary>Uninitialised memory of at least <paramref name="bytes"/> bytes, aligned to a cache line.</summary>
    public static Storage Allocate(long bytes)
    {
        void* pointer = StoragePool.Rent(bytes, out int sizeClass);
        return new Storage(pointer, bytes, sizeClass);
    }

    public Span<byte> AsSpan() => new(Pointer, checked((int)Bytes));

    public void CopyFrom(Storage source, long bytes) => System.Buffer.MemoryCopy(source.Pointer, Pointer, Bytes, bytes);

    public void Clear() => NativeMemory.Clear(Pointer, (nuint)Bytes);
}
