using System.Runtime.InteropServices;

namespace KerasSharp;

/// <content>From tensors back to C# data. Elements are copied; the C# type must be that of the dtype.</content>
public sealed partial class Tensor
{
    /// <summary>The elements of a matrix as a rectangular array.</summary>
    /// <exception cref="ShapeException">The tensor does not have two axes.</exception>
    public T[,] ToArray2D<T>()
        where T : unmanaged => (T[,])ToNested<T>(2);

    /// <summary>The elements of a tensor of three axes as a rectangular array.</summary>
    /// <exception cref="ShapeException">The tensor does not have three axes.</exception>
    public T[,,] ToArray3D<T>()
        where T : unmanaged => (T[,,])ToNested<T>(3);

    /// <summary>The elements of a tensor of four axes as a rectangular array.</summary>
    /// <exception cref="ShapeException">The tensor does not have four axes.</exception>
    public T[,,,] ToArray4D<T>()
        where T : unmanaged => (T[,,,])ToNested<T>(4);

    /// <summary>The elements as the exchange type of .NET.</summary>
    public System.Numerics.Tensors.Tensor<T> ToTensor<T>()
        where T : unmanaged =>
        System.Numerics.Tensors.Tensor.Create(ToArray<T>(), Array.ConvertAll(Shape.ToArray(), size => (nint)size));

    private Array ToNested<T>(int rank)
        where T : unmanaged
    {
        if (Rank != rank)
        {
            throw new ShapeException($"A rectangular array of {rank} axes needs a tensor of {rank} axes. Received: Shape={Shape}. Reshape it first.");
        }

        ReadOnlySpan<T> elements = Read<T>();
        Array array = rank switch
        {
            2 => new T[Shape[0], Shape[1]],
            3 => new T[Shape[0], Shape[1], Shape[2]],
            _ => new T[Shape[0], Shape[1], Shape[2], Shape[3]],
        };
        if (elements.Length > 0)
        {
            ref byte first = ref MemoryMarshal.GetArrayDataReference(array);
            MemoryMarshal.AsBytes(elements).CopyTo(MemoryMarshal.CreateSpan(ref first, elements.Length * DType.Size()));
        }

        GC.KeepAlive(this);
        return array;
    }
}
