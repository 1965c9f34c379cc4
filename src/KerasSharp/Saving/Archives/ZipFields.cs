using System.Buffers.Binary;

namespace KerasSharp.Saving;

/// <summary>Fields of a record of a zip archive, little-endian, and the errors of archives.</summary>
internal readonly ref struct ZipFields(ReadOnlySpan<byte> bytes)
{
    private const ushort Zip64Field = 1, UnicodePathField = 0x7075;
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public static ModelFormatException Damaged(string what) => new($"Zip: {what}. The archive is damaged, or made to do harm.");

    public ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[at..]);

    public uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[at..]);

    /// <summary>A size or place of 64 bits; those beyond all files are refused.</summary>
    public long U64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[at..]) is var value && value <= long.MaxValue
        ? (long)value
        : throw Damaged($"a size or place is beyond all files ({value})");

    /// <summary>The field of 64-bit sizes among a record's extra fields (APPNOTE 4.5.3); empty where there is none.</summary>
    public static ReadOnlySpan<byte> Zip64(ReadOnlySpan<byte> extra, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> found = default;
        bool isFound = false;
        for (int at = 0; at + 4 <= extra.Length;)
        {
            int kind = BinaryPrimitives.ReadUInt16LittleEndian(extra[at..]), size = BinaryPrimitives.ReadUInt16LittleEndian(extra[(at + 2)..]);
            if (size > extra.Length - at - 4)
            {
                throw Damaged("an extra field is longer than its record");
            }

            ReadOnlySpan<byte> data = extra.Slice(at + 4, size);
            if (kind == Zip64Field)
            {
                found = isFound ? throw Damaged("a record has two fields of 64-bit sizes") : data;
                isFound = true;
            }
            else if (kind == UnicodePathField && (size < 5 || !data[5..].SequenceEqual(name)))
            {
                throw Damaged("a member has a second name beside its first");
            }

            at += 4 + size;
        }

        return found;
    }

    /// <summary>A size or place of 32 bits, or the next of 64 bits where the former says so.</summary>
    public long Wide(int at, ReadOnlySpan<byte> zip64, ref int used)
    {
        if (U32(at) != uint.MaxValue)
        {
            return U32(at);
        }

        used += 8;
        return used <= zip64.Length ? new ZipFields(zip64).U64(used - 8) : throw Damaged("a field of 64-bit sizes is missing or too short");
    }
}
