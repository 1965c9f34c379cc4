using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Numbers as they are: <see cref="FeatureColumn.Numeric"/>.</summary>
[KerasSerializable("feature_column", "NumericColumn")]
public sealed partial class NumericColumn : FeatureColumn
{
    private readonly Func<Tensor, Tensor>? _normalizerFn;

    /// <summary>A column of numbers.</summary>
    /// <param name="key">The name of the input.</param>
    /// <param name="shape">Shape of a sample; <c>[1]</c> when not given.</param>
    /// <param name="defaultValue">What stands for missing numbers in files that readers take; it has no meaning here.</param>
    /// <param name="dtype">Dtype of the input.</param>
    /// <param name="normalizerFn">A function applied to the numbers.</param>
    /// <exception cref="ArgumentException">A size is not known.</exception>
    public NumericColumn(
        string key, Shape? shape = null, double[]? defaultValue = null, DType dtype = DType.Float32, [ConfigName(Omit = true)] Func<Tensor, Tensor>? normalizerFn = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        Shape = shape ?? Shape.Of(1);
        if (!Shape.IsStatic)
        {
            throw new ArgumentException($"NumericColumn: all sizes must be known. Received: shape={shape}.", nameof(shape));
        }

        (Key, DefaultValue, Dtype, _normalizerFn) = (key, defaultValue, dtype, normalizerFn);
    }

    /// <inheritdoc/>
    public override string Key { get; }

    /// <inheritdoc/>
    public override string Name => Key;

    /// <summary>Shape of a sample.</summary>
    public Shape Shape { get; }

    /// <summary>What stands for missing numbers.</summary>
    public double[]? DefaultValue { get; }

    /// <summary>Dtype of the input.</summary>
    public DType Dtype { get; }

    internal override int Width => (int)Shape.Count;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">It has a function, which a file cannot hold.</exception>
    public override Config GetConfig() => _normalizerFn is null
        ? new() { ["key"] = Key, ["shape"] = ConfigConverter.Write(Shape), ["default_value"] = DefaultValue, ["dtype"] = Dtype.Name() }
        : throw new NotSupportedException($"NumericColumn '{Key}': a function cannot be written to a file. Apply normalizerFn to the data before, or put a layer before DenseFeatures.");

    internal override Tensor Encode(Layer owner, Tensor read, Tensor? table) => Numbers(owner, read);

    /// <summary>A row of numbers for each sample.</summary>
    internal Tensor Numbers(Layer owner, Tensor x)
    {
        if (x.DType == DType.String || !x.Shape[1..].IsStatic || x.Shape[1..].Count != Width)
        {
            throw new ShapeException($"{owner.Label}: the input '{Key}' must be numbers of the shape (batch, {string.Join(", ", Shape.ToArray())}). Received: {x.DType.Name()}{x.Shape}.", nameof(x));
        }

        Tensor numbers = Prim.Reshape(Prim.Convert(x, DType.Float32), Shape.Of(x.Shape[0], Width));
        return _normalizerFn is null ? numbers : _normalizerFn(numbers);
    }
}
