using System.IO.Compression;
using System.Text;
using KerasSharp.Layers;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>
/// Keras's own format: a zip archive of <c>metadata.json</c>, <c>config.json</c> and <c>model.weights.h5</c> (keras/src/saving/saving_lib.py). Members are read in memory, those that are
/// known and no others; nothing is unpacked to a folder, and no member may unpack to more than its archive can hold.
/// </summary>
internal static class KerasArchive
{
    private const string Metadata = "metadata.json", Configuration = "config.json", Weights = "model.weights.h5", Assets = "assets/", Vocabulary = "vocabulary.txt";
    private const int MostMembers = 10_000;

    /// <summary>How much larger an unpacked member may be than its packed bytes: deflate reaches 1032.</summary>
    private const long MostRatio = 1100;

    /// <summary>The same of texts, which are never that uniform.</summary>
    private const long MostTextRatio = 100;

    /// <summary>Reads a model and its weights.</summary>
    public static Model Load(Stream stream)
    {
        using ZipArchive archive = Open(stream);
        Dictionary<string, ZipArchiveEntry> members = Members(archive);
        _ = Config.FromJson(Text(members, Metadata));
        Model model = Model.FromJson(Text(members, Configuration));
        using Hdf5File file = Hdf5File.Open(ByteSource.Of(Bytes(Find(members, Weights), MostRatio)));
        if (!model.Built || model.Layers.Count == 0)
        {
            throw new ModelFormatException($"The model '{model.Name}' of the archive has no layers, or does not say what they were built for.");
        }

        WeightsReader.Load(model, file.Root);
        LoadAssets(model, members);
        return model;
    }

    /// <summary>Writes a model and its weights; members are stored as they are, as Keras stores them.</summary>
    public static void Save(Model model, Stream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add(archive, Metadata, member => member.Write(Encoding.UTF8.GetBytes(new Config { ["keras_version"] = "3.16.0", ["date_saved"] = DateTime.Now.ToString("yyyy-MM-dd@HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) }.ToJson())));
        Add(archive, Configuration, member => member.Write(Encoding.UTF8.GetBytes(model.ToJson())));
        Add(archive, Weights, member => Hdf5Writer.Write(member, WeightsWriter.Lay(model)));
        foreach ((string path, Layer layer) in WeightsLayout.All(model).DistinctBy(inside => inside.Path))
        {
            if (layer.Asset is { } text)
            {
                Add(archive, $"{Assets}{path}/{Vocabulary}", member => member.Write(Encoding.UTF8.GetBytes(text)));
            }
        }
    }

    /// <summary>Gives layers the vocabularies that they learnt. They are read as terms, never as places to read from.</summary>
    private static void LoadAssets(Model model, Dictionary<string, ZipArchiveEntry> members)
    {
        Dictionary<string, Layer> layers = WeightsLayout.All(model).DistinctBy(inside => inside.Path).ToDictionary(inside => inside.Path, inside => inside.Layer, StringComparer.Ordinal);
        foreach (string name in members.Keys.Where(name => name.StartsWith(Assets, StringComparison.Ordinal) && !name.EndsWith('/')))
        {
            string path = name[Assets.Length..];
            if (!path.EndsWith($"/{Vocabulary}", StringComparison.Ordinal) || !layers.TryGetValue(path[..^(Vocabulary.Length + 1)], out Layer? layer))
            {
                throw new ModelFormatException($"The archive has {name}, which belongs to no layer of the model '{model.Name}'.");
            }

            try
            {
                layer.Asset = Text(members, name);
            }
            catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException)
            {
                throw new ModelFormatException($"The vocabulary {name} cannot be used. {error.Message}", error);
            }
        }
    }

    private static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        using Stream member = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        write(member);
    }

    private static ZipArchive Open(Stream stream)
    {
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
        }
        catch (InvalidDataException error)
        {
            throw new ModelFormatException($"The file is no .keras archive, or cut off. {error.Message}", error);
        }
    }

    private static Dictionary<string, ZipArchiveEntry> Members(ZipArchive archive)
    {
        const int SymbolicLink = 0xA000, KindMask = 0xF000;
        var members = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string name = entry.FullName;
            bool isKnown = name is Metadata or Configuration or Weights || (name.StartsWith(Assets, StringComparison.Ordinal) && IsPlain(name));
            if (!isKnown || ((entry.ExternalAttributes >> 16) & KindMask) == SymbolicLink || !members.TryAdd(name, entry) || members.Count > MostMembers)
            {
                throw new ModelFormatException($"The archive has a member that a model does not have, or twice: '{(name.Length > 100 ? name[..100] + "..." : name)}'. Expected: {Metadata}, {Configuration}, {Weights}, and files in {Assets}.");
            }
        }

        return members;
    }

    /// <summary>Whether a name leads nowhere else: no climbing, no other separators, no control characters.</summary>
    private static bool IsPlain(string name) => name.Split('/').All(part => part is not (".." or ".")) && !name.Contains("//", StringComparison.Ordinal) && !name.Any(c => c is '\\' or ':' || char.IsControl(c));

    private static ZipArchiveEntry Find(Dictionary<string, ZipArchiveEntry> members, string name) => members.TryGetValue(name, out ZipArchiveEntry? entry)
        ? entry
        : throw new ModelFormatException($"The archive must have a member {name}. It has: {string.Join(", ", members.Keys.Take(10))}.");

    private static string Text(Dictionary<string, ZipArchiveEntry> members, string name)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Bytes(Find(members, name), MostTextRatio));
        }
        catch (DecoderFallbackException error)
        {
            throw new ModelFormatException($"The member {name} is not UTF-8.", error);
        }
    }

    private static byte[] Bytes(ZipArchiveEntry entry, long ratio)
    {
        if (entry.IsEncrypted || entry.Length > int.MaxValue || entry.Length > Math.Max(1 << 20, entry.CompressedLength * ratio))
        {
            throw new ModelFormatException($"The member {entry.FullName} is encrypted, or says that it unpacks to {entry.Length} bytes, from {entry.CompressedLength}.");
        }

        try
        {
            using Stream stream = entry.Open();
            byte[] bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return Crc32.Of(bytes) != entry.Crc32 ? throw new ModelFormatException($"The member {entry.FullName} is damaged: its checksum is wrong.")
                : stream.ReadByte() < 0 ? bytes : throw new ModelFormatException($"The member {entry.FullName} unpacks to more than the {entry.Length} bytes that the archive says.");
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or IOException)
        {
            throw new ModelFormatException($"The member {entry.FullName} cannot be unpacked. {error.Message}", error);
        }
    }
}
