using System.Runtime.InteropServices;
using KerasSharp.Tensors;

namespace KerasSharp;

/// <content>Tensors from C# data. The elements are copied; the dtype is that of the C# type unless another is asked for.</content>
public sealed partial class Tensor
{
    /// <summary>A tensor of a shape from its elements in row-major order.</summary>
    /// <exception cref="ShapeException">The number of elements is not that of the shape.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> elements, Shape shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape = FillUnknown(shape, elements.Length);
        if (shape.Count != elements.Length)
        {
            throw new ShapeException($"Tensor.From: the shape {shape} holds {shape.Count} elements. Received: {elements.Length} elements.", nameof(shape));
        }

        Tensor tensor = Allocate(shape, DTypes.Of<T>());
        MemoryMarshal.AsBytes(elements).CopyTo(tensor.Data.Bytes);
        return tensor;
    }

    /// <summary>A tensor of a shape from its elements in row-major order.</summary>
    public static Tensor From<T>(T[] elements, Shape shape)
        where T : unmanaged => From<T>(elements.AsSpan(), shape);

    /// <summary>A vector.</summary>
    public static Tensor From<T>(ReadOnlySpan<T> elements)
        where T : unmanaged => From(elements, Shape.Of(elements.Length));

    /// <summary>A tensor from an array of any rank: rectangular (<c>float[,]</c>) or jagged with equal lengths (<c>float[][]</c>).</summary>
    /// <param name="array">Numbers, bools or text; the shape is the array's.</param>
    /// <param name="dtype">The element type; by default that of the array's elements.</param>
    /// <exception cref="ShapeException">The rows of a jagged array differ in length.</exception>
    /// <exception cref="ArgumentException">The elements are of a type that no dtype holds.</exception>
    public static Tensor From(Array array, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(array);
        Tensor tensor = TextArrays.Holds(array) ? TextArrays.Read(array) : array.GetType().GetElementType()!.IsArray ? JaggedArrays.Read(array) : FromRectangular(array);
        return dtype is { } target ? Primitives.Prim.Convert(tensor, target) : tensor;
    }

    /// <summary>A scalar of a dtype.</summary>
    public static Tensor Scalar(double value, DType dtype = DType.Float32) => Primitives.Prim.Scalar(value, dtype);

    /// <summary>A tensor from the exchange type of .NET; the elements are copied.</summary>
    public static Tensor From<T>(System.Numerics.Tensors.Tensor<T> source)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(source);
        var dims = new int[source.Rank];
        for (int i = 0; i < dims.Length; i++)
        {
            dims[i] = checked((int)source.Lengths[i]);
        }

        var flat = new T[checked((int)source.FlattenedLength)];
        source.FlattenTo(flat);
        return From<T>(flat, new Shape(dims));
    }

    /// <summary>A vector of float32.</summary>
    public static implicit operator Tensor(float[] array) => From(array.AsSpan<float>(), Shape.Of(array.Length));

    /// <summary>A vector of float64.</summary>
    public static implicit operator Tensor(double[] array) => From((Array)array);

    /// <summary>A vector of int32.</summary>
    public static implicit operator Tensor(int[] array) => From((Array)array);

    /// <summary>A vector of int64.</summary>
    public static implicit operator Tensor(long[] array) => From((Array)array);

    /// <summary>A vector of uint8.</summary>
    public static implicit operator Tensor(byte[] array) => From((Array)array);

    /// <summary>A vector of bool.</summary>
    public static implicit operator Tensor(bool[] array) => From((Array)array);

    /// <summary>A matrix of float32.</summary>
    public static implicit operator Tensor(float[,] array) => From((Array)array);

    /// <summary>A matrix of float64.</summary>
    public static implicit operator Tensor(double[,] array) => From((Array)array);

    /// <summary>A matrix of int32.</summary>
    public static implicit operator Tensor(int[,] array) => From((Array)array);

    /// <summary>A matrix of uint8.</summary>
    public static implicit operator Tensor(byte[,] array) => From((Array)array);

    /// <summary>A matrix of bool.</summary>
    public static implicit operator Tensor(bool[,] array) => From((Array)array);

    /// <summary>A tensor of float32 with three axes.</summary>
    public static implicit operator Tensor(float[,,] array) => From((Array)array);

    /// <summary>A tensor of float64 with three axes.</summary>
    public static implicit operator Tensor(double[,,] array) => From((Array)array);

    /// <summary>A tensor of int32 with three axes.</summary>
    public static implicit operator Tensor(int[,,] array) => From((Array)array);

    /// <summary>A tensor of uint8 with three axes, such as gray images.</summary>
    public static implicit operator Tensor(byte[,,] array) => From((Array)array);

    /// <summary>A tensor of float32 with four axes.</summary>
    public static implicit operator Tensor(float[,,,] array) => From((Array)array);

    /// <summary>A tensor of float64 with four axes.</summary>
    public static implicit operator Tensor(double[,,,] array) => From((Array)array);

    /// <summary>A tensor of uint8 with four axes, such as colour images.</summary>
    public static implicit operator Tensor(byte[,,,] array) => From((Array)array);

    /// <summary>A matrix of float32 from rows of equal length.</summary>
    public static implicit operator Tensor(float[][] array) => From((Array)array);

    /// <summary>A matrix of float64 from rows of equal length.</summary>
    public static implicit operator Tensor(double[][] array) => From((Array)array);

    /// <summary>A matrix of int32 from rows of equal length.</summary>
    public static implicit operator Tensor(int[][] array) => From((Array)array);

    /// <summary>A vector of text.</summary>
    public static implicit operator Tensor(string[] array) => From((Array)array);

    /// <summary>A matrix of text.</summary>
    public static implicit operator Tensor(string[,] array) => From((Array)array);

    internal static Tensor FromRectangular(Array array)
    {
        var dims = new int[array.Rank];
        for (int i = 0; i < dims.Length; i++)
        {
            dims[i] = array.GetLength(i);
        }

        Type element = array.GetType().GetElementType()!;
        Tensor tensor = Allocate(new Shape(dims), DTypes.Of(element));
        Span<byte> target = tensor.Data.Bytes;
        if (target.Length > 0)
        {
            MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), target.Length).CopyTo(target);
        }

        return tensor;
    }

    private static Shape FillUnknown(Shape shape, int count)
    {
        int unknown = shape.Span.IndexOf(Shape.Unknown);
        if (unknown < 0)
        {
            return shape;
        }

        long known = shape.With(unknown, 1).Count;
        return known > 0 && count % known == 0 ? shape.With(unknown, (int)(count / known)) : shape;
    }
}
