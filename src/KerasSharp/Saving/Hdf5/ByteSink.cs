using System.Buffers.Binary;

namespace KerasSharp.Saving.Hdf5;

/// <summary>Writes fields one after another, little-endian; or, without a stream, only counts them.</summary>
internal sealed class ByteSink(Stream? stream)
{
    private static readonly byte[] Zeros = new byte[4096];

    /// <summary>Number of bytes so far.</summary>
    public long Position { get; private set; }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        stream?.Write(bytes);
        Position += bytes.Length;
    }

    /// <summary>Goes on behind bytes that were written past this.</summary>
    public void Skip(long count) => Position += count;

    public void U8(int value) => Bytes([(byte)value]);

    public void U16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)value));
        Bytes(bytes);
    }

    public void U32(long value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, checked((uint)value));
        Bytes(bytes);
    }

    public void U64(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Bytes(bytes);
    }

    public void Zero(long count)
    {
        for (; count > 0; count -= Math.Min(count, Zeros.Length))
        {
            Bytes(Zeros.AsSpan(0, (int)Math.Min(count, Zeros.Length)));
        }
    }

    /// <summary>Goes on at a multiple of eight, where structures begin.</summary>
    public long Align()
    {
        Zero((8 - (Position % 8)) % 8);
        return Position;
    }
}
