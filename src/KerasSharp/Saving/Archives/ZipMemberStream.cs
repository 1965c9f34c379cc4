using System.IO.Compression;

namespace KerasSharp.Saving;

/// <summary>The bytes of a member of a zip archive: as many as the directory says, and at their end their checksum is right.</summary>
internal sealed class ZipMemberStream(ZipMember member, Stream packed) : ReadOnlyStream
{
    private readonly Stream _bytes = member.Method == 0 ? packed : new DeflateStream(packed, CompressionMode.Decompress);
    private Crc32 _sum;
    private long _left = member.Length;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            int read = _bytes.Read(buffer);
            if (buffer.Length > 0 && (read == 0 ? _left != 0 : read > _left))
            {
                throw ZipFields.Damaged($"the member {EntryNames.Printed(member.Name)} unpacks to another number of bytes than the {member.Length} that the directory says");
            }

            _left -= read;
            _sum.Add(buffer[..read]);
            return read > 0 || buffer.Length == 0 || _sum.Value == member.Crc ? read : throw ZipFields.Damaged($"the checksum of the member {EntryNames.Printed(member.Name)} is wrong");
        }
        catch (InvalidDataException error)
        {
            throw new ModelFormatException($"Zip: the member {EntryNames.Printed(member.Name)} cannot be unpacked. {error.Message}", error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _bytes.Dispose();
        base.Dispose(disposing);
    }
}
