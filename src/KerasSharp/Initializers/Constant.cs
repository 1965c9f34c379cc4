using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>One number everywhere, or a row of numbers along the last axis.</summary>
[KerasSerializable(Module, "Constant")]
public sealed partial class Constant : Initializer
{
    private readonly double[] _values;
    private readonly bool _isRow;

    /// <summary>One number everywhere.</summary>
    /// <param name="value">The number.</param>
    public Constant(double value = 0.0) => _values = [value];

    /// <summary>A row of numbers along the last axis.</summary>
    /// <param name="value">The numbers, as many as the last axis is long.</param>
    public Constant(double[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        (_values, _isRow) = ([.. value], true);
    }

    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        DType type = dtype ?? DType.Float32;
        return _isRow
            ? Prim.BroadcastTo(Prim.Convert(Tensor.From<double>(_values, Shape.Of(_values.Length)), type), shape)
            : Prim.Full(_values[0], shape, type);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new() { ["value"] = _isRow ? _values : _values[0] };

    /// <summary>Makes an object from the config that <see cref="GetConfig"/> returns.</summary>
    /// <param name="config">The config; parameters that it lacks keep their defaults.</param>
    /// <exception cref="ModelFormatException">A value is missing or has the wrong type.</exception>
    public static Constant FromConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        ConfigReader reader = new(config, nameof(Constant));
        Constant result = !reader.Has("value") ? new() : config["value"] is List<object?> ? new(reader.Get<double[]>("value")) : new(reader.Get<double>("value"));
        reader.Finish();
        return result;
    }
}
