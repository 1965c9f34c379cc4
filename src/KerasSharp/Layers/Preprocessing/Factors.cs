using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>A number, or one for each channel.</summary>
public sealed class Factors : IConfigValue<Factors>
{
    private readonly double[] _values;
    private readonly bool _isSingle;

    private Factors(double[] values, bool isSingle) => (_values, _isSingle) = (values, isSingle);

    /// <summary>One number for all channels.</summary>
    public static implicit operator Factors(double value) => new([value], isSingle: true);

    /// <summary>One number for each channel.</summary>
    public static implicit operator Factors(double[] values) => new(values, isSingle: false);

    /// <inheritdoc/>
    public static Factors FromConfigValue(object value) => value switch
    {
        double number => number,
        long number => (double)number,
        List<object?> list => list.Select(v => v is long n ? n : (double)v!).ToArray(),
        _ => throw new FormatException($"Received: {ConfigJson.Write(value)}; expected a number or a list of numbers."),
    };

    /// <inheritdoc/>
    public object? ToConfigValue() => _isSingle ? _values[0] : _values;

    internal Tensor ToTensor(DType dtype)
    {
        if (_isSingle)
        {
            return Prim.Scalar(_values[0], dtype);
        }

        Tensor values = Tensor.Allocate(Shape.Of(_values.Length), DType.Float64);
        _values.CopyTo(values.Data.As<double>());
        return Prim.Convert(values, dtype);
    }
}
