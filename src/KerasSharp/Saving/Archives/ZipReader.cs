using System.IO.Compression;

namespace KerasSharp.Saving;

/// <summary>
/// Reads zip archives of which nothing is believed that is not checked (<see cref="ZipDirectory"/>). Stored members are read where they stand; deflated ones are unpacked in memory, and
/// all of them together to no more than a budget.
/// </summary>
internal sealed class ZipReader : IDisposable
{
    /// <summary>What deflated members may unpack to, whatever the archive's size.</summary>
    public const long FreeBudget = 24 << 20;

    /// <summary>What they may unpack to beyond that, as a multiple of the archive's size: packed weights are seldom a third of themselves.</summary>
    public const long BudgetRatio = 16;

    private readonly ByteSource _source;
    private readonly Dictionary<string, ZipMember> _members = new(StringComparer.Ordinal);

    private ZipReader(ByteSource source) => _source = source;

    /// <summary>Members that are files, in the order of the directory.</summary>
    public IEnumerable<ZipMember> Members => _members.Values.Where(member => !member.IsFolder);

    /// <summary>Opens an archive; it disposes the bytes.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="budget">What deflated members may unpack to in all, in bytes; null for what an archive of this size holds honestly.</param>
    /// <exception cref="ModelFormatException">They are no archive, or one that can be read in two ways.</exception>
    public static ZipReader Open(ByteSource source, long? budget = null)
    {
        var reader = new ZipReader(source);
        long most = budget ?? FreeBudget + (source.Length * BudgetRatio), unpacked = 0;
        foreach (ZipMember member in ZipDirectory.Read(source))
        {
            if (!reader._members.TryAdd(member.Name, member))
            {
                throw new ModelFormatException($"Zip: the archive has the member {EntryNames.Printed(member.Name)} twice.");
            }

            unpacked += member.Method == 0 ? 0 : Math.Min(member.Length, long.MaxValue - unpacked);
        }

        return unpacked <= most ? reader : throw new ModelFormatException($"Zip: the members of the archive say that they unpack to {unpacked} bytes. Its {source.Length} bytes may unpack to {most}.");
    }

    /// <summary>The member of a name; null where there is none.</summary>
    public ZipMember? Find(string name) => _members.TryGetValue(name, out ZipMember? member) && !member.IsFolder ? member : null;

    /// <summary>The bytes of a member, in any order. Their checksum is right.</summary>
    public ByteSource Open(ZipMember member)
    {
        ByteSource packed = _source.Section(member.Start, member.Packed);
        if (member.Method != 0)
        {
            return ByteSource.Of(Inflate(member, packed));
        }

        var sum = default(Crc32);
        byte[] buffer = new byte[(int)Math.Min(1 << 17, member.Length)];
        for (long at = 0; at < member.Length; at += buffer.Length)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, member.Length - at));
            packed.Read(at, part);
            sum.Add(part);
        }

        return sum.Value == member.Crc ? packed : throw WrongSum(member);
    }

    /// <summary>The bytes of a member in memory.</summary>
    public byte[] ReadAll(ZipMember member)
    {
        if (member.Method != 0)
        {
            return Inflate(member, _source.Section(member.Start, member.Packed));
        }

        using ByteSource source = Open(member);
        byte[] bytes = Allocate(member);
        source.Read(0, bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private static ModelFormatException WrongSum(ZipMember member) => new($"Zip: the member {EntryNames.Printed(member.Name)} is damaged: its checksum is wrong.");

    private static byte[] Allocate(ZipMember member) => new byte[member.Length <= Array.MaxLength ? member.Length : throw new ModelFormatException(
        $"Zip: the member {EntryNames.Printed(member.Name)} has {member.Length} bytes; {Array.MaxLength} can be held in memory at most.")];

    private static byte[] Inflate(ZipMember member, ByteSource packed)
    {
        byte[] bytes = Allocate(member);
        try
        {
            using var stream = new ByteSourceStream(packed);
            using var inflater = new DeflateStream(stream, CompressionMode.Decompress);
            inflater.ReadExactly(bytes);
            if (inflater.ReadByte() >= 0)
            {
                throw ZipFields.Damaged($"the member {EntryNames.Printed(member.Name)} unpacks to more than the {member.Length} bytes that the directory says");
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw ZipFields.Damaged($"the member {EntryNames.Printed(member.Name)} cannot be unpacked: {error.Message}");
        }

        return Crc32.Of(bytes) == member.Crc ? bytes : throw WrongSum(member);
    }
}
