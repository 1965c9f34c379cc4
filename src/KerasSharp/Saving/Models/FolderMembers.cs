
namespace KerasSharp.Saving;

/// <summary>A model in a folder, as an archive that was unpacked or as Keras writes it with <c>zipped=False</c>. Links are not followed.</summary>
internal sealed class FolderMembers : ModelMembers
{
    /// <summary>Bytes of a text: configs of the largest models have a few million.</summary>
    private const long MostTextBytes = 1 << 28;

    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <exception cref="ModelFormatException">The folder holds links, or more files than a model.</exception>
    public FolderMembers(string folder)
    {
        foreach (string name in new[] { Metadata, Configuration, Weights })
        {
            Add(name, Path.Combine(folder, name));
        }

        string assets = Path.Combine(folder, "assets");
        if (Directory.Exists(assets))
        {
            Walk(new DirectoryInfo(assets), "assets");
        }
    }

    public override IReadOnlyCollection<string> Names => _files.Keys;

    /// <summary>Bytes of all files.</summary>
    public long Length => _files.Values.Sum(path => new FileInfo(path).Length);

    public override ByteSource Open(string name) => ByteSource.Open(Find(name));

    protected override byte[] TextBytes(string name)
    {
        long length = new FileInfo(Find(name)).Length;
        return length <= MostTextBytes ? File.ReadAllBytes(Find(name)) : throw new ModelFormatException($"The file {name} has {length} bytes, more than the {MostTextBytes} that a text of a model may have.");
    }

    private string Find(string name) => _files.TryGetValue(name, out string? path) ? path : throw Missing(name);

    private void Walk(DirectoryInfo folder, string path)
    {
        CheckNoLink(folder);
        foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos())
        {
            string name = $"{path}/{item.Name}";
            if (item is DirectoryInfo inner)
            {
                Walk(inner, name);
            }
            else
            {
                Add(name, item.FullName);
            }
        }
    }

    private void Add(string name, string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists && file.LinkTarget is null)
        {
            return;
        }

        CheckNoLink(file);
        if (!IsKnown(name) || _files.Count == MostMembers)
        {
            throw new ModelFormatException($"The folder has a file that a model does not have, or too many: '{name}'.");
        }

        _files.Add(name, path);
    }

    private static void CheckNoLink(FileSystemInfo item)
    {
        if (item.LinkTarget is not null)
        {
            throw new ModelFormatException($"'{item.Name}' is a link to somewhere else, which is not followed.");
        }
    }
}
