namespace KerasSharp.Saving;

/// <summary>The arguments of an operation that a file has: those of its constructor and of its call, by Keras's names.</summary>
internal sealed class OpArguments(Config config, Config call, Func<object?, Tensor?> tensor, string operation, string where)
{
    private readonly ConfigReader _config = new(new Config(config.Concat(call.Where(item => !config.ContainsKey(item.Key)))), $"{where}: {operation}");

    /// <summary>A tensor or a number.</summary>
    public Tensor this[string name] => Maybe(name) ?? throw ConfigFields.Wrong(where, name, Find(name), $"a tensor or a number, argument of {operation}");

    public Tensor X => this["x"];

    public Tensor? Maybe(string name) => tensor(Find(name));

    public Tensor[] List(string name) => Find(name) is List<object?> { Count: > 0 } list
        ? [.. list.Select(item => tensor(item) ?? throw ConfigFields.Wrong(where, name, item, "a tensor or a number"))]
        : throw ConfigFields.Wrong(where, name, Find(name), $"a list of tensors, argument of {operation}");

    /// <summary>A complex tensor: real and imaginary parts.</summary>
    public (Tensor Real, Tensor Imaginary) Complex() => List("x") is [var real, var imaginary] ? (real, imaginary) : throw ConfigFields.Wrong(where, "x", Find("x"), "two tensors, real and imaginary parts");

    public bool Flag(string name, bool otherwise = false) => Has(name) ? _config.Get<bool>(name) : otherwise;

    public int Int(string name, int otherwise) => Has(name) ? _config.Get<int>(name) : otherwise;

    public int Int(string name) => _config.Get<int>(name);

    public int? MaybeInt(string name) => Has(name) ? _config.Get<int>(name) : null;

    public double Number(string name, double otherwise) => Has(name) ? _config.Get<double>(name) : otherwise;

    public double? MaybeNumber(string name) => Has(name) ? _config.Get<double>(name) : null;

    public double[]? Numbers(string name) => Has(name) && _config.Get<double[]>(name) is { Length: > 0 } numbers ? numbers : null;

    public string Text(string name, string otherwise) => Has(name) ? _config.Get<string>(name) : otherwise;

    public string? MaybeText(string name) => Has(name) ? _config.Get<string>(name) : null;

    /// <summary>One whole number or several; none where there are none.</summary>
    public IntTuple Axes(string name = "axis") => Has(name) ? _config.GetValue<IntTuple>(name) : default;

    public Shape Sizes(string name) => Shape.Of([.. _config.Get<int?[]>(name).Select(size => size ?? Shape.Unknown)]);

    public int[][] Lists(string name) => _config.Get<int[][]>(name);

    public DType? MaybeDType(string name = "dtype") => !Has(name) ? null
        : DTypes.TryParse(_config.Get<string>(name), out DType dtype) ? dtype : throw ConfigFields.Wrong(where, name, Find(name), "the name of a dtype");

    public TensorIndex[] Key(string name) => IndexConfig.Read(Find(name)) ?? throw ConfigFields.Wrong(where, name, Find(name), "numbers, slices, nulls and an ellipsis: indices that the model computes are not supported");

    /// <summary>What is given under a name, of whatever kind.</summary>
    public object? Find(string name) => call.TryGetValue(name, out object? value) || config.TryGetValue(name, out value) ? value : null;

    private bool Has(string name) => _config.Has(name) && Find(name) is not null;
}
