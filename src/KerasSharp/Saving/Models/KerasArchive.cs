using System.IO.Compression;
using System.Text;
using KerasSharp.Layers;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>
/// Keras's own format: a zip archive of <c>metadata.json</c>, <c>config.json</c> and <c>model.weights.h5</c> (keras/src/saving/saving_lib.py). Weights are read where they
/// stand; members that a model does not have are refused, and nothing is unpacked to a folder.
/// </summary>
internal static class KerasArchive
{
    private const string Metadata = "metadata.json", Configuration = "config.json", Weights = "model.weights.h5", Assets = "assets/", Vocabulary = "vocabulary.txt";

    /// <summary>What a text may unpack to, as a multiple of its packed bytes, where it is larger than a megabyte.</summary>
    private const long MostTextRatio = 100;

    /// <summary>Reads a model and its weights.</summary>
    public static Model Load(ByteSource source)
    {
        using ZipReader archive = ZipReader.Open(source);
        CheckMembers(archive);
        _ = Config.FromJson(Text(archive, Metadata));
        Model model = Model.FromJson(Text(archive, Configuration));
        using Hdf5File file = Hdf5File.Open(archive.Open(Find(archive, Weights)));
        if (!model.Built || model.Layers.Count == 0)
        {
            throw new ModelFormatException($"The model '{model.Name}' of the archive has no layers, or does not say what they were built for.");
        }

        WeightsReader.Load(model, file.Root);
        LoadAssets(model, archive);
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
    private static void LoadAssets(Model model, ZipReader archive)
    {
        Dictionary<string, Layer> layers = WeightsLayout.All(model).DistinctBy(inside => inside.Path).ToDictionary(inside => inside.Path, inside => inside.Layer, StringComparer.Ordinal);
        foreach (string name in archive.Members.Select(member => member.Name).Where(name => name.StartsWith(Assets, StringComparison.Ordinal)))
        {
            string path = name[Assets.Length..];
            if (!path.EndsWith($"/{Vocabulary}", StringComparison.Ordinal) || !layers.TryGetValue(path[..^(Vocabulary.Length + 1)], out Layer? layer))
            {
                throw new ModelFormatException($"The archive has {name}, which belongs to no layer of the model '{model.Name}'.");
            }

            try
            {
                layer.Asset = Text(archive, name);
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

    private static void CheckMembers(ZipReader archive)
    {
        foreach (string name in archive.Members.Select(member => member.Name))
        {
            if (name is not (Metadata or Configuration or Weights) && !name.StartsWith(Assets, StringComparison.Ordinal))
            {
                throw new ModelFormatException($"The archive has a member that a model does not have: {EntryNames.Printed(name)}. Expected: {Metadata}, {Configuration}, {Weights}, and files in {Assets}.");
            }
        }
    }

    private static ZipMember Find(ZipReader archive, string name) => archive.Find(name)
        ?? throw new ModelFormatException($"The archive must have a member {name}. It has: {string.Join(", ", archive.Members.Select(member => EntryNames.Printed(member.Name)).Take(10))}.");

    private static string Text(ZipReader archive, string name)
    {
        ZipMember member = Find(archive, name);
        if (member.Length > Math.Max(1 << 20, member.Packed * MostTextRatio))
        {
            throw new ModelFormatException($"The member {EntryNames.Printed(name)} says that it unpacks to {member.Length} bytes of text, from {member.Packed}.");
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(archive.ReadAll(member));
        }
        catch (DecoderFallbackException error)
        {
            throw new ModelFormatException($"The member {EntryNames.Printed(name)} is not UTF-8.", error);
        }
    }
}
