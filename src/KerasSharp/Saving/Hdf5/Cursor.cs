using System.Buffers.Binary;
using System.Text;

namespace KerasSharp.Saving.Hdf5;

/// <summary>Reads fields one after another, little-endian, never past the end.</summary>
internal sealed class Cursor(Hdf5Context context, byte[] data, string what)
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Where the next field begins.</summary>
    public int Position { get; set; }

    /// <summary>Bytes that are left.</summary>
    public int Remaining => data.Length - Position;

    public int Count => data.Length;

    public ReadOnlySpan<byte> All => data;

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>An unsigned number of up to eight bytes that must fit a long.</summary>
    public long Unsigned(int size)
    {
        if (size is < 1 or > 8)
        {
            throw Hdf5Context.Damaged(what, $"has numbers of {size} bytes");
        }

        ReadOnlySpan<byte> bytes = Take(size);
        ulong value = 0;
        for (int i = size - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value <= long.MaxValue ? (long)value : throw Hdf5Context.Damaged(what, $"has a number beyond all files ({value})");
    }

    /// <summary>An address; -1 where there is none (all bits set).</summary>
    public long Address() => UnsignedOrNone(context.OffsetSize);

    /// <summary>A length.</summary>
    public long Size() => Unsigned(context.LengthSize);

    /// <summary>A length; -1 where it has no bound (all bits set).</summary>
    public long SizeOrUnlimited() => UnsignedOrNone(context.LengthSize);

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Remaining)
        {
            throw Hdf5Context.Damaged(what, $"ends before its fields do ({count} bytes are missing at {Position} of {data.Length})");
        }

        ReadOnlySpan<byte> bytes = data.AsSpan(Position, count);
        Position += count;
        return bytes;
    }

    public void Skip(int count) => Take(count);

    /// <summary>A part as a cursor of its own.</summary>
    public Cursor Part(int count, string name) => new(context, Take(count).ToArray(), name);

    /// <summary>The four letters that a structure begins with.</summary>
    public void Expect(ReadOnlySpan<byte> signature)
    {
        if (!Take(signature.Length).SequenceEqual(signature))
        {
            throw Hdf5Context.Damaged(what, $"does not begin with \"{Encoding.ASCII.GetString(signature)}\"");
        }
    }

    /// <summary>A version that must be one of those known.</summary>
    public int Version(int least, int most)
    {
        int version = U8();
        return version >= least && version <= most ? version : throw Hdf5Context.Damaged(what, $"has the unknown version {version}");
    }

    /// <summary>Text up to a byte 0 or the end of the field.</summary>
    public string Name(int count)
    {
        ReadOnlySpan<byte> bytes = Take(count);
        int end = bytes.IndexOf((byte)0);
        return Text(end < 0 ? bytes : bytes[..end]);
    }

    /// <summary>Text up to a byte 0.</summary>
    public string NameToZero()
    {
        int end = data.AsSpan(Position).IndexOf((byte)0);
        string text = Name(end < 0 ? throw Hdf5Context.Damaged(what, "has a name without an end") : end);
        Skip(1);
        return text;
    }

    /// <summary>Checks the checksum over everything before it, and leaves it behind.</summary>
    public void Checksum()
    {
        uint expected = Lookup3.Hash(data.AsSpan(0, Position));
        if (U32() != expected)
        {
            throw Hdf5Context.Damaged(what, "has a wrong checksum");
        }
    }

    private long UnsignedOrNone(int size)
    {
        if (Take(size).IndexOfAnyExcept((byte)0xFF) < 0)
        {
            return -1;
        }

        Position -= size;
        return Unsigned(size);
    }

    private string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Hdf5Context.Damaged(what, "has a name that is not UTF-8");
        }
    }
}
