namespace KerasSharp.Saving;

/// <summary>
/// How Keras makes and calls an operation, written as in Python: <c>Mean(axis, keepdims)(x)</c>. In the call, <c>name</c> is a tensor, <c>[name]</c> a list of tensors, <c>*name</c> as
/// many tensors as there are, <c>:name</c> something else, <c>name=</c> one passed by name. In the constructor, <c>*name</c> is a number
/// that C# takes as a tensor.
/// </summary>
internal sealed class OpSignature
{
    private readonly OpParameter[] _constructor, _call;

    public OpSignature(string text)
    {
        string[] parts = text.Split('(', ')');
        ClassName = parts[0];
        _constructor = Parse(parts[1]);
        _call = Parse(parts[3]);
    }

    public string ClassName { get; }

    /// <summary>Arguments of the constructor.</summary>
    public IReadOnlyList<OpParameter> Constructor => _constructor;

    /// <summary>Arguments of the call.</summary>
    public IReadOnlyList<OpParameter> Call => _call;

    /// <summary>Config and call arguments of an operation that was applied.</summary>
    /// <param name="values">Arguments beside tensors, in the order of the signature; more than it has are left out, as Keras has no place for them.</param>
    /// <param name="inputs">The tensors, in the order of the call, then those of the constructor.</param>
    /// <param name="present">Which of the tensors are there; null where all are.</param>
    /// <param name="tensor">How a tensor is written.</param>
    /// <exception cref="NotSupportedException">An argument has no place in a file.</exception>
    public (Config Config, List<object?> Args, Config Kwargs) Write(object?[] values, Tensor[] inputs, bool[]? present, Func<Tensor, object> tensor)
    {
        var given = new Queue<object?>(values);
        var tensors = new Queue<Tensor?>(Spread(inputs, present));
        int lists = _call.Count(p => p.Kind == OpParameterKind.List), single = _call.Count(p => p.Kind == OpParameterKind.Tensor) + _constructor.Count(p => p.Kind == OpParameterKind.Many);
        Config config = [], kwargs = [];
        foreach (OpParameter parameter in _constructor)
        {
            config[parameter.Name] = parameter.Kind == OpParameterKind.Many || given.Count == 0 ? null : Plain(given.Dequeue());
        }

        List<object?> args = [];
        int length = lists == 0 ? 0 : (tensors.Count - single) / lists;
        foreach (OpParameter parameter in _call)
        {
            object? value = parameter.Kind switch
            {
                OpParameterKind.Value => given.Count == 0 ? null : Plain(given.Dequeue()),
                OpParameterKind.List => Enumerable.Range(0, length).Select(_ => (object?)tensor(tensors.Dequeue()!)).ToList(),
                OpParameterKind.Many => null,
                _ => tensors.Count > 0 && tensors.Dequeue() is { } x ? tensor(x) : null,
            };
            if (parameter.Kind == OpParameterKind.Many)
            {
                args.AddRange(tensors.Select(x => tensor(x!)));
                tensors.Clear();
            }
            else if (parameter.ByName)
            {
                kwargs[parameter.Name] = value;
            }
            else
            {
                args.Add(value);
            }
        }

        foreach (OpParameter parameter in _constructor.Where(p => p.Kind == OpParameterKind.Many && tensors.Count > 0))
        {
            object? number = tensors.Dequeue() is { } x ? tensor(x) : null;
            config[parameter.Name] = number is Config ? throw new NotSupportedException($"'{parameter.Name}' must be a number in a file, and is a tensor.") : number;
        }

        return tensors.Count == 0 ? (config, args, kwargs) : throw new NotSupportedException($"Keras's {ClassName} takes {tensors.Count} tensors less.");
    }

    /// <summary>The arguments of a call, by name.</summary>
    /// <exception cref="ModelFormatException">There are too many, or one that the operation does not know.</exception>
    public Config Bind(List<object?> args, Config kwargs, string where)
    {
        Config bound = [];
        if (_call is [{ Kind: OpParameterKind.Many } many])
        {
            bound[many.Name] = args;
        }
        else if (args.Count > _call.Length)
        {
            throw ConfigFields.Wrong(where, "args", (long)args.Count, $"at most {_call.Length} arguments of {ClassName}");
        }
        else
        {
            for (int i = 0; i < args.Count; i++)
            {
                bound[_call[i].Name] = args[i];
            }
        }

        foreach ((string name, object? value) in kwargs)
        {
            bound[name] = Array.Exists(_call, p => p.Name == name) && !bound.ContainsKey(name) ? value : throw ConfigFields.Wrong(where, "kwargs", name, $"an argument of {ClassName} that is not given otherwise");
        }

        return bound;
    }

    private static IEnumerable<Tensor?> Spread(Tensor[] inputs, bool[]? present)
    {
        int next = 0;
        return present is null ? inputs : present.Select(there => there ? inputs[next++] : null);
    }

    private static object? Plain(object? value) => value is TensorIndex[] key ? IndexConfig.Write(key) : value;

    private static OpParameter[] Parse(string list) => [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(OpParameter.Parse)];
}

/// <summary>What an argument of an operation is.</summary>
internal enum OpParameterKind
{
    Tensor,
    List,
    Many,
    Value,
}

/// <summary>One argument of an operation.</summary>
internal sealed record OpParameter(string Name, OpParameterKind Kind, bool ByName)
{
    public static OpParameter Parse(string text)
    {
        OpParameterKind kind = text[0] switch { '[' => OpParameterKind.List, '*' => OpParameterKind.Many, ':' => OpParameterKind.Value, _ => OpParameterKind.Tensor };
        return new(text.Trim('[', ']', '*', ':', '='), kind, text.EndsWith('='));
    }
}
