using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>
/// What <see cref="DenseFeatures"/> makes of an entry of its inputs, as TensorFlow's feature columns say it. In new code take a <see cref="FeatureSpace"/> instead.
/// </summary>
public abstract class FeatureColumn : IKerasSerializable
{
    private protected FeatureColumn()
    {
    }

    /// <summary>Its name, by which columns are ordered.</summary>
    public abstract string Name { get; }

    /// <summary>The name of the input that it reads.</summary>
    public abstract string Key { get; }

    /// <summary>Whether its input is read on the host.</summary>
    internal virtual bool RunsOnHost => false;

    /// <inheritdoc/>
    public abstract Config GetConfig();

    /// <summary>Numbers: <c>numeric_column</c>.</summary>
    /// <param name="key">The name of the input.</param>
    /// <param name="shape">Shape of a sample; <c>[1]</c> when not given.</param>
    /// <param name="normalizerFn">A function applied to them.</param>
    public static NumericColumn Numeric(string key, Shape? shape = null, Func<Tensor, Tensor>? normalizerFn = null) => new(key, shape, normalizerFn: normalizerFn);

    /// <summary>Numbers put into bins: <c>bucketized_column</c>.</summary>
    /// <param name="sourceColumn">The numbers.</param>
    /// <param name="boundaries">The borders between bins, ascending.</param>
    public static BucketizedColumn Bucketized(NumericColumn sourceColumn, double[] boundaries) => new(sourceColumn, boundaries);

    /// <summary>Texts or whole numbers by a vocabulary: <c>categorical_column_with_vocabulary_list</c>.</summary>
    /// <param name="key">The name of the input.</param>
    /// <param name="vocabularyList">The vocabulary.</param>
    /// <param name="defaultValue">The number of what is not in it; -1 leaves it out.</param>
    /// <param name="numOovBuckets">How many numbers what is not in it shares, by a hash, instead.</param>
    public static VocabularyListCategoricalColumn CategoricalWithVocabularyList(string key, Tokens vocabularyList, int defaultValue = -1, int numOovBuckets = 0) =>
        new(key, vocabularyList, defaultValue: defaultValue, numOovBuckets: numOovBuckets);

    /// <summary>Texts or whole numbers by a hash: <c>categorical_column_with_hash_bucket</c>.</summary>
    /// <param name="key">The name of the input.</param>
    /// <param name="hashBucketSize">The number of bins.</param>
    public static HashedCategoricalColumn CategoricalWithHashBucket(string key, int hashBucketSize) => new(key, hashBucketSize);

    /// <summary>Whole numbers from 0: <c>categorical_column_with_identity</c>.</summary>
    /// <param name="key">The name of the input.</param>
    /// <param name="numBuckets">How many there are.</param>
    /// <param name="defaultValue">What others become; without one they are an error.</param>
    public static IdentityCategoricalColumn CategoricalWithIdentity(string key, int numBuckets, int? defaultValue = null) => new(key, numBuckets, defaultValue);

    /// <summary>How often each category occurs in a sample: <c>indicator_column</c>.</summary>
    /// <param name="categoricalColumn">The categories.</param>
    public static IndicatorColumn Indicator(CategoricalColumn categoricalColumn) => new(categoricalColumn);

    /// <summary>A trained vector for each category: <c>embedding_column</c>.</summary>
    /// <param name="categoricalColumn">The categories.</param>
    /// <param name="dimension">The size of the vectors.</param>
    /// <param name="combiner">What becomes of several in a sample: <c>"mean"</c>, <c>"sum"</c> or <c>"sqrtn"</c> (sum over the square root of their number).</param>
    /// <param name="initializer">First values; a normal distribution cut off, of variance 1 over the dimension, when not given.</param>
    /// <param name="maxNorm">The greatest norm of a vector as it is used.</param>
    /// <param name="trainable">Whether the vectors are trained.</param>
    public static EmbeddingColumn Embedding(
        CategoricalColumn categoricalColumn, int dimension, string combiner = "mean", Initializer? initializer = null, double? maxNorm = null, bool trainable = true) =>
        new(categoricalColumn, dimension, combiner, initializer, maxNorm, trainable);

    /// <summary>What is made of an input on the host, before the steps.</summary>
    internal virtual Tensor Read(Layer owner, Tensor x) => x;

    /// <summary>How many numbers it gives for a sample.</summary>
    /// <exception cref="ArgumentException">It gives none, but categories.</exception>
    internal virtual int Width => throw new ArgumentException(
        $"DenseFeatures: the column '{Name}' gives categories, not numbers. Received: {GetType().Name}. Wrap it: FeatureColumn.Indicator(column), or FeatureColumn.Embedding(column, dimension).");

    /// <summary>A vector for each sample of what was read.</summary>
    internal abstract Tensor Encode(Layer owner, Tensor read, Tensor? table);
}
