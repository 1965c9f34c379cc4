using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>An argument of an op beside its tensors. A number is held without an object around it, as nobody asks for it but where a model is described.</summary>
internal readonly struct OpValue
{
    private static readonly object Whole = new(), Truth = new();
    private readonly object? _value;
    private readonly double _number;

    private OpValue(object? value, double number = 0) => (_value, _number) = (value, number);

    public static implicit operator OpValue(bool value) => new(Truth, value ? 1 : 0);

    public static implicit operator OpValue(bool? value) => value is { } known ? known : default(OpValue);

    public static implicit operator OpValue(int value) => new(Whole, value);

    public static implicit operator OpValue(int? value) => value is { } known ? known : default(OpValue);

    public static implicit operator OpValue(double value) => new(typeof(double), value);

    public static implicit operator OpValue(double? value) => value is { } known ? known : default(OpValue);

    public static implicit operator OpValue(string? value) => new(value);

    public static implicit operator OpValue(DType value) => new(value.Name());

    public static implicit operator OpValue(DType? value) => new(value?.Name());

    public static implicit operator OpValue(IntTuple value) => value.IsSingle ? value[0] : value.IsNone ? default(OpValue) : new(value);

    public static implicit operator OpValue(Shape value) => new(value);

    public static implicit operator OpValue(NormOrder value) => new(value);

    public static implicit operator OpValue(int[] value) => new(value);

    public static implicit operator OpValue(int[][] value) => new(value);

    public static implicit operator OpValue(double[] value) => new(value);

    public static implicit operator OpValue((int Before, int After)[] value) => new(value);

    public static implicit operator OpValue(TensorIndex[] value) => new(value);

    /// <summary>The argument as a config holds it.</summary>
    public object? ToConfigValue() => _value switch
    {
        null or string => _value,
        Type => _number,
        IntTuple tuple => Config.Normalize(tuple.ToConfigValue()),
        Shape shape => Config.Normalize(shape.ToArray()),
        NormOrder order => order.Name ?? (object?)order.Number,
        (int Before, int After)[] pairs => Config.Normalize(pairs.Select(pair => new[] { pair.Before, pair.After })),
        TensorIndex[] key => IndexConfig.Write(key),
        _ => _value == Truth ? _number != 0 : _value == Whole ? (object)(long)_number : Config.Normalize(_value),
    };
}
