using System.Runtime.InteropServices;
using KerasSharp.Tensors;

namespace KerasSharp.Training;

/// <summary>Tensors from C# arrays, rectangular and jagged.</summary>
internal static class ArrayReader
{
    public static Tensor ToTensor(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (TextArrays.Holds(array))
        {
            return Tensor.From(array);
        }

        var dims = new List<int>();
        Type element = Measure(array, dims);
        if (dims.Contains(0))
        {
            return Tensor.Allocate(Shape.Of([.. dims]), element == typeof(object) ? DType.Float32 : DTypes.Of(element));
        }

        Tensor tensor = Tensor.Allocate(Shape.Of([.. dims]), DTypes.Of(element));
        int at = 0;
        Copy(array, dims, 0, tensor.Data.Bytes, ref at);
        return tensor;
    }

    private static Type Measure(Array array, List<int> dims)
    {
        for (int i = 0; i < array.Rank; i++)
        {
            dims.Add(array.GetLength(i));
        }

        Type element = array.GetType().GetElementType()!;
        if (!element.IsArray)
        {
            return element;
        }

        foreach (object? inner in array)
        {
            return Measure((Array?)inner ?? throw Ragged(dims), dims);
        }

        while (element.IsArray)
        {
            element = element.GetElementType()!;
        }

        return element;
    }

    private static void Copy(Array array, List<int> dims, int depth, Span<byte> target, ref int at)
    {
        for (int i = 0; i < array.Rank; i++)
        {
            if (array.GetLength(i) != dims[depth + i])
            {
                throw Ragged(dims);
            }
        }

        if (array.GetType().GetElementType()!.IsArray)
        {
            foreach (object? inner in array)
            {
                Copy((Array?)inner ?? throw Ragged(dims), dims, depth + array.Rank, target, ref at);
            }

            return;
        }

        ReadOnlySpan<byte> bytes = BytesOf(array);
        bytes.CopyTo(target[at..]);
        at += bytes.Length;
    }

    private static ReadOnlySpan<byte> BytesOf(Array array) =>
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), checked(array.Length * DTypes.Of(array.GetType().GetElementType()!).Size()));

    private static ArgumentException Ragged(List<int> dims) => new(
        $"An array of arrays must have rows of one length to become a tensor. The first rows give the shape ({string.Join(", ", dims)}); another row differs. Pad the rows first.");
}
