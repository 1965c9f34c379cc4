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
    private string? _mask;

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
            else if (name == "mask" && RefOf(value) is { } mask)
            {
                _mask = mask;
            }
            else
            {
                AddArgument(value, name);
            }
        }

        Keys = _mask is null ? _keys : [.. _keys, _mask];
    }

    /// <summary>Keys of all tensors that the call uses, the mask last.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The call on tensors for <see cref="Keys"/>.</summary>
    public CallArguments Arguments(IReadOnlyList<Tensor> tensors) => new([.. tensors.Take(_keys.Count)])
    {
        IsList = _isList,
        InputNames = _names.Exists(n => n is not null) ? [.. _names] : null,
        Training = _training,
        Masks = _mask is null ? null : [tensors[^1]],
        Options = _options,
    };

    private static string? RefOf(object? node) => node is Config map && map.TryGetValue("ref", out object? key) ? key as string : null;

    private void AddArgument(object? node, string? name)
    {
        if (RefOf(node) is { } key)
        {
            _keys.Add(key);
            _names.Add(name);
        }
        else if ((node as List<object?> ?? (node as Config)?.GetValueOrDefault("tuple") as List<object?>) is { } list && list.TrueForAll(n => RefOf(n) is not null))
        {
            _isList |= name is null;
            foreach (object? item in list)
            {
                AddArgument(item, name);
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
