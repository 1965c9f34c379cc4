using System.Text;

namespace KerasSharp.Saving;

/// <summary>Elements of NumPy arrays, read and written behind their headers.</summary>
internal static class NpyElements
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UTF32Encoding Utf32 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>Reads a whole array.</summary>
    /// <param name="stream">The bytes; it is left behind the array.</param>
    /// <param name="backed">How many bytes there can be at most.</param>
    /// <param name="where">Name for error messages.</param>
    public static Tensor Read(Stream stream, long backed, string where)
    {
        NpyHeader header = NpyHeader.Read(stream, backed, where);
        Shape shape = Shape.Of(header.Shape);
        if (header.IsText)
        {
            byte[] bytes = new byte[header.Bytes];
            Read(stream, header, bytes, where);
            return Tensor.From(Texts(bytes, header, (int)shape.Count, where), shape);
        }

        Tensor tensor = Tensor.Allocate(shape, header.DType);
        Span<byte> target = tensor.Data.Bytes;
        Read(stream, header, target, where);
        if (header.DType == DType.Bool && target.ContainsAnyExcept((byte)0, (byte)1))
        {
            throw new ModelFormatException($"{where}: an array of bools holds something else than 0 and 1.");
        }

        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>Reads elements into C order and the order of this machine's bytes.</summary>
    public static void Read(Stream stream, NpyHeader header, Span<byte> target, string where)
    {
        NpyHeader.ReadExactly(stream, target, where);
        int unit = header.Code[0] == 'U' ? 4 : header.IsText ? 1 : header.ItemSize;
        if (header.BigEndian && unit > 1)
        {
            for (int i = 0; i < target.Length; i += unit)
            {
                target.Slice(i, unit).Reverse();
            }
        }

        if (header.IsFortran && header.Shape.Length > 1 && header.ItemSize > 0)
        {
            ToCOrder(target.ToArray(), target, header.Shape, header.ItemSize);
        }
    }

    /// <summary>Writes an array, texts in the length of the longest, as NumPy has them.</summary>
    public static void Write(Stream stream, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        string[] texts = value.DType == DType.String ? value.ToStrings() : [];
        int longest = texts.Select(text => Utf32.GetByteCount(text)).DefaultIfEmpty(0).Max();
        new NpyHeader(value.DType == DType.String ? $"U{Math.Max(1, longest / 4)}" : Code(value.DType), false, false, value.Shape.ToArray()).Write(stream);
        byte[] element = new byte[Math.Max(4, longest)];
        foreach (string text in texts)
        {
            element.AsSpan(Utf32.GetBytes(text, element)).Clear();
            stream.Write(element);
        }

        stream.Write(value.DType == DType.String ? [] : value.Data.Bytes);
        GC.KeepAlive(value);
    }

    private static string Code(DType dtype) => dtype switch
    {
        DType.Float16 => "f2",
        DType.Float32 => "f4",
        DType.Float64 => "f8",
        DType.Int8 => "i1",
        DType.Int16 => "i2",
        DType.Int32 => "i4",
        DType.Int64 => "i8",
        DType.UInt8 => "u1",
        DType.UInt16 => "u2",
        DType.UInt32 => "u4",
        DType.UInt64 => "u8",
        DType.Bool => "b1",
        _ => throw new ArgumentException($"NumPy has no {dtype.Name()}. Cast the tensor to float32, which holds all of its values, or write safetensors.", nameof(dtype)),
    };

    /// <summary>Texts of one length, the rest of which is filled with zeros.</summary>
    private static string[] Texts(ReadOnlySpan<byte> bytes, NpyHeader header, int count, string where)
    {
        Encoding encoding = header.Code[0] == 'U' ? Utf32 : Utf8;
        string[] texts = new string[count];
        try
        {
            for (int i = 0; i < count; i++)
            {
                texts[i] = encoding.GetString(bytes.Slice(i * header.ItemSize, header.ItemSize)).TrimEnd('\0');
            }
        }
        catch (DecoderFallbackException error)
        {
            throw new ModelFormatException($"{where}: a text is not {(header.Code[0] == 'U' ? "Unicode" : "UTF-8")}.", error);
        }

        return texts;
    }

    private static void ToCOrder(ReadOnlySpan<byte> from, Span<byte> to, int[] shape, int itemSize)
    {
        int[] index = new int[shape.Length];
        for (int target = 0; target < to.Length; target += itemSize)
        {
            int source = 0;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source = (source * shape[axis]) + index[axis];
            }

            from.Slice(source * itemSize, itemSize).CopyTo(to[target..]);
            for (int axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
            {
                index[axis] = 0;
            }
        }
    }
}
