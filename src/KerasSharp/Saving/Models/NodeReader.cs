using KerasSharp.Layers;
using KerasSharp.Models;

namespace KerasSharp.Saving;

/// <summary>Makes one application of a layer from <c>{args, kwargs}</c>.</summary>
internal sealed class NodeReader(string model, LayerEntry entry, Func<List<object?>, Tensor?> find)
{
    private const int MostDepth = 8;
    private readonly List<Tensor> _tensors = [];
    private readonly List<string?> _names = [];
    private readonly Dictionary<string, object?> _options = new(StringComparer.Ordinal);
    private Tensor?[]? _masks;
    private bool _isList, _isMissing;
    private bool? _training;

    /// <summary>Applies the layer; false where a tensor is not there yet.</summary>
    public bool TryApply()
    {
        object? item = entry.Nodes[entry.Outputs.Count];
        Config node = OldEntries.Node(item) ?? throw Wrong("inbound_nodes", item, "an object with args and kwargs");
        List<object?> positional = ConfigFields.List(node, "args", Place);
        Config named = node.TryGetValue("kwargs", out object? kwargs) ? kwargs as Config ?? throw Wrong("kwargs", kwargs, "an object") : [];
        if (entry.Layer is OpLayer)
        {
            Tensor?[] tensors = [.. Operations.Places(positional).Concat(named.Values.SelectMany(value => Operations.Places(value))).Select(TensorOf)];
            if (!_isMissing)
            {
                entry.Outputs.Add(entry.Layer.Invoke(Operations.Call(positional, named, tensors!)));
            }

            return !_isMissing;
        }

        foreach (object? value in positional)
        {
            AddArgument(value, null, 0);
        }

        foreach ((string name, object? value) in named)
        {
            AddNamed(name, value);
        }

        if (_isMissing)
        {
            return false;
        }

        if (_tensors.Count == 0)
        {
            throw Wrong("args", positional, "one tensor or more");
        }

        entry.Outputs.Add(entry.Layer.Invoke(new CallArguments([.. _tensors])
        {
            IsList = _isList,
            InputNames = _names.Exists(n => n is not null) ? [.. _names] : null,
            Training = _training,
            Masks = _masks,
            Options = _options,
        }));
        return true;
    }

    private string Place => $"the model '{model}', layer '{entry.Name}'";

    private void AddNamed(string name, object? value)
    {
        if (name == "training")
        {
            _training = value as bool?;
        }
        else if (name == "mask" && value is not null)
        {
            Tensor? mask = TensorOf(value);
            _masks = mask is not null ? [mask] : value is List<object?> list ? [.. list.Select(TensorOf)] : _masks;
        }
        else if (name != "mask")
        {
            AddArgument(value, name, 0);
        }
    }

    private void AddArgument(object? value, string? name, int depth)
    {
        if (TensorOf(value) is { } tensor)
        {
            _tensors.Add(tensor);
            _names.Add(name);
        }
        else if (value is List<object?> list && depth < MostDepth && list.Count > 0 && list.Exists(item => item is Config or List<object?>))
        {
            _isList |= name is null;
            foreach (object? item in list)
            {
                AddArgument(item, name, depth + 1);
            }
        }
        else if (name is not null)
        {
            _options[name] = value;
        }
        else if (!_isMissing)
        {
            throw Wrong("args", value, "tensors");
        }
    }

    /// <summary>The tensor that a value stands for; null where it stands for none, or for one that is not there yet.</summary>
    private Tensor? TensorOf(object? value)
    {
        if (value is not Config { } map || map.GetValueOrDefault("class_name") is not "__keras_tensor__")
        {
            return null;
        }

        List<object?> history = (map.GetValueOrDefault("config") as Config)?.GetValueOrDefault("keras_history") as List<object?> ?? throw Wrong("args", value, "a tensor with its keras_history");
        Tensor? tensor = find(history);
        _isMissing |= tensor is null;
        return tensor;
    }

    private ModelFormatException Wrong(string key, object? value, string expected) => ConfigFields.Wrong(Place, key, value, expected);
}
