using System.Numerics;
using System.Runtime.InteropServices;
using KerasSharp.Saving;

namespace KerasSharp.Utilities;

/// <summary>An array of numbers or bools of NumPy's <c>.npy</c> format, for code that reads numbers without tensors.</summary>
/// <param name="DType">NumPy's type code without the byte order: <c>f4</c>, <c>u1</c>, <c>b1</c>, ...</param>
/// <param name="Shape">The shape.</param>
/// <param name="Data">The elements in C order.</param>
internal sealed record NpyArray(string DType, int[] Shape, byte[] Data)
{
    /// <summary>Number of elements.</summary>
    public int Length => Shape.Aggregate(1, (a, b) => a * b);

    /// <summary>Reads an array.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="backed">How many bytes there can be at most; what the header promises beyond that is refused before it is allocated.</param>
    /// <param name="where">Name for error messages.</param>
    public static NpyArray Read(Stream stream, long backed, string where)
    {
        NpyHeader header = NpyHeader.Read(stream, backed, where);
        if (header.IsText)
        {
            throw new ModelFormatException($"{where}: numbers or bools are wanted. Received: texts ('{header.Code}').");
        }

        byte[] data = new byte[header.Bytes];
        NpyElements.Read(stream, header, data, where);
        return new(header.Code, header.Shape, data);
    }

    /// <summary>The elements converted to a type of number.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public T[] To<T>()
        where T : struct, INumberBase<T> => DType switch
        {
            "f4" => Convert<float, T>(),
            "f8" => Convert<double, T>(),
            "f2" => Convert<Half, T>(),
            "i8" => Convert<long, T>(),
            "i4" => Convert<int, T>(),
            "i2" => Convert<short, T>(),
            "i1" => Convert<sbyte, T>(),
            "u8" => Convert<ulong, T>(),
            "u4" => Convert<uint, T>(),
            "u2" => Convert<ushort, T>(),
            _ => Convert<byte, T>(),
        };

    private TTo[] Convert<TFrom, TTo>()
        where TFrom : struct, INumberBase<TFrom>
        where TTo : struct, INumberBase<TTo>
    {
        ReadOnlySpan<TFrom> from = MemoryMarshal.Cast<byte, TFrom>(Data);
        TTo[] result = new TTo[from.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = TTo.CreateTruncating(from[i]);
        }

        return result;
    }
}
