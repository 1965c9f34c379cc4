using System.IO.Compression;
using System.Text;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>
/// Writes a zip archive of members that are stored as they are or deflated (PKWARE's APPNOTE 4.3). Each member is laid out more than once, first for its length and checksum, so that local headers are whole and a
/// stream need not be sought in. Members and archives over 4 GB get the fields of zip64.
/// </summary>
/// <param name="stream">Where to; it is written from beginning to end, and stays open.</param>
internal sealed class ZipWriter(Stream stream)
{
    private const int LocalHeader = 0x04034B50, DirectoryHeader = 0x02014B50, DirectoryEnd = 0x06054B50, DirectoryEnd64 = 0x06064B50, Locator64 = 0x07064B50;
    private const int Plain = 20, Large = 45, MadeOnUnix = 3 << 8, Utf8Names = 1 << 11, Stored = 0, Deflated = 8, Extra64 = 1, RegularFile = 0x81A4; // -rw-r--r--
    private const long Most32 = uint.MaxValue;
    private const int Most16 = ushort.MaxValue;
    private readonly ByteSink _sink = new(stream);
    private readonly List<Member> _members = [];
    private readonly uint _time = DosTime(DateTime.Now);

    /// <summary>Writes a member.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Writes its bytes, the same at each of its calls.</param>
    /// <param name="deflate">Whether to deflate them.</param>
    public void Add(string name, Action<Stream> write, bool deflate = false)
    {
        (long length, uint checksum) = Measure(write);
        Action<Stream> pack = deflate ? target => Deflate(target, write) : write;
        var member = new Member(Encoding.UTF8.GetBytes(name), deflate, length, deflate ? Measure(pack).Length : length, checksum, _sink.Position);
        _members.Add(member);
        _sink.U32(LocalHeader);
        WriteCommon(member, isEntry: false, Sizes(member));
        pack(stream);
        _sink.Skip(member.Packed);
    }

    /// <summary>Writes the directory, with which the archive ends.</summary>
    public void Finish()
    {
        long start = _sink.Position;
        foreach (Member member in _members)
        {
            long[] large = member.Offset >= Most32 ? [.. Sizes(member), member.Offset] : Sizes(member);
            _sink.U32(DirectoryHeader);
            _sink.U16(MadeOnUnix | (large.Length > 0 ? Large : Plain));
            WriteCommon(member, isEntry: true, large);
        }

        long end = _sink.Position;
        if (_members.Count >= Most16 || start >= Most32 || end - start >= Most32)
        {
            WriteEnd64(start, end);
        }

        _sink.U32(DirectoryEnd);
        _sink.U32(0);
        _sink.U16(Math.Min(_members.Count, Most16));
        _sink.U16(Math.Min(_members.Count, Most16));
        _sink.U32(Math.Min(end - start, Most32));
        _sink.U32(Math.Min(start, Most32));
        _sink.U16(0);
    }

    /// <summary>The lengths of a member, packed and unpacked, where they need 64 bits; nothing otherwise.</summary>
    private static long[] Sizes(Member member) => Math.Max(member.Length, member.Packed) >= Most32 ? [member.Length, member.Packed] : [];

    private static (long Length, uint Checksum) Measure(Action<Stream> write)
    {
        using var measure = new ChecksumStream();
        write(measure);
        return (measure.Length, measure.Checksum);
    }

    private static void Deflate(Stream target, Action<Stream> write)
    {
        using var deflate = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true);
        write(deflate);
    }

    /// <summary>The fields that local headers and entries of the directory share, with those between them that only entries have.</summary>
    private void WriteCommon(Member member, bool isEntry, long[] large)
    {
        _sink.U16(large.Length > 0 ? Large : Plain);
        _sink.U16(member.Name.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)127) ? Utf8Names : 0);
        _sink.U16(member.IsDeflated ? Deflated : Stored);
        _sink.U32(_time);
        _sink.U32(member.Checksum);
        bool isLarge = Sizes(member).Length > 0;
        _sink.U32(isLarge ? Most32 : member.Packed);
        _sink.U32(isLarge ? Most32 : member.Length);
        _sink.U16(member.Name.Length);
        _sink.U16(large.Length == 0 ? 0 : 4 + (large.Length * sizeof(long)));
        if (isEntry)
        {
            _sink.U16(0); // no comment
            _sink.U32(0); // first disk, binary
            _sink.U32((long)RegularFile << 16);
            _sink.U32(Math.Min(member.Offset, Most32));
        }

        _sink.Bytes(member.Name);
        if (large.Length > 0)
        {
            _sink.U16(Extra64);
            _sink.U16(large.Length * sizeof(long));
            Array.ForEach(large, _sink.U64);
        }
    }

    private void WriteEnd64(long start, long end)
    {
        _sink.U32(DirectoryEnd64);
        _sink.U64(44); // bytes that follow
        _sink.U16(MadeOnUnix | Large);
        _sink.U16(Large);
        _sink.U64(0); // the first and only disk
        _sink.U64(_members.Count);
        _sink.U64(_members.Count);
        _sink.U64(end - start);
        _sink.U64(start);
        _sink.U32(Locator64);
        _sink.U32(0);
        _sink.U64(end);
        _sink.U32(1);
    }

    /// <summary>Date and time as DOS kept them: two seconds to a step, years from 1980.</summary>
    private static uint DosTime(DateTime time) =>
        (uint)(((Math.Clamp(time.Year, 1980, 2107) - 1980) << 25) | (time.Month << 21) | (time.Day << 16) | (time.Hour << 11) | (time.Minute << 5) | (time.Second / 2));

    private sealed record Member(byte[] Name, bool IsDeflated, long Length, long Packed, uint Checksum, long Offset);
}
