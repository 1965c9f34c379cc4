using KerasSharp.Utilities;

namespace KerasSharp.Saving;

/// <summary>NumPy's <c>.npz</c>: a ZIP of <c>.npy</c> arrays, read one by one on demand.</summary>
internal sealed class NpzFile : IDisposable
{
    /// <summary>What members are called beyond the names of arrays.</summary>
    public const string Ending = ".npy";
    private readonly ZipReader _zip;
    private readonly string _name;

    private NpzFile(ZipReader zip, string name) => (_zip, _name) = (zip, name);

    /// <summary>Names of the arrays.</summary>
    public IEnumerable<string> Keys => _zip.Members.Select(m => m.Name.EndsWith(Ending, StringComparison.Ordinal) ? m.Name[..^Ending.Length] : m.Name);

    /// <summary>Reads one array of numbers.</summary>
    /// <param name="key">Its name.</param>
    public NpyArray this[string key] => Read(key, NpyArray.Read);

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path.</param>
    public static NpzFile Open(string path)
    {
        ByteSource source = ByteSource.Open(path);
        try
        {
            return Open(source, Path.GetFileName(path));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Opens bytes; the file disposes them.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="name">Name for error messages.</param>
    /// <param name="budget">What compressed arrays may unpack to; null for what a file of this size holds honestly.</param>
    public static NpzFile Open(ByteSource source, string name, long? budget = null) => new(ZipReader.Open(source, budget), name);

    /// <summary>Whether bytes are such a file: an archive that begins with an array.</summary>
    public static bool IsIn(ByteSource source)
    {
        // The archive may be nothing else than what its first member says, as all that follow are checked against the directory.
        const int NameLengthAt = 26, NameAt = 30, LongestName = 4096;
        Span<byte> head = stackalloc byte[NameAt];
        if (!ModelFile.IsArchive(source) || source.Length < NameAt)
        {
            return false;
        }

        source.Read(0, head);
        byte[] name = new byte[(int)Math.Min(Math.Min(head[NameLengthAt] + (head[NameLengthAt + 1] << 8), LongestName), source.Length - NameAt)];
        source.Read(NameAt, name);
        return name.AsSpan().EndsWith(".npy"u8);
    }

    /// <summary>What stands before the elements of one array.</summary>
    /// <param name="key">Its name.</param>
    public NpyHeader ReadHeader(string key)
    {
        (ZipMember member, string where) = Member(key);
        using ZipMemberStream stream = _zip.OpenStream(member);
        return NpyHeader.Read(stream, member.Length, where);
    }

    /// <summary>Reads one array as a tensor.</summary>
    /// <param name="key">Its name.</param>
    public Tensor ReadTensor(string key) => Read(key, NpyElements.Read);

    /// <summary>Whether there is an array of that name.</summary>
    /// <param name="key">The name.</param>
    public bool Contains(string key) => _zip.Find(key + Ending) is not null;

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private T Read<T>(string key, Func<Stream, long, string, T> read)
    {
        (ZipMember member, string where) = Member(key);
        using ZipMemberStream stream = _zip.OpenStream(member);
        T array = read(stream, member.Length, where);
        return stream.ReadByte() < 0 ? array : throw new ModelFormatException($"{where}: bytes stand behind the array.");
    }

    private (ZipMember Member, string Where) Member(string key)
    {
        string where = $"{_name}: array {EntryNames.Printed(key)}";
        return (Find(key) ?? throw new ModelFormatException($"{where} is not in the file. It has: {string.Join(", ", Keys.Take(20))}."), where);
    }

    private ZipMember? Find(string key) => _zip.Find(key + Ending) ?? _zip.Find(key);
}
