namespace KerasSharp.Saving;

/// <summary>The members of a zip archive. Weights are read where they stand; nothing is unpacked to a folder, and no member may unpack to more than its archive can hold.</summary>
internal sealed class ZipMembers : ModelMembers
{
    /// <summary>What a text may unpack to, as a multiple of its packed bytes, where it is larger than a megabyte.</summary>
    private const long MostTextRatio = 100;

    private readonly ZipReader _archive;

    /// <exception cref="ModelFormatException">The bytes are no archive, or one of something else than a model.</exception>
    public ZipMembers(ByteSource source)
    {
        _archive = ZipReader.Open(source);
        foreach (string name in Names)
        {
            if (!IsKnown(name))
            {
                throw new ModelFormatException($"The archive has a member that a model does not have: {EntryNames.Printed(name)}. Expected: {Metadata}, {Configuration}, {Weights}, and files in {Assets}.");
            }
        }
    }

    public override IReadOnlyCollection<string> Names => [.. _archive.Members.Select(member => member.Name)];

    public override ByteSource Open(string name) => _archive.Open(Find(name));

    protected override void Close() => _archive.Dispose();

    protected override byte[] TextBytes(string name)
    {
        ZipMember member = Find(name);
        return member.Length <= Math.Max(1 << 20, member.Packed * MostTextRatio) ? _archive.ReadAll(member)
            : throw new ModelFormatException($"The member {EntryNames.Printed(name)} says that it unpacks to {member.Length} bytes of text, from {member.Packed}.");
    }

    private ZipMember Find(string name) => _archive.Find(name) ?? throw Missing(name);
}
