using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>Tensors by name in NumPy's format <c>.npz</c>, a zip archive of <see cref="Npy"/> arrays, as <c>numpy.savez</c>, <c>numpy.savez_compressed</c> and <c>numpy.load</c> write and read it.</summary>
public static class Npz
{
    /// <summary>Reads all tensors of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="budget">How many bytes compressed arrays may unpack to in all; when not given, 24 MiB and 16 times the size of the file. Arrays that are stored as they are do not count.</param>
    /// <returns>The tensors by name, in the order of the file.</returns>
    /// <exception cref="ModelFormatException">The file is no such archive, is damaged, unpacks to more than the budget, or holds Python objects.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path, long? budget = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        using ByteSource source = ByteSource.Open(path);
        return Load(source, Path.GetFileName(path), budget);
    }

    /// <summary>Reads all tensors of a stream, from where it stands to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="budget">How many bytes compressed arrays may unpack to in all, as of a file.</param>
    /// <returns>The tensors by name, in the order of the archive.</returns>
    /// <exception cref="ModelFormatException">As of a file.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(Stream stream, long? budget = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using ByteSource source = ByteSource.Of(stream);
        return Load(source, "The stream", budget);
    }

    /// <summary>Writes tensors to a file. An old file stays whole until the new one is.</summary>
    /// <param name="path">The file; <c>.npz</c> by custom.</param>
    /// <param name="tensors">Tensors by name, of any dtype but bfloat16. Names are plain paths: <c>"x"</c>, <c>"dense/kernel"</c>.</param>
    /// <param name="compress">Whether to deflate the arrays, as <c>numpy.savez_compressed</c> does.</param>
    /// <exception cref="ArgumentException">A name is empty or leads elsewhere, or a tensor is symbolic or of bfloat16.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        Check(tensors);
        AtomicFile.Write(path, stream => Save(stream, tensors, compress));
    }

    /// <summary>Writes tensors to a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="tensors">Tensors by name, as to a file.</param>
    /// <param name="compress">Whether to deflate the arrays.</param>
    /// <exception cref="ArgumentException">As to a file.</exception>
    public static void Save(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Check(tensors);
        var archive = new ZipWriter(stream);
        foreach ((string name, Tensor value) in tensors)
        {
            archive.Add($"{name}{NpzFile.Ending}", member => NpyElements.Write(member, value), deflate: compress);
        }

        archive.Finish();
    }

    private static void Check(IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Keys.FirstOrDefault(name => EntryNames.Fault(name) is not null || name.EndsWith('/')) is { } wrong)
        {
            throw new ArgumentException($"Npz: names of tensors must be plain paths. Received: {EntryNames.Printed(wrong)}. Write them with letters, '_' and '/' between parts.", nameof(tensors));
        }
    }

    private static Dictionary<string, Tensor> Load(ByteSource source, string name, long? budget)
    {
        using NpzFile file = NpzFile.Open(source, name, budget);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (string key in file.Keys)
        {
            if (!tensors.TryAdd(key, file.ReadTensor(key)))
            {
                throw new ModelFormatException($"{name}: array {EntryNames.Printed(key)} is there twice, with and without \"{NpzFile.Ending}\".");
            }
        }

        return tensors;
    }
}
