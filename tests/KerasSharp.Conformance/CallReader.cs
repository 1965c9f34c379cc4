using KerasSharp.Layers;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Conformance;

/// <summary>The call of a layer case: its tensors, in the order of the descriptors, and how the layer is to be given them.</summary>
internal sealed class CallReader
{
    private readonly List<string> _keys = [];
    private readonly List<string?> _names = [];
    private readonly Dictionary<string, object?> _options = new(StringComparer.Ordinal);
    private bool _isList;
    private bool? _training;
    private string?[]? _masks;

    public CallReader(ConformanceCase item)
    {
        Config call = item.Object("call") ?? throw new CaseFailedException("the case has no call");
        foreach (object? argument in (List<object?>)call["args"]!)
        {
            AddArgument(argument, null);
        }

        foreach ((string name, object? value) in (Config)call["kwargs"]!)
        {
            if (name == "training")
            {
                _training = value as bool?;
            }
            else if (name == "mask" && (RefOf(value) is { } mask ? [mask] : MasksOf(value)) is { } masks)
            {
                _masks = masks;
            }
            else
            {
                AddArgument(value, name);
            }
        }

        Keys = [.. _keys, .. (_masks ?? []).OfType<string>()];
    }

    /// <summary>Keys of all tensors that the call uses, the masks last.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The call on tensors for <see cref="Keys"/>.</summary>
    public CallArguments Arguments(IReadOnlyList<Tensor> tensors) => new([.. tensors.Take(_keys.Count)])
    {
        IsList = _isList,
        InputNames = _names.Exists(n => n is not null) ? [.. _names] : null,
        Training = _training,
        Masks = _masks is null ? null : Array.ConvertAll(_masks, mask => mask is null ? null : tensors[Keys.ToList().IndexOf(mask)]),
        Options = _options,
    };

    private static string? RefOf(object? node) => node is Config map && map.TryGetValue("ref", out object? key) ? key as string : null;

    private static List<object?>? ListOf(object? node) => node as List<object?> ?? (node as Config)?.GetValueOrDefault("tuple") as List<object?>;

    private static bool IsTensors(List<object?> list) => list.TrueForAll(item => RefOf(item) is not null || (ListOf(item) is { } inner && IsTensors(inner)));

    /// <summary>A mask for each input, some of which may be null.</summary>
    private static string?[]? MasksOf(object? node) =>
        ListOf(node) is { } list && list.TrueForAll(item => item is null || RefOf(item) is not null) ? [.. list.Select(RefOf)] : null;

    private void AddArgument(object? node, string? name)
    {
        if (RefOf(node) is { } key)
        {
            _keys.Add(key);
            _names.Add(name);
        }
        else if (ListOf(node) is { } list && IsTensors(list))
        {
            _isList |= name is null;
            foreach (object? item in list)
            {
                AddArgument(item, name);
            }
        }
        else if (node is Config map && map.TryGetValue("dict", out object? items) && items is Config dictionary)
        {
            // Tensors of a dictionary go by its keys, those of an inner one behind a '/'.
            foreach ((string entry, object? item) in dictionary)
            {
                AddArgument(item, name is null ? entry : $"{name}/{entry}");
            }
        }
        else if (name is not null)
        {
            _options[name] = node;
        }
        else
        {
            throw new CaseFailedException($"an argument of the call is not understood: {ConfigText(node)}");
        }
    }

    private static string ConfigText(object? node) => new Config { ["node"] = node }.ToJson();
}
