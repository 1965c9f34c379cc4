using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>Files of weights: what they are their content says when they are read, their names when they are written.</summary>
internal static class WeightsFile
{
    /// <summary>How the names of Keras 3's files end.</summary>
    public const string Ending = ".weights.h5";

    /// <summary>How the name of an index of several files ends.</summary>
    public const string IndexEnding = ".weights.json";

    /// <summary>What to do with a name that a model cannot be saved under.</summary>
    public static string Hint(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) ? "Weights alone are saved by SaveWeights." : "";

    /// <summary>Writes the weights of a model in a format.</summary>
    public static void Save(Model model, Stream stream, WeightsFileFormat format)
    {
        switch (format)
        {
            case WeightsFileFormat.SafeTensors:
                SafeTensors.Save(stream, NamedWeights.Lay(model));
                break;
            case WeightsFileFormat.Npz:
                Npz.Save(stream, NamedWeights.Lay(model));
                break;
            case WeightsFileFormat.LegacyHdf5:
                var root = new OutputGroup();
                LegacyWeights.Lay(model, root);
                Hdf5Writer.Write(stream, root);
                break;
            default:
                Hdf5Writer.Write(stream, WeightsWriter.Lay(model));
                break;
        }
    }

    /// <summary>The format of a file by its name; null where its name ends in another way.</summary>
    public static WeightsFileFormat? FormatOf(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) ? WeightsFileFormat.Hdf5
        : path.EndsWith(".h5", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".hdf5", StringComparison.OrdinalIgnoreCase) ? WeightsFileFormat.LegacyHdf5
        : path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) ? WeightsFileFormat.SafeTensors
        : path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) ? WeightsFileFormat.Npz : null;

    /// <summary>Sets the weights of a model from a file or folder.</summary>
    public static WeightsReport Load(Model model, string path, bool skipMismatch, bool byName)
    {
        if (Directory.Exists(path))
        {
            using var folder = new FolderMembers(path);
            return Load(model, folder, skipMismatch, byName);
        }

        using ByteSource source = ByteSource.Open(path);
        if (!ShardedWeights.IsIndex(source))
        {
            return Load(model, source, skipMismatch, byName);
        }

        using ShardedWeights shards = ShardedWeights.Open(path);
        return Load(model, shards, skipMismatch, byName);
    }

    /// <summary>Sets the weights of a model from bytes.</summary>
    public static WeightsReport Load(Model model, ByteSource source, bool skipMismatch, bool byName)
    {
        if (ShardedWeights.IsIndex(source))
        {
            throw new ModelFormatException("The stream is an index of several files of weights, which stand beside it. Load it by its path.");
        }

        if (SafeTensorsFile.IsIn(source))
        {
            using var tensors = NamedWeights.OpenSafeTensors(model, source);
            return Load(model, tensors, skipMismatch, byName);
        }

        if (NpzFile.IsIn(source))
        {
            using var arrays = NamedWeights.OpenNpz(model, source);
            return Load(model, arrays, skipMismatch, byName);
        }

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
