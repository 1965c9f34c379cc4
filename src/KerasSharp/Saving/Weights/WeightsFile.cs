using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>Files of weights: what they are their content says when they are read, their names when they are written.</summary>
internal static class WeightsFile
{
    /// <summary>How the names of Keras 3's files end.</summary>
    public const string Ending = ".weights.h5";

    /// <summary>What to do with a name that a model cannot be saved under.</summary>
    public static string Hint(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) ? "Weights alone are saved by SaveWeights." : "";

    /// <summary>Writes the weights of a model in a format.</summary>
    public static void Save(Model model, Stream stream, WeightsFileFormat format)
    {
        var root = new OutputGroup();
        if (format == WeightsFileFormat.Hdf5)
        {
            root = WeightsWriter.Lay(model);
        }
        else
        {
            LegacyWeights.Lay(model, root);
        }

        Hdf5Writer.Write(stream, root);
    }

    /// <summary>Sets the weights of a model from a file or folder.</summary>
    public static WeightsReport Load(Model model, string path, bool skipMismatch, bool byName)
    {
        if (Directory.Exists(path))
        {
            using var folder = new FolderMembers(path);
            return Load(model, folder, skipMismatch, byName);
        }

        using ByteSource source = ByteSource.Open(path);
        return Load(model, source, skipMismatch, byName);
    }

    /// <summary>Sets the weights of a model from bytes.</summary>
    public static WeightsReport Load(Model model, ByteSource source, bool skipMismatch, bool byName)
    {
        if (ModelFile.IsArchive(source))
        {
            using var members = new ZipMembers(source);
            return Load(model, members, skipMismatch, byName);
        }

        using Hdf5File file = Hdf5File.Open(source);
        if (LegacyFile.WeightsOf(file.Root) is { } legacy)
        {
            return LegacyWeights.Match(model, legacy, byName).Apply(model.Label, skipMismatch, isFresh: false);
        }

        using var weights = new Hdf5Weights(file.Root);
        return Load(model, weights, skipMismatch, byName);
    }

    private static WeightsReport Load(Model model, ModelMembers members, bool skipMismatch, bool byName)
    {
        using Hdf5File file = Hdf5File.Open(members.Open(ModelMembers.Weights));
        using var weights = new Hdf5Weights(file.Root);
        return Load(model, weights, skipMismatch, byName);
    }

    private static WeightsReport Load(Model model, WeightsSource source, bool skipMismatch, bool byName)
    {
        if (byName)
        {
            throw new ArgumentException($"{model.Label}: only legacy files (.h5) hold weights by the names of layers. Received: byName=true. Leave it out; skipMismatch: true takes what fits.", nameof(byName));
        }

        WeightsMatch match = WeightsMatch.ByPlace(model, source);
        match.AddOptimizer(model, source);
        return match.Apply(model.Label, skipMismatch, isFresh: false);
    }
}
