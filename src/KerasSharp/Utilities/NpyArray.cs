using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using KerasSharp.Saving;

namespace KerasSharp.Utilities;

/// <summary>An array of NumPy's <c>.npy</c> format (versions 1 to 3), little endian, C or Fortran order, numbers and bools only.</summary>
/// <param name="DType">NumPy's type code without the byte order: <c>f4</c>, <c>u1</c>, <c>b1</c>, ...</param>
/// <param name="Shape">The shape.</param>
/// <param name="Data">The elements in C order.</param>
internal sealed record NpyArray(string DType, int[] Shape, byte[] Data)
{
    /// <summary>A header longer than this is no header: NumPy's own limit.</summary>
    private const int MaxHeader = 10_000;

    private static ReadOnlySpan<byte> Magic => "NUMPY"u8;

    /// <summary>Number of elements.</summary>
    public int Length => Shape.Aggregate(1, (a, b) => a * b);

    /// <summary>Reads an array.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="backed">How many bytes there can be at most; what the header promises beyond that is refused before it is allocated.</param>
    /// <param name="where">Name for error messages.</param>
    public static NpyArray Read(Stream stream, long backed, string where)
    {
        Span<byte> start = stackalloc byte[8];
        ReadExactly(stream, start, where);
        if (start[0] != 0x93 || !start[1..6].SequenceEqual(Magic) || start[6] is < 1 or > 3)
        {
            throw new ModelFormatException($"{where}: not a NumPy array (.npy).");
        }

        Span<byte> size = stackalloc byte[start[6] == 1 ? 2 : 4];
        ReadExactly(stream, size, where);
        uint headerLength = size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (headerLength > MaxHeader)
        {
            throw new ModelFormatException($"{where}: the array's header is {headerLength} bytes long; at most {MaxHeader} are allowed.");
        }

        byte[] header = new byte[headerLength];
        ReadExactly(stream, header, where);
        (string descr, bool fortran, int[] shape) = ParseHeader(Encoding.UTF8.GetString(header), where);
        string dtype = descr.Length == 3 && descr[0] is '<' or '|' or '=' ? descr[1..] : "";
        int itemSize = dtype switch
        {
            "b1" or "u1" or "i1" => 1,
            "u2" or "i2" or "f2" => 2,
            "u4" or "i4" or "f4" => 4,
            "u8" or "i8" or "f8" => 8,
            _ => throw new ModelFormatException($"{where}: arrays of type '{descr}' cannot be read; numbers and bools in little-endian order can."),
        };
        long bytes = itemSize;
        foreach (int n in shape)
        {
            bytes = n == 0 || bytes <= long.MaxValue / n ? bytes * n : long.MaxValue;
        }

        if (bytes > backed || bytes > Array.MaxLength)
        {
            throw new ModelFormatException($"{where}: the header promises {bytes} bytes of data, but the file holds at most {backed}.");
        }

        byte[] data = new byte[bytes];
        ReadExactly(stream, data, where);
        return new(dtype, shape, fortran && shape.Length > 1 ? ToCOrder(data, shape, itemSize) : data);
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

    private static void ReadExactly(Stream stream, Span<byte> target, string where)
    {
        int read = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        if (read < target.Length)
        {
            throw new ModelFormatException($"{where}: truncated. {target.Length - read} bytes are missing.");
        }
    }

    /// <summary>The header is a Python dictionary: <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 5), }</c>.</summary>
    private static (string Descr, bool Fortran, int[] Shape) ParseHeader(string header, string where)
    {
        string descr = After(header, "'descr':", where);
        string fortran = After(header, "'fortran_order':", where);
        string shape = After(header, "'shape':", where);
        int close = shape.IndexOf(')', StringComparison.Ordinal);
        if (descr.Length < 2 || descr[0] is not ('\'' or '"') || descr.IndexOf(descr[0], 1) is var quote && quote < 0 || close < 1 || shape[0] != '(')
        {
            throw new ModelFormatException($"{where}: the array's header cannot be read: {header.Trim()}");
        }

        string[] parts = shape[1..close].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] dims = new int[parts.Length];
        for (int i = 0; i < dims.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out dims[i]))
            {
                throw new ModelFormatException($"{where}: '{parts[i]}' is no array dimension.");
            }
        }

        return (descr[1..descr.IndexOf(descr[0], 1)], fortran.StartsWith("True", StringComparison.Ordinal), dims);
    }

    private static string After(string header, string key, string where)
    {
        int at = header.IndexOf(key, StringComparison.Ordinal);
        return at < 0 ? throw new ModelFormatException($"{where}: the array's header has no {key[..^1]}.") : header[(at + key.Length)..].TrimStart();
    }

    private static byte[] ToCOrder(byte[] data, int[] shape, int itemSize)
    {
        byte[] result = new byte[data.Length];
        int[] index = new int[shape.Length];
        for (int target = 0; target < data.Length; target += itemSize)
        {
            int source = 0;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source = (source * shape[axis]) + index[axis];
            }

            data.AsSpan(source * itemSize, itemSize).CopyTo(result.AsSpan(target));
            for (int axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
            {
                index[axis] = 0;
            }
        }

        return result;
    }
}
