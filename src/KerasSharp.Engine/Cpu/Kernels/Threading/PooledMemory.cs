using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Kernels.Threading;

/// <summary>Working memory of one call, too large to be kept by a thread: taken from the pool and given back to it at the end of the scope.</summary>
internal readonly unsafe ref struct PooledMemory : IDisposable
{
    private readonly int _sizeClass;

    /// <summary>At least so many bytes, uninitialised, aligned to a cache line.</summary>
    public PooledMemory(long bytes) => Pointer = StoragePool.Rent(bytes, out _sizeClass);

    public void* Pointer { get; }

    public void Dispose() => StoragePool.Return(Pointer, _sizeClass);
}
