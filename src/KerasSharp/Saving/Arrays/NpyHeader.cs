using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace KerasSharp.Saving;

/// <summary>What stands before the elements of a NumPy array (numpy/lib/format.py, versions 1 to 3).</summary>
/// <param name="Code">NumPy's type code without the byte order: <c>f4</c>, <c>u1</c>, <c>b1</c>, <c>U12</c>, ...</param>
/// <param name="BigEndian">Whether the most significant byte of an element comes first.</param>
/// <param name="IsFortran">Whether the first axis runs fastest.</param>
/// <param name="Shape">The shape.</param>
internal sealed record NpyHeader(string Code, bool BigEndian, bool IsFortran, int[] Shape)
{
    /// <summary>A header longer than this is no header: NumPy's own limit.</summary>
    private const int MostHeader = 10_000;

    /// <summary>NumPy's own limit on axes.</summary>
    private const int MostAxes = 64;

    private const int Alignment = 64;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether elements are text: of Unicode code points (<c>U</c>) or bytes (<c>S</c>).</summary>
    public bool IsText => Code[0] is 'U' or 'S';

    /// <summary>Bytes of an element.</summary>
    public int ItemSize => Code[0] == 'U' ? 4 * Digits : Digits;

    /// <summary>The dtype of a tensor of such elements.</summary>
    public DType DType => Code switch
    {
        "f2" => DType.Float16,
        "f4" => DType.Float32,
        "f8" => DType.Float64,
        "i1" => DType.Int8,
        "i2" => DType.Int16,
        "i4" => DType.Int32,
        "i8" => DType.Int64,
        "u1" => DType.UInt8,
        "u2" => DType.UInt16,
        "u4" => DType.UInt32,
        "u8" => DType.UInt64,
        "b1" => DType.Bool,
        _ => DType.String,
    };

    /// <summary>Bytes of all elements; those of more than a tensor can hold are refused where the header is read.</summary>
    public int Bytes => Shape.Aggregate(ItemSize, (a, b) => a * b);

    private int Digits => int.Parse(Code.AsSpan(1), CultureInfo.InvariantCulture);

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header.</summary>
    /// <param name="stream">The bytes; it is left behind the header.</param>
    /// <param name="backed">How many bytes there can be at most; what the header promises beyond that is refused.</param>
    /// <param name="where">Name for error messages.</param>
    public static NpyHeader Read(Stream stream, long backed, string where)
    {
        Span<byte> start = stackalloc byte[8];
        ReadExactly(stream, start, where);
        if (!start.StartsWith(Magic) || start[6] is < 1 or > 3 || start[7] != 0)
        {
            throw new ModelFormatException($"{where}: not a NumPy array (.npy) of a version from 1.0 to 3.0.");
        }

        Span<byte> size = stackalloc byte[start[6] == 1 ? 2 : 4];
        ReadExactly(stream, size, where);
        uint length = size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MostHeader)
        {
            throw new ModelFormatException($"{where}: the array's header is {length} bytes long; at most {MostHeader} are allowed.");
        }

        byte[] text = new byte[length];
        ReadExactly(stream, text, where);
        var header = new NpyHeaderParser(Encoding.Latin1.GetString(text), where).Parse();
        header.Check(backed, where);
        return header;
    }

    /// <summary>Reads as many bytes as the target holds.</summary>
    /// <exception cref="ModelFormatException">They are not all there.</exception>
    public static void ReadExactly(Stream stream, Span<byte> target, string where)
    {
        int read = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        if (read < target.Length)
        {
            throw new ModelFormatException($"{where}: truncated. {target.Length - read} bytes are missing.");
        }
    }

    /// <summary>Writes the header, little-endian and in C order, as NumPy does.</summary>
    public void Write(Stream stream)
    {
        char order = IsText && Code[0] == 'U' ? '<' : ItemSize > 1 && !IsText ? '<' : '|';
        string shape = Shape.Length == 1 ? $"({Shape[0]},)" : $"({string.Join(", ", Shape)})";
        byte[] text = Utf8.GetBytes($"{{'descr': '{order}{Code}', 'fortran_order': False, 'shape': {shape}, }}");
        int total = (Magic.Length + 4 + text.Length + 1 + Alignment - 1) / Alignment * Alignment, length = total - Magic.Length - 4;
        stream.Write(Magic);
        stream.Write([1, 0, (byte)length, (byte)(length >> 8)]);
        stream.Write(text);
        stream.Write([.. Enumerable.Repeat((byte)' ', length - text.Length - 1), (byte)'\n']);
    }

    private void Check(long backed, string where)
    {
        if (Shape.Length > MostAxes)
        {
            throw new ModelFormatException($"{where}: an array has {MostAxes} axes at most. Received: {Shape.Length}.");
        }

        // An element of no bytes is counted as one, as memory is taken for it.
        long bytes = Math.Max(1, ItemSize);
        foreach (int n in Shape)
        {
            bytes = n == 0 || bytes <= long.MaxValue / n ? bytes * n : long.MaxValue;
        }

        if (bytes > backed || bytes > int.MaxValue)
        {
            throw new ModelFormatException($"{where}: the header promises {bytes} bytes of data, but the file holds at most {Math.Min(backed, int.MaxValue)}.");
        }
    }
}
