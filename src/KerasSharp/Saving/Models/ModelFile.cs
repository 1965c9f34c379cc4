using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>Files of whole models: what they are their content says when they are read.</summary>
internal static class ModelFile
{
    /// <summary>Reads a model from a file or folder.</summary>
    public static Model Load(string path, CustomObjects? customObjects, bool compile)
    {
        using CustomObjectScope? scope = customObjects is null ? null : new CustomObjectScope(customObjects);
        if (Directory.Exists(path))
        {
            using var folder = new FolderMembers(path);
            using DeferredWeights deferred = DeferredWeights.Enter(folder.Length);
            return KerasArchive.Load(folder, compile);
        }

        using ByteSource source = ByteSource.Open(path);
        return Load(source, compile);
    }

    /// <summary>Reads a model from bytes.</summary>
    public static Model Load(ByteSource source, CustomObjects? customObjects, bool compile)
    {
        using CustomObjectScope? scope = customObjects is null ? null : new CustomObjectScope(customObjects);
        return Load(source, compile);
    }

    /// <summary>Whether bytes are a zip archive, which begins with its first member or, without any, with its end.</summary>
    public static bool IsArchive(ByteSource source)
    {
        Span<byte> head = stackalloc byte[2];
        if (source.Length < head.Length)
        {
            return false;
        }

        source.Read(0, head);
        return head.SequenceEqual("PK"u8);
    }

    /// <summary>Writes a model in a format.</summary>
    public static void Save(Model model, Stream stream, ModelFileFormat format, bool includeOptimizer)
    {
        if (format == ModelFileFormat.Keras)
        {
            KerasArchive.Save(model, stream, includeOptimizer);
        }
        else
        {
            Hdf5Writer.Write(stream, LegacyFile.Lay(model, includeOptimizer));
        }
    }

    private static Model Load(ByteSource source, bool compile)
    {
        using DeferredWeights deferred = DeferredWeights.Enter(source.Length);
        if (IsArchive(source))
        {
            using var members = new ZipMembers(source);
            return KerasArchive.Load(members, compile);
        }

        using Hdf5File file = Hdf5File.Open(source);
        return LegacyFile.Load(file.Root, compile);
    }
}
