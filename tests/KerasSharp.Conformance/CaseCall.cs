using KerasSharp.Saving;

namespace KerasSharp.Conformance;

/// <summary>The call of a case: positional and keyword arguments, the tensors among them given by whoever runs it (a trace gives its own).</summary>
/// <param name="item">The case.</param>
/// <param name="inputs">The tensors in0, in1, ...</param>
internal sealed class CaseCall(ConformanceCase item, IReadOnlyList<Tensor> inputs)
{
    private readonly List<object?> _args = item.Object("call") is { } call && call.TryGetValue("args", out object? args) ? (List<object?>)args! : [];
    private readonly Config _kwargs = item.Object("call") is { } call && call.TryGetValue("kwargs", out object? kwargs) ? (Config)kwargs! : [];

    /// <summary>The positional argument, as a tensor.</summary>
    public Tensor this[int index] => Tensor(_args[index]) ?? throw new CaseFailedException($"argument {index} is no tensor");

    /// <summary>The tensor that a node names, or null.</summary>
    public Tensor? Tensor(object? node) =>
        node is Config map && map.TryGetValue("ref", out object? key) && key is string name && name.StartsWith("in", StringComparison.Ordinal)
            ? inputs[int.Parse(name.AsSpan(2))]
            : null;

    public double Number(string name, double whenAbsent) =>
        _kwargs.TryGetValue(name, out object? value) && value is not null ? ConformanceCase.Number(value) : whenAbsent;

    public double? NumberOrNull(string name) => _kwargs.TryGetValue(name, out object? value) && value is not null ? ConformanceCase.Number(value) : null;

    public int Integer(string name, int whenAbsent) => (int)Number(name, whenAbsent);

    public bool Flag(string name, bool whenAbsent = false) => _kwargs.TryGetValue(name, out object? value) ? value is true : whenAbsent;

    /// <summary>One number or a list of them; none where the case names none.</summary>
    public FloatTuple Numbers(string name) => Plain(name) is { } value ? FloatTuple.FromConfigValue(value) : default;

    /// <summary>One integer or a tuple of them; none where the case names none.</summary>
    public IntTuple Integers(string name) => Plain(name) is { } value ? IntTuple.FromConfigValue(value) : default;

    /// <summary>A keyword argument that is a tensor, or null.</summary>
    public Tensor? Maybe(string name) => Tensor(_kwargs.GetValueOrDefault(name));

    private object? Plain(string name) => _kwargs.GetValueOrDefault(name) is Config map && map.TryGetValue("tuple", out object? items) ? items : _kwargs.GetValueOrDefault(name);
}
