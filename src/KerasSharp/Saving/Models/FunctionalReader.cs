using KerasSharp.Layers;

namespace KerasSharp.Saving;

/// <summary>
/// Builds a functional model from its config (keras/src/models/functional.py: <c>functional_from_config</c>): first all layers, then their applications, each as soon as the tensors
/// that it needs are there.
/// </summary>
internal sealed class FunctionalReader
{
    private const int MostDepth = 32;
    private readonly string _model;
    private readonly Dictionary<string, LayerEntry> _layers = new(StringComparer.Ordinal);

    private readonly Action<string> _tellPlace = SharedObjectReader.Places();

    private FunctionalReader(string model) => _model = model;

    /// <summary>The model that a config describes.</summary>
    /// <exception cref="ModelFormatException">The config describes none; the message says where.</exception>
    public static Model Read(Config config)
    {
        string name = ConfigFields.Text(config, "name", "a functional model") ?? "functional";
        var reader = new FunctionalReader(name);
        foreach (object? item in ConfigFields.List(config, "layers", $"the model '{name}'"))
        {
            reader.AddLayer(item);
        }

        reader.TellPlaceholders();
        reader.Apply();
        var model = new Model(reader.Structure(config, "input_layers"), reader.Structure(config, "output_layers"), name);
        model.ApplyBaseConfig(config);
        return model;
    }

    private void AddLayer(object? item)
    {
        Config entry = item as Config ?? throw ConfigFields.Wrong($"the model '{_model}'", "layers", item, "an object for each layer");
        SerializedObject data = SerializedObject.TryParse(entry, out SerializedObject? parsed) ? parsed : throw ConfigFields.Wrong($"the model '{_model}'", "layers", item, "an object with class_name and config");
        string name = ConfigFields.Text(entry, "name", data.ClassName) ?? ((data.Config as Config)?.GetValueOrDefault("name") as string) ?? throw ConfigFields.Wrong(data.ClassName, "name", null, "a name");
        string where = $"The model '{_model}', layer '{name}'";
        List<object?> nodes = [.. entry.GetValueOrDefault("inbound_nodes") as List<object?> ?? []];
        data = Operations.OfLegacy(data);
        if (TensorFlowFunctions.TryRead(data, name, nodes, out SerializedObject? operation, out List<object?>? calls))
        {
            (data, nodes) = (operation, calls);
        }

        Layer layer;
        if (Operations.IsOperation(data.Module))
        {
            layer = Operations.Read(data, name, where);
        }
        else
        {
            _tellPlace(data.ClassName);
            layer = ConfigFields.Layer(data, where);
        }

        var added = new LayerEntry(name, layer, nodes);
        if (!_layers.TryAdd(name, added))
        {
            throw new ModelFormatException($"The model '{_model}': two layers have the name '{name}'.");
        }

        if (layer is InputLayer input)
        {
            added.Outputs.Add([input.Output]);
        }
    }

    /// <summary>Tells layers that cannot be run what others expect of their outputs.</summary>
    private void TellPlaceholders()
    {
        if (!_layers.Values.Any(entry => entry.Layer is PlaceholderLayer))
        {
            return;
        }

        foreach (Config place in _layers.Values.SelectMany(entry => Operations.Places(entry.Nodes.SelectMany(NodeArguments).ToList())))
        {
            if (place.GetValueOrDefault("config") is Config tensor && tensor.GetValueOrDefault("keras_history") is List<object?> and [string name, 0L, long index and >= 0 and < 64]
                && _layers.TryGetValue(name, out LayerEntry? entry) && entry.Layer is PlaceholderLayer placeholder)
            {
                placeholder.Hint((int)index, tensor.GetValueOrDefault("shape"), tensor.GetValueOrDefault("dtype"));
            }
        }
    }

    private static IEnumerable<object?> NodeArguments(object? node) =>
        OldEntries.Node(node) is { } map ? [map.GetValueOrDefault("args"), .. (map.GetValueOrDefault("kwargs") as Config)?.Values ?? []] : [];

    /// <summary>Makes all applications; those whose inputs are not there yet wait for the next round.</summary>
    private void Apply()
    {
        List<LayerEntry> waiting = [.. _layers.Values.Where(entry => entry.Layer is not InputLayer)];
        while (waiting.Count > 0)
        {
            int before = waiting.Sum(entry => entry.Nodes.Count - entry.Outputs.Count);
            foreach (LayerEntry entry in waiting)
            {
                while (entry.Outputs.Count < entry.Nodes.Count && new NodeReader(_model, entry, Find).TryApply())
                {
                    // The next application of the same layer.
                }
            }

            waiting.RemoveAll(entry => entry.Outputs.Count == entry.Nodes.Count);
            if (waiting.Count > 0 && waiting.Sum(entry => entry.Nodes.Count - entry.Outputs.Count) == before)
            {
                throw new ModelFormatException($"The model '{_model}': the layers {string.Join(", ", waiting.Take(10).Select(e => $"'{e.Name}'"))} need tensors that no layer makes, or each other's.");
            }
        }
    }

    /// <summary>The tensor of a history (layer, application, output); null where it is not there yet.</summary>
    private Tensor? Find(List<object?> history)
    {
        if (history is not [string name, long node, long index, ..] || !_layers.TryGetValue(name, out LayerEntry? entry))
        {
            throw ConfigFields.Wrong($"the model '{_model}'", "keras_history", history, "the name of a layer of the model, and two numbers");
        }

        if (node < 0 || node >= Math.Max(1, entry.Nodes.Count) || index < 0 || (node < entry.Outputs.Count && index >= entry.Outputs[(int)node].Length))
        {
            throw ConfigFields.Wrong($"the model '{_model}', layer '{name}'", "keras_history", history, "an application and an output that the layer has");
        }

        return node < entry.Outputs.Count ? entry.Outputs[(int)node][index] : null;
    }

    /// <summary>Inputs or outputs: one triple, a list of triples, or triples by name.</summary>
    private TensorStructure Structure(Config config, string key)
    {
        config.TryGetValue(key, out object? value);
        return value switch
        {
            List<object?> { Count: 3 } triple when triple[0] is string && triple[1] is long => One(triple),
            List<object?> list => Flatten(list, 0).ToArray(),
            Config map => map.ToDictionary(item => item.Key, item => One(item.Value)),
            _ => throw ConfigFields.Wrong($"the model '{_model}'", key, value, "the places of tensors"),
        };

        IEnumerable<Tensor> Flatten(List<object?> list, int depth) => depth > MostDepth ? throw ConfigFields.Wrong($"the model '{_model}'", key, null, "lists of less depth")
            : list is [string, long, ..] ? [One(list)] : list.SelectMany(item => Flatten(item as List<object?> ?? throw ConfigFields.Wrong($"the model '{_model}'", key, item, "the places of tensors"), depth + 1));

        Tensor One(object? triple) => Find(triple as List<object?> ?? throw ConfigFields.Wrong($"the model '{_model}'", key, triple, "the place of a tensor"))
            ?? throw ConfigFields.Wrong($"the model '{_model}'", key, triple, "the place of a tensor that is there");
    }
}

/// <summary>A layer of a config with its applications.</summary>
internal sealed record LayerEntry(string Name, Layer Layer, List<object?> Nodes)
{
    /// <summary>Outputs of the applications so far.</summary>
    public List<Tensor[]> Outputs { get; } = [];
}
