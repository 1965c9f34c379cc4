using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Tensors;

namespace KerasSharp.Layers;

/// <summary>
/// Stands for a layer of a file whose computation is a Python function or a model of another library: such things are not run. It keeps config and weights, which are saved as they came, and
/// says when it is called what is to be done. A function that the caller gives under its name makes it compute.
/// </summary>
internal sealed class PlaceholderLayer : Layer
{
    private static readonly HashSet<string> Classes = ["Lambda", "TorchModuleWrapper", "TFSMLayer", "JaxLayer", "FlaxLayer", "TFOpLambda", "SlicingOpLambda"];

    private readonly SerializedObject _source;
    private readonly Func<CallArguments, Tensor[]>? _function;
    private readonly SortedDictionary<int, TensorSpec> _outputs = [];
    private readonly List<string> _weightPaths = [];

    private PlaceholderLayer(SerializedObject source, Config config, string name)
        : base(name)
    {
        _source = source;
        _function = FunctionOf(source, name);
        ApplyBaseConfig(config);
    }

    internal override string KerasName => _source.ClassName;

    internal override Config? BuildConfig => _source.Extras.GetValueOrDefault("build_config") as Config;

    internal override bool TakesMask => _source.ClassName == "Lambda";

    private protected override bool HandlesMask => true;

    private protected override bool CastsInput => _function is not null;

    /// <summary>Whether an entry of a file is of a class that cannot be run.</summary>
    public static bool StandsFor(SerializedObject source) => (source.Module is null || ObjectRegistry.IsKeras(source.Module)) && Classes.Contains(source.ClassName);

    /// <summary>Whether the caller says what computes in place of a layer of a file.</summary>
    public static bool IsGiven(SerializedObject source, string name) => CustomObjectScope.TryGetClass(source.ClassName, out _) || FunctionOf(source, name) is not null;

    /// <summary>The layer of an entry; one of the caller's where there is a class for it.</summary>
    public static Layer Read(SerializedObject source, string where)
    {
        Config config = source.Config as Config ?? throw ConfigFields.Wrong(where, "config", source.Config, "an object");
        return CustomObjectScope.TryGetClass(source.ClassName, out Func<Config, IKerasSerializable>? own)
            ? own(config) as Layer ?? throw ConfigFields.Wrong(where, "class_name", source.ClassName, "the class of a layer")
            : new PlaceholderLayer(source, config, ConfigFields.Text(config, "name", where) ?? Utilities.Naming.ToSnakeCase(source.ClassName));
    }

    /// <summary>The entry, as the file had it.</summary>
    public SerializedObject Written()
    {
        var written = new SerializedObject(_source.Module, _source.ClassName, SharedObjectWriter.Complete(GetConfig()), _source.RegisteredName);
        if (BuildConfig is { } built)
        {
            written.Extras["build_config"] = built;
        }

        return written;
    }

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        var config = (Config)SharedObjectWriter.WithoutNumbers(_source.Config)!;
        config["name"] = Name;
        if (config.GetValueOrDefault("dtype") is Config)
        {
            config["dtype"] = DtypePolicy.ToConfigValue();
        }

        return config;
    }

    /// <summary>Says what an output is, where the file tells it.</summary>
    /// <param name="index">Which output.</param>
    /// <param name="shape">Its shape in a config.</param>
    /// <param name="dtype">Its dtype in a config.</param>
    public void Hint(int index, object? shape, object? dtype)
    {
        if (shape is List<object?> && ConfigConverter.TryRead(shape, out int?[] sizes) && Array.TrueForAll(sizes, size => size is null or >= 0))
        {
            _outputs[index] = new TensorSpec(Shape.Create(sizes), dtype is string name && DTypes.TryParse(name, out DType known) ? known : ComputeDType);
        }
    }

    /// <summary>Takes the weights that a file has for it.</summary>
    /// <param name="weights">Their paths within the layer's group, and how to read them.</param>
    public void AdoptWeights(IEnumerable<(string Path, Func<Tensor> Read)> weights)
    {
        foreach ((string path, Func<Tensor> read) in weights.Where(weight => !_weightPaths.Contains(weight.Path)))
        {
            Adopt(path, new Variable(read(), name: path.Replace('/', '_')));
        }
    }

    /// <summary>Takes the weights that a legacy file has for it, unless it has some. Such files keep their names.</summary>
    /// <param name="weights">Their names, and how to read them.</param>
    public void AdoptNamedWeights(IEnumerable<(string Name, Func<Tensor> Read)> weights)
    {
        foreach ((string name, Func<Tensor> read) in _weightPaths.Count == 0 ? weights : [])
        {
            Adopt($"{WeightPlace.GroupOf("")}/{_weightPaths.Count}", new Variable(read(), name: name[(name.LastIndexOf('/') + 1)..]) { Path = name });
        }
    }

    internal override string? WeightPath(int index) => _weightPaths[index];

    protected override Tensor[] Call(CallArguments arguments) => _function is not null ? _function(arguments)
        : Dispatch.Current is ShapeInterpreter ? Outputs(arguments)
        : throw new NotSupportedException(
            $"{Label}: the file has a {What()}, which is not run here, so that the layer cannot be called. Say in C# what it does when the model is loaded: "
            + $"Model.Load(path, new CustomObjects {{ {{ \"{Name}\", x => ... }} }}). Or replace it in Python by a layer of Keras or a registered class.");

    private void Adopt(string path, Variable variable)
    {
        _weightPaths.Add(path);
        Adopt(variable);
    }

    private static Func<CallArguments, Tensor[]>? FunctionOf(SerializedObject source, string name)
    {
        // A function of Python goes by the name of the layer, or by its own.
        object? function = (source.Config as Config)?.GetValueOrDefault("function");
        string? own = function as string ?? (SerializedObject.TryParse(function, out SerializedObject? named) ? named.RegisteredName ?? named.Config as string : null);
        foreach (string key in new[] { name, own }.OfType<string>())
        {
            if (CustomObjectScope.TryGetFunction(key, out Func<CallArguments, Tensor[]>? whole))
            {
                return whole;
            }

            if (CustomObjectScope.TryGetFunction(key, out Func<Tensor, Tensor>? one))
            {
                return arguments => [one(arguments.Inputs[0])];
            }

            if (CustomObjectScope.TryGetFunction(key, out Func<Tensor, Tensor, Tensor>? two))
            {
                return arguments => arguments.Inputs is [var x, var y] ? [two(x, y)] : throw new ArgumentException($"The function of '{key}' takes two tensors. Received: {arguments.Inputs.Length} tensors.");
            }
        }

        return null;
    }

    private Tensor[] Outputs(CallArguments arguments)
    {
        Tensor first = arguments.Inputs[0];
        Shape shape = ((Config)_source.Config!).GetValueOrDefault("output_shape") is { } sizes && ConfigConverter.TryRead(sizes, out int?[] known)
            ? Shape.Of([first.Shape.Rank > 0 ? first.Shape[0] : Shape.Unknown, .. known.Select(size => size ?? Shape.Unknown)])
            : first.Shape;
        int count = _outputs.Count == 0 ? 1 : _outputs.Keys.Max() + 1;
        return [.. Enumerable.Range(0, Math.Min(count, 64)).Select(i => _outputs.TryGetValue(i, out TensorSpec spec) ? Op.Unknown(spec.Shape, spec.DType) : Op.Unknown(shape, first.DType))];
    }

    private string What() => _source.ClassName switch
    {
        "Lambda" => "function of Python",
        "TFOpLambda" or "SlicingOpLambda" => "function of TensorFlow",
        _ => "model of another library",
    };
}
