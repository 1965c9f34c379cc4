using System.Buffers.Binary;
using System.IO.Compression;

namespace KerasSharp.Saving.Hdf5;

/// <summary>The filters that chunks went through (specification IV.A.2.l): shuffle, deflate, Fletcher-32; each at most once.</summary>
internal sealed class Filters
{
    private const int Deflate = 1, Shuffle = 2, Fletcher = 3;
    private readonly (int Id, int ElementSize)[] _filters;

    private Filters((int Id, int ElementSize)[] filters) => _filters = filters;

    public static Filters None { get; } = new([]);

    public bool IsEmpty => _filters.Length == 0;

    public static Filters Read(Cursor cursor, int elementSize)
    {
        int version = cursor.Version(1, 2), count = cursor.U8();
        if (version == 1)
        {
            cursor.Skip(6);
        }

        if (count > 3)
        {
            throw Hdf5Context.Unsupported($"{count} filters, where Keras uses three at most");
        }

        var filters = new (int Id, int ElementSize)[count];
        for (int i = 0; i < count; i++)
        {
            int id = cursor.U16(), nameLength = version == 1 || id >= 256 ? cursor.U16() : 0;
            cursor.Skip(2);
            int values = cursor.U16();
            cursor.Skip(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength);
            cursor.Skip(4 * (values + (version == 1 ? values & 1 : 0)));
            if (id is not (Deflate or Shuffle or Fletcher) || Array.Exists(filters, f => f.Id == id))
            {
                throw Hdf5Context.Unsupported($"the filter {id}, or the same filter twice");
            }

            filters[i] = (id, elementSize);
        }

        return new Filters(filters);
    }

    /// <summary>Undoes the filters of a chunk.</summary>
    /// <param name="stored">The bytes of the file.</param>
    /// <param name="skipped">A bit for each filter that the chunk did not go through.</param>
    /// <param name="size">Bytes of the chunk.</param>
    public byte[] Undo(byte[] stored, uint skipped, int size)
    {
        byte[] bytes = stored;
        for (int i = _filters.Length - 1; i >= 0; i--)
        {
            if ((skipped >> i & 1) == 0)
            {
                bytes = _filters[i].Id switch
                {
                    Deflate => Inflate(bytes, size + 4),
                    Fletcher => CheckSum(bytes),
                    _ => Unshuffle(bytes, _filters[i].ElementSize),
                };
            }
        }

        return bytes.Length == size ? bytes : throw Hdf5Context.Damaged("a chunk", $"has {bytes.Length} bytes where {size} are needed");
    }

    /// <summary>Reads on no further than a chunk can be, whatever the stream holds.</summary>
    private static byte[] Inflate(byte[] bytes, int most)
    {
        try
        {
            using var stream = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
            byte[] result = new byte[most];
            int count = stream.ReadAtLeast(result, most, throwOnEndOfStream: false);
            return count < most || stream.ReadByte() < 0 ? result[..count] : throw Hdf5Context.Damaged("a chunk", $"unpacks to more than {most} bytes");
        }
        catch (InvalidDataException error)
        {
            throw Hdf5Context.Damaged("a chunk", $"cannot be unpacked ({error.Message})");
        }
    }

    private static byte[] Unshuffle(byte[] bytes, int elementSize)
    {
        int count = bytes.Length / elementSize;
        byte[] result = (byte[])bytes.Clone();
        for (int part = 0; part < elementSize; part++)
        {
            for (int i = 0; i < count; i++)
            {
                result[(i * elementSize) + part] = bytes[(part * count) + i];
            }
        }

        return result;
    }

    /// <summary>Fletcher's checksum over 16-bit words, in the four bytes at the end (specification: H5_checksum_fletcher32).</summary>
    private static byte[] CheckSum(byte[] bytes)
    {
        if (bytes.Length < 4)
        {
            throw Hdf5Context.Damaged("a chunk", "is shorter than its checksum");
        }

        ReadOnlySpan<byte> data = bytes.AsSpan(0, bytes.Length - 4);
        uint low = 0, high = 0;
        for (int i = 0; i + 1 < data.Length; i += 2)
        {
            low = (low + BinaryPrimitives.ReadUInt16BigEndian(data[i..])) % 65535;
            high = (high + low) % 65535;
        }

        if ((data.Length & 1) != 0)
        {
            low = (low + ((uint)data[^1] << 8)) % 65535;
            high = (high + low) % 65535;
        }

        uint found = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4));
        // The library leaves 0xFFFF where a sum is 0 modulo 65535.
        uint storedLow = (found & 0xFFFF) % 65535, storedHigh = (found >> 16) % 65535;
        return storedLow == low && storedHigh == high ? bytes[..^4] : throw Hdf5Context.Damaged("a chunk", "has a wrong checksum");
    }
}
