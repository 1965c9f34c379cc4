using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Numbers put into bins, each bin a place of a vector or a category: <see cref="FeatureColumn.Bucketized"/>.</summary>
[KerasSerializable("feature_column", "BucketizedColumn")]
public sealed partial class BucketizedColumn : CategoricalColumn
{
    /// <summary>A column of bins.</summary>
    /// <param name="sourceColumn">The numbers.</param>
    /// <param name="boundaries">The borders between bins, ascending, one or more.</param>
    /// <exception cref="ArgumentException">There is no border, or they do not ascend.</exception>
    public BucketizedColumn(NumericColumn sourceColumn, double[] boundaries)
    {
        ArgumentNullException.ThrowIfNull(sourceColumn);
        ArgumentNullException.ThrowIfNull(boundaries);
        SourceColumn = sourceColumn;
        Boundaries = boundaries.Length > 0 && boundaries.Zip(boundaries.Skip(1)).All(pair => pair.First < pair.Second) ? [.. boundaries] : throw new ArgumentException(
            $"BucketizedColumn: boundaries must be one or more, ascending. Received: boundaries=[{string.Join(", ", boundaries)}].", nameof(boundaries));
    }

    /// <summary>The numbers.</summary>
    public NumericColumn SourceColumn { get; }

    /// <summary>The borders.</summary>
    public double[] Boundaries { get; }

    /// <inheritdoc/>
    public override string Key => SourceColumn.Key;

    /// <inheritdoc/>
    public override string Name => $"{SourceColumn.Name}_bucketized";

    internal override int NumBuckets => (Boundaries.Length + 1) * SourceColumn.Width;

    internal override int Width => NumBuckets;

    /// <summary>Each number of a sample has bins of its own.</summary>
    internal override Tensor Ids(Layer owner, Tensor read)
    {
        Tensor bins = Bins(owner, read), first = Prim.Multiply(Prim.Iota(Shape.Of(1, SourceColumn.Width), 1, DType.Int32), Prim.Scalar(Boundaries.Length + 1, DType.Int32));
        return Prim.Add(bins, first);
    }

    internal override Tensor Encode(Layer owner, Tensor read, Tensor? table) =>
        Prim.Reshape(Ops.OneHot(Bins(owner, read), Boundaries.Length + 1), Shape.Of(read.Shape[0], Width));

    private Tensor Bins(Layer owner, Tensor read) => Ops.Digitize(SourceColumn.Numbers(owner, read), Array.ConvertAll(Boundaries, b => (float)b));
}
