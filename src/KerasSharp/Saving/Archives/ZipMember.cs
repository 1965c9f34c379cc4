namespace KerasSharp.Saving;

/// <summary>A member of a zip archive, as its central directory has it.</summary>
internal sealed record ZipMember
{
    /// <summary>Its name, a plain path.</summary>
    public required string Name { get; init; }

    /// <summary>Its name as it stands in the archive.</summary>
    public required byte[] RawName { get; init; }

    /// <summary>General purpose flags (APPNOTE 4.4.4).</summary>
    public required int Flags { get; init; }

    /// <summary>0 where its bytes are stored as they are, 8 where they are deflated.</summary>
    public required int Method { get; init; }

    /// <summary>The checksum of its bytes.</summary>
    public required uint Crc { get; init; }

    /// <summary>Number of its bytes as they are stored.</summary>
    public required long Packed { get; init; }

    /// <summary>Number of its bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Where its local header stands.</summary>
    public required long Header { get; init; }

    /// <summary>Where its stored bytes stand.</summary>
    public long Start { get; init; }

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Name.EndsWith('/');

    /// <summary>Whether its sizes and checksum stand behind its bytes, instead of before them.</summary>
    public bool HasDescriptor => (Flags & ZipFlags.Descriptor) != 0;
}

/// <summary>Flags of members that are known.</summary>
internal static class ZipFlags
{
    /// <summary>Sizes and checksum stand behind the bytes.</summary>
    public const int Descriptor = 1 << 3;

    /// <summary>How hard the packer tried, a descriptor, and names in UTF-8. All others (encryption, patches, masked headers) are refused.</summary>
    public const int Known = 0b110 | Descriptor | (1 << 11);
}
