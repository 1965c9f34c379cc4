using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Whole numbers from 0 as they are: <see cref="FeatureColumn.CategoricalWithIdentity"/>.</summary>
[KerasSerializable("feature_column", "IdentityCategoricalColumn")]
public sealed partial class IdentityCategoricalColumn : CategoricalColumn
{
    /// <summary>A column of categories.</summary>
    /// <param name="key">The name of the input.</param>
    /// <param name="numberBuckets">How many there are, at least 1.</param>
    /// <param name="defaultValue">What others become, from 0; without one they are an error.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public IdentityCategoricalColumn(string key, int numberBuckets, int? defaultValue = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        NumberBuckets = Arguments.AtLeast(1, numberBuckets, nameof(numberBuckets), nameof(IdentityCategoricalColumn));
        DefaultValue = defaultValue is null || (defaultValue >= 0 && defaultValue < numberBuckets) ? defaultValue : throw new ArgumentOutOfRangeException(
            nameof(defaultValue), $"IdentityCategoricalColumn: defaultValue must be from 0 to {numberBuckets - 1}. Received: defaultValue={defaultValue}.");
        Key = key;
    }

    /// <inheritdoc/>
    public override string Key { get; }

    /// <inheritdoc/>
    public override string Name => Key;

    /// <summary>How many there are.</summary>
    public int NumberBuckets { get; }

    /// <summary>What others become.</summary>
    public int? DefaultValue { get; }

    internal override int NumBuckets => NumberBuckets;

    /// <summary>-1 stands for nothing.</summary>
    internal override Tensor Ids(Layer owner, Tensor read)
    {
        if (read.DType == DType.String)
        {
            throw new ArgumentException($"{owner.Label}: the input '{Key}' must be whole numbers. Received: dtype=string.", nameof(read));
        }

        Tensor ids = Prim.Convert(read, DType.Int32), least = Prim.Scalar(-1, DType.Int32), end = Prim.Scalar(NumberBuckets, DType.Int32);
        Tensor outside = Prim.LogicalOr(Prim.Less(ids, least), Prim.GreaterEqual(ids, end));
        if (DefaultValue is { } other)
        {
            return Prim.Select(outside, Prim.Scalar(other, DType.Int32), ids);
        }

        return ids.IsConcrete && ids.Count > 0 && Prim.ReduceOr(Ops.Ravel(outside), 0).Item() != 0
            ? throw new ArgumentException($"{owner.Label}: the input '{Key}' must be from 0 to {NumberBuckets - 1}. Received: numbers from {Ops.Min(ids).Item()} to {Ops.Max(ids).Item()}. Give the column a defaultValue for others.", nameof(read))
            : ids;
    }
}
