using System.Runtime.CompilerServices;

namespace KerasSharp.Tensors;

/// <summary>
/// The elements of an operand as a kernel sees them: contiguous, row-major, with shape and dtype. It does not keep its memory alive; whoever
/// runs the kernel does.
/// </summary>
internal readonly unsafe struct Operand
{
    private readonly Shape? _shape;

    public Operand(void* pointer, Shape shape, DType dtype)
    {
        Pointer = pointer;
        _shape = shape;
        DType = dtype;
        Count = checked((int)shape.Count);
    }

    /// <summary>A run of elements without a shape, as the tiles of a fused loop are.</summary>
    public Operand(void* pointer, int count, DType dtype)
    {
        Pointer = pointer;
        DType = dtype;
        Count = count;
    }

    public void* Pointer { get; }

    public DType DType { get; }

    public int Count { get; }

    public Shape Shape => _shape ?? Shape.Of(Count);

    /// <summary>All elements. <typeparamref name="T"/> must have the size of the dtype.</summary>
    public Span<T> As<T>()
        where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() != DType.Size())
        {
            throw new InvalidOperationException($"An operand of {DType.Name()} was read as {typeof(T).Name}.");
        }

        return new Span<T>(Pointer, Count);
    }

    /// <summary>All elements as bytes.</summary>
    public Span<byte> Bytes => new(Pointer, checked(Count * DType.Size()));
}
