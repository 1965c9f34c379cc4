using KerasSharp.Layers;
using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp;

/// <content>Models from configs and files.</content>
public partial class Model
{
    /// <summary>Loads a model with its weights from a file that Keras or this library wrote: <c>.keras</c>, or a whole model in HDF5 (<c>.h5</c>). The content says which.</summary>
    /// <remarks>
    /// Nothing in a file is run, and nothing outside it opened: names select from the table of known classes, to which <see cref="KerasSerializableAttribute"/> adds your own.
    /// The state of an optimizer is not read yet: compile the model again to train it on.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file holds no model, is damaged, or names a class that is not known.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Model Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using ByteSource source = ByteSource.Open(path);
        using DeferredWeights deferred = DeferredWeights.Enter(source.Length);
        Span<byte> first = stackalloc byte[1];
        source.Read(0, first);
        return first[0] == 'P' ? KerasArchive.Load(source) : LegacyFile.Load(Hdf5File.Open(source));
    }

    /// <summary>Saves the model with its weights in Keras's format. An old file stays whole until the new one is. The state of the optimizer is not written yet.</summary>
    /// <param name="path">The file; its name must end in <c>.keras</c>.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="NotSupportedException">A layer is of a class that is not registered, or holds a function.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.EndsWith(".keras", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{Label}: the name of a file of a model must end in \".keras\". Received: path=\"{path}\".", nameof(path));
        }

        CheckBuilt("saved");
        AtomicFile.Write(path, stream => KerasArchive.Save(this, stream));
    }

    /// <summary>The model that JSON describes, as <c>model.to_json()</c> of Keras gives it; its weights are new.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="ModelFormatException">It describes no model; the message says where.</exception>
    public static Model FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        Config config;
        try
        {
            config = Config.FromJson(json);
        }
        catch (FormatException error)
        {
            throw new ModelFormatException($"The text is no JSON object. {error.Message}", error);
        }

        return SerializedObject.TryParse(config, out SerializedObject? data) && ConfigFields.Layer(data, "The model") is Model model
            ? model
            : throw ConfigFields.Wrong("the model", "class_name", config.GetValueOrDefault("class_name"), "that of a model");
    }

    /// <summary>JSON that describes the model without its weights, as <c>model.to_json()</c> of Keras gives it.</summary>
    /// <exception cref="NotSupportedException">A layer is of a class that is not registered, or holds a function.</exception>
    public string ToJson()
    {
        Config entry = ObjectRegistry.Serialize(this).ToConfig();
        entry["build_config"] = FunctionalWriter.Entry(this, Name).GetValueOrDefault("build_config");
        return entry.ToJson();
    }

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        if (Graph is null || GetType() != typeof(Model))
        {
            return base.GetConfig();
        }

        Config config = new() { ["name"] = Name, ["trainable"] = Trainable };
        new FunctionalWriter(Graph, Name).Write(config, InputStructure!, OutputStructure!);
        return config;
    }

    /// <summary>The functional model of a config.</summary>
    /// <param name="config">What Keras's <c>get_config</c> gives.</param>
    /// <exception cref="ModelFormatException">It describes none.</exception>
    public static Model FromConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return FunctionalReader.Read(config);
    }

    /// <summary>Sets all weights from a file of weights, <c>.weights.h5</c>, as Keras or this library wrote it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or a weight is missing, superfluous or of another shape; nothing is changed then.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public void LoadWeights(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        CheckBuilt("loaded");
        using Hdf5File file = Hdf5File.Open(path);
        WeightsReader.Load(this, file.Root);
    }

    /// <summary>Writes all weights to a file that Keras reads, <c>.weights.h5</c>. An old file stays whole until the new one is.</summary>
    /// <param name="path">The file; its name must end in <c>.weights.h5</c>.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public void SaveWeights(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.EndsWith(".weights.h5", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{Label}: the name of a file of weights must end in \".weights.h5\". Received: path=\"{path}\".", nameof(path));
        }

        CheckBuilt("saved");
        AtomicFile.Write(path, stream => Hdf5Writer.Write(stream, WeightsWriter.Lay(this)));
    }

    private void CheckBuilt(string what)
    {
        if (!Built)
        {
            throw new InvalidOperationException($"{Label}: it has no weights yet, so that none can be {what}. Apply it to an input first, or give it an InputLayer.");
        }
    }
}
