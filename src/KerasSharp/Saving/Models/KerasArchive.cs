using System.Globalization;
using System.Text;
using KerasSharp.Layers;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>Keras's own format: <c>metadata.json</c>, <c>config.json</c> and <c>model.weights.h5</c>, and vocabularies in <c>assets</c> (keras/src/saving/saving_lib.py), in an archive or a folder.</summary>
internal static class KerasArchive
{
    /// <summary>The version of Keras whose formats are written.</summary>
    public const string Version = "3.16.0";

    /// <summary>Reads a model, its weights, and what it was compiled with.</summary>
    public static Model Load(ModelMembers members, bool compile)
    {
        _ = Config.FromJson(members.Text(ModelMembers.Metadata));
        Config config = ConfigFields.Json(members.Text(ModelMembers.Configuration), ModelMembers.Configuration);
        using Hdf5File file = Hdf5File.Open(members.Open(ModelMembers.Weights));
        using var weights = new Hdf5Weights(file.Root);
        using SharedObjectReader sharing = SharedObjectReader.Enter(weights.Has);
        Model model = Model.FromEntry(config);
        model.BuildFrom(config.GetValueOrDefault("build_config") as Config);
        if (!model.Built || model.Layers.Count == 0)
        {
            throw new ModelFormatException($"The model '{model.Name}' of the archive has no layers, or does not say what they were built for.");
        }

        WeightsMatch.ByPlace(model, weights).Apply(model.Label, skipMismatch: false, isFresh: true);
        LoadAssets(model, members);
        if (compile && config.GetValueOrDefault("compile_config") is { } compiled)
        {
            // Only now, as the state takes the memory of weights that the file has been seen to hold.
            CompileConfig.Apply(model, compiled as Config ?? throw ConfigFields.Wrong($"the model '{model.Name}'", "compile_config", compiled, "an object"));
            model.Optimizer?.Build(model.TrainableVariables);
            var state = new WeightsMatch();
            state.AddOptimizer(model, weights);
            state.Apply(model.Label, skipMismatch: false, isFresh: true);
        }

        return model;
    }

    /// <summary>Writes a model and its weights as an archive; members are stored as they are, as Keras stores them.</summary>
    public static void Save(Model model, Stream stream, bool includeOptimizer)
    {
        var archive = new ZipWriter(stream);
        foreach ((string name, Action<Stream> write) in Members(model, includeOptimizer))
        {
            archive.Add(name, write);
        }

        archive.Finish();
    }

    /// <summary>Writes a model and its weights as files of a folder, which is there.</summary>
    public static void SaveFolder(Model model, string folder, bool includeOptimizer)
    {
        foreach ((string name, Action<Stream> write) in Members(model, includeOptimizer))
        {
            string path = Path.Combine(folder, Path.Combine(name.Split('/')));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
            write(file);
        }
    }

    private static IEnumerable<(string Name, Action<Stream> Write)> Members(Model model, bool includeOptimizer)
    {
        string config;
        using (SharedObjectWriter.Enter())
        {
            config = model.ToEntry(includeOptimizer).ToJson();
        }

        yield return (ModelMembers.Metadata, Text(new Config { ["keras_version"] = Version, ["date_saved"] = DateTime.Now.ToString("yyyy-MM-dd@HH:mm:ss", CultureInfo.InvariantCulture) }.ToJson()));
        yield return (ModelMembers.Configuration, Text(config));

        // Laid out once: writing twice gives the same bytes, whatever changes the weights meanwhile.
        OutputGroup weights = WeightsWriter.Lay(model, includeOptimizer);
        yield return (ModelMembers.Weights, member => Hdf5Writer.Write(member, weights));
        foreach ((string path, _, Layer layer) in WeightsLayout.All(model))
        {
            if (layer.Asset is { } text)
            {
                yield return ($"{ModelMembers.Assets}{path}/{ModelMembers.Vocabulary}", Text(text));
            }
        }

        static Action<Stream> Text(string text) => member => member.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Gives layers the vocabularies that they learnt. They are read as terms, never as places to read from.</summary>
    private static void LoadAssets(Model model, ModelMembers members)
    {
        Dictionary<string, Layer> layers = WeightsLayout.All(model).ToDictionary(at => at.Path, at => at.Layer, StringComparer.Ordinal);
        foreach (string name in members.Names.Where(name => name.StartsWith(ModelMembers.Assets, StringComparison.Ordinal) && !name.EndsWith('/')))
        {
            string path = name[ModelMembers.Assets.Length..];
            if (!path.EndsWith($"/{ModelMembers.Vocabulary}", StringComparison.Ordinal) || !layers.TryGetValue(path[..^(ModelMembers.Vocabulary.Length + 1)], out Layer? layer))
            {
                throw new ModelFormatException($"The archive has {name}, which belongs to no layer of the model '{model.Name}'.");
            }

            try
            {
                layer.Asset = members.Text(name);
            }
            catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException)
            {
                throw new ModelFormatException($"The vocabulary {name} cannot be used. {error.Message}", error);
            }
        }
    }
}
