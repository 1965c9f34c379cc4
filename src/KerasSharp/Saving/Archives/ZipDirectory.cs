using System.Text;

namespace KerasSharp.Saving;

/// <summary>
/// Finds and checks the directory of a zip archive (APPNOTE 6.3.10, 4.3). There is only one way to read an archive that passes: the members follow one another from the first byte on,
/// then the directory, then its end; and what the directory says of a member, the member's own header says as well.
/// </summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22, End64Bytes = 56, LocatorBytes = 20, EntryBytes = 46, HeaderBytes = 30, MostMembers = 65_535, MostDirectory = 1 << 25;
    private const uint EndMark = 0x06054B50, End64Mark = 0x06064B50, LocatorMark = 0x07064B50, EntryMark = 0x02014B50, HeaderMark = 0x04034B50, DescriptorMark = 0x08074B50;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Members in the order of the directory.</summary>
    public static List<ZipMember> Read(ByteSource source)
    {
        (long start, long size, long count) = FindEnd(source);
        if (size > MostDirectory || count > Math.Min(MostMembers, size / EntryBytes))
        {
            throw ZipFields.Damaged($"the directory says that it has {count} members in {size} bytes");
        }

        byte[] bytes = new byte[size];
        source.Read(start, bytes);
        var members = new List<ZipMember>((int)count);
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            members.Add(ReadEntry(bytes, ref at));
        }

        if (at != size)
        {
            throw ZipFields.Damaged($"the directory has {size - at} bytes behind its {count} members");
        }

        return Place(source, members, start);
    }

    /// <summary>Where the directory stands, how many bytes it has, and how many members.</summary>
    private static (long Start, long Size, long Count) FindEnd(ByteSource source)
    {
        byte[] tail = new byte[Math.Min(source.Length, EndBytes + ushort.MaxValue)];
        source.Read(source.Length - tail.Length, tail);
        int at = tail.Length - EndBytes;
        while (at >= 0 && new ZipFields(tail).U32(at) != EndMark)
        {
            at--;
        }

        if (at < 0)
        {
            throw new ModelFormatException($"Zip: the file is no zip archive, or cut off: the end of its directory is missing. It has {source.Length} bytes.");
        }

        var end = new ZipFields(tail.AsSpan(at));
        long place = source.Length - tail.Length + at, start = end.U32(16), size = end.U32(12), count = end.U16(10);
        if (end.U16(20) != tail.Length - at - EndBytes || end.U16(4) != end.U16(6) || end.U16(4) is not (0 or ushort.MaxValue) || end.U16(8) != count)
        {
            throw ZipFields.Damaged("bytes stand behind the end of the directory, or other parts of the archive are missing");
        }

        bool isWide = start == uint.MaxValue || size == uint.MaxValue || count == ushort.MaxValue || end.U16(4) == ushort.MaxValue;
        if (FindEnd64(source, place) is { } wide)
        {
            if ((start != uint.MaxValue && start != wide.Start) || (size != uint.MaxValue && size != wide.Size) || (count != ushort.MaxValue && count != wide.Count))
            {
                throw ZipFields.Damaged("the two ends of the directory say different things");
            }

            (start, size, count, place) = wide;
        }
        else if (isWide)
        {
            throw ZipFields.Damaged("the end of the directory with 64-bit sizes is missing");
        }

        return start <= place && size == place - start ? (start, size, count) : throw ZipFields.Damaged($"the directory should have {size} bytes at {start}, and ends at {place}");
    }

    private static (long Start, long Size, long Count, long Place)? FindEnd64(ByteSource source, long end)
    {
        if (end < LocatorBytes + End64Bytes)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[LocatorBytes + End64Bytes];
        source.Read(end - LocatorBytes, bytes[..LocatorBytes]);
        var locator = new ZipFields(bytes[..LocatorBytes]);
        if (locator.U32(0) != LocatorMark)
        {
            return null;
        }

        long place = locator.U64(8);
        if (locator.U32(4) != 0 || locator.U32(16) > 1 || place > end - LocatorBytes - End64Bytes)
        {
            throw ZipFields.Damaged("the end of the directory with 64-bit sizes is not where it should be");
        }

        Span<byte> record = bytes[LocatorBytes..];
        source.Read(place, record);
        var fields = new ZipFields(record);
        return fields.U32(0) == End64Mark && fields.U64(4) == end - LocatorBytes - place - 12 && fields.U32(16) == 0 && fields.U32(20) == 0 && fields.U64(24) == fields.U64(32)
            ? (fields.U64(48), fields.U64(40), fields.U64(32), place)
            : throw ZipFields.Damaged("the end of the directory with 64-bit sizes is not what it should be");
    }

    private static ZipMember ReadEntry(ReadOnlySpan<byte> directory, ref int at)
    {
        const int KindMask = 0xF000, RegularFile = 0x8000, Folder = 0x4000;
        if (directory.Length - at < EntryBytes)
        {
            throw ZipFields.Damaged("the directory ends before its members do");
        }

        var entry = new ZipFields(directory[at..]);
        int nameBytes = entry.U16(28), extraBytes = entry.U16(30), all = EntryBytes + nameBytes + extraBytes + entry.U16(32);
        if (entry.U32(0) != EntryMark || all > directory.Length - at)
        {
            throw ZipFields.Damaged("an entry of the directory is none, or longer than the directory");
        }

        ReadOnlySpan<byte> rawName = directory.Slice(at + EntryBytes, nameBytes), zip64 = ZipFields.Zip64(directory.Slice(at + EntryBytes + nameBytes, extraBytes), rawName);
        string name = Name(rawName);
        int used = 0, flags = entry.U16(8), method = entry.U16(10), kind = (int)(entry.U32(38) >> 16) & KindMask;
        long length = entry.Wide(24, zip64, ref used), packed = entry.Wide(20, zip64, ref used), header = entry.Wide(42, zip64, ref used);
        if (EntryNames.Fault(name) is { } fault)
        {
            throw new ModelFormatException($"Zip: the name of a member {fault}. Received: {EntryNames.Printed(name)}.");
        }

        if ((flags & ~ZipFlags.Known) != 0 || method is not (0 or 8) || entry.U16(34) != 0 || kind is not (0 or RegularFile or Folder))
        {
            throw new ModelFormatException($"Zip: the member {EntryNames.Printed(name)} is encrypted, a link, or packed by a method other than deflate. Received: flags={flags}, method={method}, kind={kind >> 12}.");
        }

        var member = new ZipMember { Name = name, RawName = rawName.ToArray(), Flags = flags, Method = method, Crc = entry.U32(16), Packed = packed, Length = length, Header = header };
        at += all;
        return (method == 0 && packed != length) || (member.IsFolder && length != 0) || (kind == Folder && !member.IsFolder)
            ? throw ZipFields.Damaged($"the member {EntryNames.Printed(name)} has sizes that do not fit ({packed} and {length})")
            : member;
    }

    private static string Name(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw new ModelFormatException("Zip: the name of a member is not UTF-8.", error);
        }
    }

    /// <summary>Finds the bytes of all members: they follow one another, from the beginning to the directory.</summary>
    private static List<ZipMember> Place(ByteSource source, List<ZipMember> members, long end)
    {
        int[] order = [.. Enumerable.Range(0, members.Count).OrderBy(i => members[i].Header)];
        long at = 0;
        foreach (int i in order)
        {
            if (members[i].Header != at)
            {
                throw ZipFields.Damaged($"the member {EntryNames.Printed(members[i].Name)} should begin at {at}, and the directory says {members[i].Header}");
            }

            members[i] = members[i] with { Start = ReadHeader(source, members[i], end) };
            at = members[i].Packed <= end - members[i].Start ? members[i].Start + members[i].Packed : throw ZipFields.Damaged($"the member {EntryNames.Printed(members[i].Name)} has bytes behind the beginning of the directory");
            at += members[i].HasDescriptor ? Descriptor(source, members[i], at, end) : 0;
        }

        return at == end ? members : throw ZipFields.Damaged($"{end - at} bytes before the directory belong to no member");
    }

    /// <summary>Holds a member's own header to the directory; where its bytes begin.</summary>
    private static long ReadHeader(ByteSource source, ZipMember member, long end)
    {
        if (member.Header > end - HeaderBytes)
        {
            throw ZipFields.Damaged($"the member {EntryNames.Printed(member.Name)} has no header");
        }

        Span<byte> start = stackalloc byte[HeaderBytes];
        source.Read(member.Header, start);
        var header = new ZipFields(start);
        byte[] names = new byte[header.U16(26) + header.U16(28)];
        source.Read(member.Header + HeaderBytes, names);
        ReadOnlySpan<byte> name = names.AsSpan(0, header.U16(26)), zip64 = ZipFields.Zip64(names.AsSpan(name.Length), name);
        int used = 0;
        long length = header.Wide(22, zip64, ref used), packed = header.Wide(18, zip64, ref used);
        bool saysNothing = member.HasDescriptor && length == 0 && packed == 0 && header.U32(14) == 0;
        return header.U32(0) == HeaderMark && header.U16(6) == member.Flags && header.U16(8) == member.Method && name.SequenceEqual(member.RawName)
            && (saysNothing || (length == member.Length && packed == member.Packed && header.U32(14) == member.Crc))
            ? member.Header + HeaderBytes + names.Length
            : throw ZipFields.Damaged($"the header of the member {EntryNames.Printed(member.Name)} says something else than the directory");
    }

    /// <summary>Number of bytes of the record behind a member's bytes: with or without a mark, with sizes of 32 or 64 bits.</summary>
    private static int Descriptor(ByteSource source, ZipMember member, long at, long end)
    {
        Span<byte> bytes = stackalloc byte[24];
        int there = (int)Math.Min(bytes.Length, end - at);
        source.Read(at, bytes[..there]);
        var fields = new ZipFields(bytes);
        foreach (int mark in (ReadOnlySpan<int>)[4, 0])
        {
            foreach (int size in (ReadOnlySpan<int>)[4, 8])
            {
                int count = mark + 4 + (2 * size);
                if (count <= there && (mark == 0 || fields.U32(0) == DescriptorMark) && fields.U32(mark) == member.Crc
                    && (size == 4 ? fields.U32(mark + 4) : fields.U64(mark + 4)) == member.Packed && (size == 4 ? fields.U32(mark + 8) : fields.U64(mark + 12)) == member.Length)
                {
                    return count;
                }
            }
        }

        throw ZipFields.Damaged($"the sizes behind the member {EntryNames.Printed(member.Name)} are not those of the directory");
    }
}
