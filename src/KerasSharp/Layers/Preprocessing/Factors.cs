using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>A number, one for each channel, or one for each place along several axes.</summary>
public sealed class Factors : IConfigValue<Factors>
{
    private readonly double[] _values;

    private Factors(double[] values, Shape shape) => (_values, Shape) = (values, shape);

    /// <summary>The shape: that of a scalar for a single number.</summary>
    internal Shape Shape { get; }

    /// <summary>One number for all channels.</summary>
    public static implicit operator Factors(double value) => new([value], Shape.Scalar);

    /// <summary>One number for each channel.</summary>
    public static implicit operator Factors(double[] values) => (Tensor)values;

    /// <summary>One number for each place along two axes.</summary>
    public static implicit operator Factors(double[,] values) => (Tensor)values;

    /// <summary>The numbers of a tensor.</summary>
    public static implicit operator Factors(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(Prim.Convert(values, DType.Float64).ToArray<double>(), values.Shape);
    }

    /// <inheritdoc/>
    public static Factors FromConfigValue(object value)
    {
        var values = new List<double>();
        var sizes = new List<int>();
        return Read(value, 0, values, sizes) ? new([.. values], Shape.Of([.. sizes]))
            : throw new FormatException($"Received: {ConfigJson.Write(value)}; expected a number or a list of numbers.");
    }

    /// <inheritdoc/>
    public object? ToConfigValue() => Nested(0, 0);

    internal Tensor ToTensor(DType dtype) => Shape.Rank == 0 ? Prim.Scalar(_values[0], dtype) : Prim.Convert(Tensor.From(_values, Shape), dtype);

    /// <summary>Reads numbers in lists that have the same lengths at each depth.</summary>
    private static bool Read(object? value, int depth, List<double> values, List<int> sizes)
    {
        if (value is not List<object?> list)
        {
            values.Add(value is long whole ? whole : value as double? ?? double.NaN);
            return value is long or double && depth == sizes.Count;
        }

        if (depth == sizes.Count && values.Count == 0)
        {
            sizes.Add(list.Count);
        }

        return depth < sizes.Count && list.Count == sizes[depth] && list.TrueForAll(item => Read(item, depth + 1, values, sizes));
    }

    private object Nested(int axis, int start)
    {
        if (axis == Shape.Rank)
        {
            return _values[start];
        }

        int step = (int)Shape[(axis + 1)..].Count;
        return Enumerable.Range(0, Shape[axis]).Select(i => (object?)Nested(axis + 1, start + (i * step))).ToList();
    }
}
