using System.IO.Compression;
using KerasSharp.Saving;

namespace KerasSharp.Utilities;

/// <summary>NumPy's <c>.npz</c>: a ZIP of <c>.npy</c> arrays, read one by one on demand.</summary>
internal sealed class NpzFile : IDisposable
{
    /// <summary>DEFLATE cannot expand a byte to more than this (RFC 1951: 258 bytes from two bits).</summary>
    internal const long MaxInflation = 1032;

    private readonly ZipArchive _zip;
    private readonly string _name;

    private NpzFile(ZipArchive zip, string name) => (_zip, _name) = (zip, name);

    /// <summary>Names of the arrays.</summary>
    public IEnumerable<string> Keys => _zip.Entries.Select(e => e.FullName.EndsWith(".npy", StringComparison.Ordinal) ? e.FullName[..^4] : e.FullName);

    /// <summary>Reads one array.</summary>
    /// <param name="key">Its name.</param>
    public NpyArray this[string key]
    {
        get
        {
            string where = $"{_name}: array '{key}'";
            ZipArchiveEntry entry = _zip.GetEntry(key + ".npy") ?? _zip.GetEntry(key)
                ?? throw new ModelFormatException($"{where} is not in the file. It has: {string.Join(", ", Keys)}.");
            try
            {
                using Stream stream = entry.Open();
                return NpyArray.Read(stream, Math.Min(entry.Length, entry.CompressedLength * MaxInflation), where);
            }
            catch (InvalidDataException e)
            {
                throw new ModelFormatException($"{where}: damaged. {e.Message}", e);
            }
        }
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path.</param>
    public static NpzFile Open(string path)
    {
        try
        {
            return new(ZipFile.OpenRead(path), Path.GetFileName(path));
        }
        catch (InvalidDataException e)
        {
            throw new ModelFormatException($"{path}: not a NumPy archive (.npz). {e.Message}", e);
        }
    }

    /// <summary>Whether there is an array of that name.</summary>
    /// <param name="key">The name.</param>
    public bool Contains(string key) => _zip.GetEntry(key + ".npy") is not null;

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();
}
