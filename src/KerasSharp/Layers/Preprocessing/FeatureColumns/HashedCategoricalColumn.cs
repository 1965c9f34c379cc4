using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Texts or whole numbers by a hash: <see cref="FeatureColumn.CategoricalWithHashBucket"/>.</summary>
/// <param name="key">The name of the input.</param>
/// <param name="hashBucketSize">The number of bins, at least 1.</param>
/// <param name="dtype">Dtype of the input; it is taken as it comes.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="hashBucketSize"/> is less than 1.</exception>
[KerasSerializable("feature_column", "HashedCategoricalColumn")]
public sealed partial class HashedCategoricalColumn(string key, int hashBucketSize, DType dtype = DType.String) : CategoricalColumn
{
    /// <inheritdoc/>
    public override string Key { get; } = key ?? throw new ArgumentNullException(nameof(key));

    /// <inheritdoc/>
    public override string Name => Key;

    /// <summary>The number of bins.</summary>
    public int HashBucketSize { get; } = Arguments.AtLeast(1, hashBucketSize, nameof(hashBucketSize), nameof(HashedCategoricalColumn));

    /// <summary>Dtype of the input.</summary>
    public DType Dtype { get; } = dtype;

    internal override bool RunsOnHost => true;

    internal override int NumBuckets => HashBucketSize;

    /// <summary>Empty texts, and -1 among numbers, stand for nothing.</summary>
    internal override Tensor Read(Layer owner, Tensor x)
    {
        var hash = new TextHash(null);
        return x.DType == DType.String
            ? HostComputation.OfTexts(x, text => text.Length == 0 ? -1 : hash.Bucket(text, HashBucketSize))
            : HostComputation.OfNumbers(x, number => number == -1 ? -1 : hash.Bucket(number, HashBucketSize));
    }
}
