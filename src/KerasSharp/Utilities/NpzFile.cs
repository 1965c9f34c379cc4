using KerasSharp.Saving;

namespace KerasSharp.Utilities;

/// <summary>NumPy's <c>.npz</c>: a ZIP of <c>.npy</c> arrays, read one by one on demand.</summary>
internal sealed class NpzFile : IDisposable
{
    private const string Ending = ".npy";
    private readonly ZipReader _zip;
    private readonly string _name;

    private NpzFile(ZipReader zip, string name) => (_zip, _name) = (zip, name);

    /// <summary>Names of the arrays.</summary>
    public IEnumerable<string> Keys => _zip.Members.Select(m => m.Name.EndsWith(Ending, StringComparison.Ordinal) ? m.Name[..^Ending.Length] : m.Name);

    /// <summary>Reads one array.</summary>
    /// <param name="key">Its name.</param>
    public NpyArray this[string key]
    {
        get
        {
            string where = $"{_name}: array '{key}'";
            ZipMember member = Find(key) ?? throw new ModelFormatException($"{where} is not in the file. It has: {string.Join(", ", Keys.Take(20))}.");
            using var stream = new ByteSourceStream(_zip.Open(member));
            return NpyArray.Read(stream, stream.Length, where);
        }
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path.</param>
    public static NpzFile Open(string path)
    {
        ByteSource source = ByteSource.Open(path);
        try
        {
            return new(ZipReader.Open(source), Path.GetFileName(path));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is an array of that name.</summary>
    /// <param name="key">The name.</param>
    public bool Contains(string key) => _zip.Find(key + Ending) is not null;

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private ZipMember? Find(string key) => _zip.Find(key + Ending) ?? _zip.Find(key);
}
