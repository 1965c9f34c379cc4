using KerasSharp.Layers;
using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;
using KerasSharp.Utilities;

namespace KerasSharp.Tool;

/// <summary>A file of a model or of weights: what it says of itself, with its arrays, whose numbers are read when they are asked for.</summary>
internal sealed class SavedFile : IDisposable
{
    private const string ModelConfig = "model_config", TrainingConfig = "training_config", OptimizerWeights = "optimizer_weights";
    private readonly List<IDisposable> _opened = [];

    private SavedFile(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>What it is, in words.</summary>
    public string Format { get; private set; } = "";

    /// <summary>How its weights are laid out: those of one layout have the same paths in files of the same model.</summary>
    public WeightsLayoutKind Layout { get; private set; }

    /// <summary>The version of Keras that it says it is of.</summary>
    public string? KerasVersion { get; private set; }

    /// <summary>What else it says of itself.</summary>
    public List<(string Name, string Value)> Facts { get; } = [];

    /// <summary>The model: <c>class_name</c> and <c>config</c>; null where there are weights alone.</summary>
    public Config? Model { get; private set; }

    /// <summary>What the model was compiled with; null where it was not.</summary>
    public Config? Training { get; private set; }

    /// <summary>The arrays of the model.</summary>
    public IReadOnlyList<StoredWeight> Weights { get; private set; } = [];

    /// <summary>The arrays of the optimizer's state.</summary>
    public IReadOnlyList<StoredWeight> OptimizerState { get; private set; } = [];

    /// <summary>Number of bytes of the file, or of the files of a folder.</summary>
    public long Bytes => Directory.Exists(Path) ? new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : new FileInfo(Path).Length;

    /// <summary>Opens a file or folder; what it is its content says.</summary>
    /// <exception cref="ModelFormatException">It is damaged, or none of those that are known.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SavedFile Open(string path)
    {
        var file = new SavedFile(path);
        try
        {
            file.Read();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The model, built without the numbers of its weights.</summary>
    /// <exception cref="ModelFormatException">The config describes none, or names a class that is not known.</exception>
    public Model Describe()
    {
        using DeferredWeights deferred = DeferredWeights.Enter(Bytes);
        return KerasSharp.Model.FromEntry(Model!);
    }

    /// <inheritdoc/>
    public void Dispose() => _opened.ForEach(opened => opened.Dispose());

    private void Read()
    {
        if (Directory.Exists(Path))
        {
            ReadMembers(Opened(new FolderMembers(Path)), "folder of a Keras model");
            return;
        }

        ByteSource source = Opened(ByteSource.Open(Path));
        if (ShardedWeights.IsIndex(source))
        {
            ReadLayers("weights in several files (.weights.json)", Opened(ShardedWeights.Open(Path)).All());
        }
        else if (SafeTensorsFile.IsIn(source))
        {
            SafeTensorsFile file = Opened(SafeTensorsFile.Open(source, Path));
            Facts.AddRange(file.Metadata.Select(item => (item.Key, item.Value)));
            ReadPaths("weights (.safetensors)", NamedWeights.Stored(file));
        }
        else if (NpzFile.IsIn(source))
        {
            ReadPaths("arrays (.npz)", NamedWeights.Stored(Opened(NpzFile.Open(source, Path))));
        }
        else if (ModelFile.IsArchive(source))
        {
            ReadMembers(Opened(new ZipMembers(source)), "Keras model (.keras)");
        }
        else
        {
            ReadHdf5(Opened(Hdf5File.Open(source)).Root);
        }
    }

    private void ReadMembers(ModelMembers members, string format)
    {
        Config metadata = ConfigFields.Json(members.Text(ModelMembers.Metadata), ModelMembers.Metadata);
        KerasVersion = metadata.GetValueOrDefault("keras_version") as string;
        Facts.AddRange(metadata.Where(item => item.Key != "keras_version").Select(item => (item.Key, item.Value as string ?? ConfigJson.Write(item.Value))));
        Model = ConfigFields.Json(members.Text(ModelMembers.Configuration), ModelMembers.Configuration);
        Training = Model.GetValueOrDefault("compile_config") is Config { Count: > 0 } compiled ? compiled : null;
        foreach (string asset in members.Names.Where(name => name.StartsWith(ModelMembers.Assets, StringComparison.Ordinal)))
        {
            Facts.Add(("asset", asset));
        }

        ReadLayers(format, Arrays(Opened(Hdf5File.Open(members.Open(ModelMembers.Weights))).Root));
    }

    private void ReadHdf5(Hdf5Group root)
    {
        KerasVersion = Text(root, "keras_version");
        if (Text(root, "backend") is { } backend)
        {
            Facts.Add(("backend", backend));
        }

        if (Text(root, ModelConfig) is { } json)
        {
            Model = ConfigFields.Json(json, ModelConfig);
            Training = Text(root, TrainingConfig) is { } training ? ConfigFields.Json(training, TrainingConfig) : null;
        }

        if (LegacyFile.WeightsOf(root) is not { } legacy)
        {
            ReadLayers("weights (.weights.h5)", Arrays(root));
            return;
        }

        Format = Model is null ? "weights of the format before Keras 3 (.h5)" : "model of the format before Keras 3 (.h5)";
        Layout = WeightsLayoutKind.Names;
        Weights = Arrays(legacy);
        OptimizerState = Model is not null && root.Contains(OptimizerWeights) && root.Find(OptimizerWeights) is Hdf5Group state ? Arrays(state) : [];
    }

    /// <summary>Weights as Keras 3 lays them out: those of the optimizer stand beside the others.</summary>
    private void ReadLayers(string format, IEnumerable<StoredWeight> weights)
    {
        (Format, Layout) = (format, WeightsLayoutKind.Layers);
        ILookup<bool, StoredWeight> all = weights.ToLookup(weight => weight.Path.StartsWith(WeightsLayout.Optimizer + "/", StringComparison.Ordinal));
        (Weights, OptimizerState) = ([.. all[false]], [.. all[true]]);
    }

    private void ReadPaths(string format, IEnumerable<StoredWeight> weights) => (Format, Layout, Weights) = (format, WeightsLayoutKind.Paths, [.. weights]);

    private static List<StoredWeight> Arrays(Hdf5Group group)
    {
        using var weights = new Hdf5Weights(group);
        return [.. weights.All()];
    }

    private static string? Text(Hdf5Group group, string name) => group.Attributes.TryGetValue(name, out Hdf5Attribute? attribute) ? attribute.Text() : null;

    private T Opened<T>(T opened)
        where T : IDisposable
    {
        _opened.Insert(0, opened);
        return opened;
    }
}

/// <summary>Ways in which files name arrays.</summary>
internal enum WeightsLayoutKind
{
    /// <summary>By the places of layers: <c>layers/dense/vars/0</c>.</summary>
    Layers,

    /// <summary>By the names of layers and the paths of weights: <c>dense/dense/kernel</c>.</summary>
    Names,

    /// <summary>By the names of layers and weights: <c>dense/kernel</c>.</summary>
    Paths,
}
