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
        if (member.Method != 0)
        {
            return ByteSource.Of(ReadAll(member));
        }

        using ZipMemberStream stream = OpenStream(member);
        byte[] buffer = new byte[(int)Math.Clamp(member.Length, 1, 1 << 17)];
        while (stream.Read(buffer) > 0)
        {
            // The stream checks the sum.
        }

        return Packed(member);
    }

    /// <summary>The bytes of a member in memory.</summary>
    public byte[] ReadAll(ZipMember member)
    {
        byte[] bytes = new byte[member.Length <= Array.MaxLength ? member.Length : throw new ModelFormatException(
            $"Zip: the member {EntryNames.Printed(member.Name)} has {member.Length} bytes; {Array.MaxLength} can be held in memory at most.")];
        using ZipMemberStream stream = OpenStream(member);
        stream.ReadExactly(bytes);
        _ = stream.ReadByte(); // The end is where the sum is checked.
        return bytes;
    }

    /// <summary>The bytes of a member from first to last.</summary>
    public ZipMemberStream OpenStream(ZipMember member) => new(member, new ByteSourceStream(Packed(member)));

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private ByteSource Packed(ZipMember member) => _source.Section(member.Start, member.Packed);
}
