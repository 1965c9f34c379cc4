using KerasSharp.Initializers;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>A trained vector for each category: <see cref="FeatureColumn.Embedding"/>.</summary>
[KerasSerializable("feature_column", "EmbeddingColumn")]
public sealed partial class EmbeddingColumn : FeatureColumn
{
    /// <summary>A column of vectors.</summary>
    /// <param name="categoricalColumn">The categories.</param>
    /// <param name="dimension">The size of the vectors, at least 1.</param>
    /// <param name="combiner">What becomes of several in a sample: <c>"mean"</c>, <c>"sum"</c> or <c>"sqrtn"</c>.</param>
    /// <param name="initializer">First values; a normal distribution cut off, of variance 1 over the dimension, when not given.</param>
    /// <param name="maxNorm">The greatest norm of a vector as it is used, above 0.</param>
    /// <param name="trainable">Whether the vectors are trained.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or the combiner is none of those.</exception>
    public EmbeddingColumn(
        CategoricalColumn categoricalColumn, int dimension, string combiner = "mean", Initializer? initializer = null, double? maxNorm = null, bool trainable = true)
    {
        ArgumentNullException.ThrowIfNull(categoricalColumn);
        CategoricalColumn = categoricalColumn;
        Dimension = Arguments.AtLeast(1, dimension, nameof(dimension), nameof(EmbeddingColumn));
        Combiner = combiner is "mean" or "sum" or "sqrtn" ? combiner : throw new ArgumentException(
            $"EmbeddingColumn: combiner must be \"mean\", \"sum\" or \"sqrtn\". Received: combiner=\"{combiner}\".", nameof(combiner));
        Initializer = initializer ?? new TruncatedNormal(0, 1 / Math.Sqrt(dimension));
        MaxNorm = maxNorm is null or > 0 ? maxNorm : throw new ArgumentOutOfRangeException(nameof(maxNorm), $"EmbeddingColumn: maxNorm must be above 0. Received: maxNorm={maxNorm}.");
        Trainable = trainable;
    }

    /// <summary>The categories.</summary>
    public CategoricalColumn CategoricalColumn { get; }

    /// <summary>The size of the vectors.</summary>
    public int Dimension { get; }

    /// <summary>What becomes of several in a sample.</summary>
    public string Combiner { get; }

    /// <summary>First values.</summary>
    public Initializer Initializer { get; }

    /// <summary>The greatest norm of a vector as it is used.</summary>
    public double? MaxNorm { get; }

    /// <summary>Whether the vectors are trained.</summary>
    public bool Trainable { get; }

    /// <inheritdoc/>
    public override string Key => CategoricalColumn.Key;

    /// <inheritdoc/>
    public override string Name => $"{CategoricalColumn.Name}_embedding";

    internal override bool RunsOnHost => CategoricalColumn.RunsOnHost;

    internal override int Width => Dimension;

    internal override Tensor Read(Layer owner, Tensor x) => CategoricalColumn.Read(owner, x);

    /// <summary>The vectors of a sample together; zeros where it has no category.</summary>
    internal override Tensor Encode(Layer owner, Tensor read, Tensor? table)
    {
        Tensor ids = Prim.Convert(CategoricalColumn.Ids(owner, read), DType.Int32), none = Prim.Scalar(0, DType.Int32);
        Tensor rows = Prim.Gather(table!, Prim.Maximum(ids, none), 0);
        if (MaxNorm is { } most)
        {
            Tensor norm = Prim.Sqrt(Ops.Sum(Prim.Square(rows), -1, keepdims: true));
            rows = Prim.Multiply(rows, Prim.Divide(Prim.Scalar(most, rows.DType), Prim.Maximum(norm, Prim.Scalar(most, rows.DType))));
        }

        Tensor counts = Prim.Convert(Prim.GreaterEqual(ids, none), rows.DType), sum = Prim.ReduceSum(Prim.Multiply(rows, Ops.ExpandDims(counts, 2)), 1);
        Tensor count = Prim.Maximum(Ops.Sum(counts, 1, keepdims: true), Prim.Scalar(1, rows.DType));
        return Combiner switch { "sum" => sum, "mean" => Prim.Divide(sum, count), _ => Prim.Divide(sum, Prim.Sqrt(count)) };
    }
}
