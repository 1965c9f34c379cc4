using KerasSharp.Layers;
using KerasSharp.Models;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp;

/// <summary>Layers one after another. Without an <see cref="InputLayer"/> at its head it is built by the first input.</summary>
[KerasSerializable("keras", "Sequential")]
public sealed partial class Sequential : Model
{
    internal override Config? BuildConfig => Graph is null ? null : new Config { ["input_shape"] = ConfigConverter.Write(Graph.Inputs[0].Shape) };

    private readonly List<Layer> _layers = [];

    /// <summary>A model of these layers.</summary>
    /// <param name="layers">The layers; more can be added.</param>
    /// <param name="name">Its name; <c>sequential</c>, numbered, when not given.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    public Sequential(IEnumerable<Layer>? layers = null, string? name = null, bool trainable = true)
        : base(name ?? Naming.AutoName("Sequential"), trainable)
    {
        foreach (Layer layer in layers ?? [])
        {
            Append(layer);
        }

        MaybeBuild();
    }

    /// <summary>Its layers, without the input layer.</summary>
    public override IReadOnlyList<Layer> Layers => _layers is [InputLayer, ..] ? _layers[1..] : _layers;

    internal override IReadOnlyList<Layer> Operations => Layers;

    private protected override bool ConvertsArguments => true;

    internal override string KerasName => "Sequential";

    /// <summary>All layers, with the input layer, which one that was built by its data has as well.</summary>
    internal IReadOnlyList<Layer> AllLayers => _layers is [InputLayer, ..] || Graph is not { } graph || TensorOrigin.Of(graph.Inputs[0]) is not { } origin ? _layers : [origin.Node.Layer, .. _layers];

    internal override IReadOnlyList<(string Name, Layer Layer)> NamedSublayers => [.. _layers.Select(l => (l.Name, l))];

    /// <summary>Adds a layer at the end.</summary>
    /// <param name="layer">The layer.</param>
    /// <exception cref="ArgumentException">A layer has the same name already, or an input layer comes second.</exception>
    public void Add(Layer layer)
    {
        Append(layer);
        try
        {
            MaybeBuild();
        }
        catch
        {
            // A layer that does not fit is not kept: the model stays what it was.
            _layers.RemoveAt(_layers.Count - 1);
            throw;
        }
    }

    /// <summary>Takes the last layer away.</summary>
    /// <returns>The layer.</returns>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Layer Pop()
    {
        if (_layers.Count == 0)
        {
            throw new InvalidOperationException($"{Label}: it has no layers, so that none can be taken away.");
        }

        Layer last = _layers[^1];
        _layers.RemoveAt(_layers.Count - 1);
        MaybeBuild();
        return last;
    }

    /// <summary>The model of a config.</summary>
    /// <param name="config">What Keras's <c>get_config</c> gives.</param>
    /// <exception cref="ModelFormatException">It describes none; the message says where.</exception>
    public static new Sequential FromConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        string name = ConfigFields.Text(config, "name", "a sequential model") ?? "sequential", where = $"The model '{name}'";
        var layers = new List<Layer>();
        Action<string> tellPlace = SharedObjectReader.Places();
        foreach (object? item in ConfigFields.List(config, "layers", where))
        {
            SerializedObject data = SerializedObject.TryParse(item, out SerializedObject? parsed) ? parsed : throw ConfigFields.Wrong(where, "layers", item, "an object with class_name and config");
            if (layers.Count == 0 && OldEntries.Input(data, where) is { } input)
            {
                layers.Add(input);
            }

            if (layers.Count > 0 && layers[^1] is PlaceholderLayer placeholder)
            {
                placeholder.Hint(0, (data.Extras.GetValueOrDefault("build_config") as Config)?.GetValueOrDefault("input_shape"), null);
            }

            tellPlace(data.ClassName);
            layers.Add(ConfigFields.Layer(data, where));
        }

        var model = new Sequential(layers, name);
        model.ApplyBaseConfig(config);
        if (!model.Built && config.TryGetValue("build_input_shape", out object? shape) && shape is List<object?> sizes)
        {
            model.EnsureBuilt(Shape.Create([.. sizes.Select(size => size is null ? (int?)null : size is long n and >= 0 and <= int.MaxValue ? (int)n : throw ConfigFields.Wrong(where, "build_input_shape", shape, "sizes of axes"))]));
        }

        return model;
    }

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        // Layers first: where objects are shared, files show the order of writing.
        List<object?> layers = [.. AllLayers.Select(layer => FunctionalWriter.Entry(layer, Name))];
        Config config = new() { ["name"] = Name, ["trainable"] = Trainable, ["dtype"] = DtypePolicy.ToConfigValue(), ["layers"] = layers };
        if (Graph is not null)
        {
            config["build_input_shape"] = ConfigConverter.Write(Graph.Inputs[0].Shape);
        }

        return config;
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (Graph is null)
        {
            Connect(new InputLayer(batchShape: BatchUnknown(input), dtype: BuildDType));
        }
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Graph is not null ? base.Call(arguments)
            : _layers.TrueForAll(layer => layer is InputLayer) ? arguments.Inputs
            : throw new InvalidOperationException($"{Label}: it is not built.");
    }

    private static Shape BatchUnknown(Shape shape) => shape.Rank == 0 ? shape : shape.With(0, Shape.Unknown);

    private void Append(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer is InputLayer && _layers.Count > 0)
        {
            throw new ArgumentException($"{Label}: an InputLayer can only be the first layer. Received: '{layer.Name}' after {_layers.Count} layers.", nameof(layer));
        }

        if (_layers.Any(l => l.Name == layer.Name))
        {
            throw new ArgumentException($"{Label}: layers of one model must have different names. Received: '{layer.Name}' twice. Give one of them another name.", nameof(layer));
        }

        _layers.Add(layer);
    }

    /// <summary>Connects the layers where the input is known: an input layer, or a model that has one.</summary>
    private void MaybeBuild()
    {
        using CallContext.NameScope scope = CallContext.EnterName(Name);
        if (_layers is [InputLayer input, _, ..])
        {
            Connect(input);
        }
        else if (_layers is [Model { Graph: { Inputs.Length: 1 } graph }, ..])
        {
            Connect(new InputLayer(batchShape: graph.Inputs[0].Shape, dtype: graph.Inputs[0].DType));
        }
        else if (Graph is { } old && _layers.Any(l => l is not InputLayer))
        {
            Connect((InputLayer)TensorOrigin.Of(old.Inputs[0])!.Node.Layer);
        }
        else if (Graph is not null)
        {
            Graph = null;
        }
    }

    private void Connect(InputLayer input)
    {
        Tensor x = input.Output;
        foreach (Layer layer in _layers.Where(l => l is not InputLayer))
        {
            x = layer.Apply(x);
        }

        InputStructure = input.Output;
        OutputStructure = x;
        Graph = new FunctionalGraph([input.Output], [x]);
    }
}
