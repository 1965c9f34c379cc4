using KerasSharp.Utilities;

namespace KerasSharp.Layers;

/// <content>Features and crosses.</content>
public sealed partial class FeatureSpace
{
    /// <summary>A cross of features.</summary>
    /// <param name="featureNames">Names of the features, two or more.</param>
    /// <param name="crossingDim">The number of bins that combinations are hashed to.</param>
    /// <param name="outputMode"><c>"one_hot"</c> or <c>"int"</c>.</param>
    public static Cross Cross(string[] featureNames, int crossingDim, string outputMode = "one_hot") => new(featureNames, crossingDim, outputMode);

    /// <summary>A feature that a layer of one's own reads.</summary>
    /// <param name="dtype">Dtype of its input.</param>
    /// <param name="preprocessor">The layer.</param>
    /// <param name="outputMode"><c>"int"</c>, <c>"one_hot"</c> or <c>"float"</c>.</param>
    public static Feature Feature(DType dtype, Layer preprocessor, string outputMode) => new(dtype, preprocessor, outputMode);

    /// <summary>Numbers as they are.</summary>
    /// <param name="name">Its name.</param>
    public static Feature Float(string? name = null) => new(DType.Float32, new Identity(PreprocessorName("float", name), dtype: "float32"), "float");

    /// <summary>Numbers times a factor, plus a number.</summary>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added.</param>
    /// <param name="name">Its name.</param>
    public static Feature FloatRescaled(double scale = 1, double offset = 0, string? name = null) =>
        new(DType.Float32, new Rescaling(scale, offset, PreprocessorName("float_rescaled", name)), "float");

    /// <summary>Numbers brought to mean 0 and variance 1, which are learnt.</summary>
    /// <param name="name">Its name.</param>
    public static Feature FloatNormalized(string? name = null) => new(DType.Float32, new Normalization(-1, name: PreprocessorName("float_normalized", name)), "float");

    /// <summary>Numbers put into bins, whose borders are given or learnt.</summary>
    /// <param name="numBins">The number of bins to learn; null where borders are given.</param>
    /// <param name="binBoundaries">The borders.</param>
    /// <param name="outputMode"><c>"one_hot"</c> or <c>"int"</c>.</param>
    /// <param name="name">Its name.</param>
    public static Feature FloatDiscretized(int? numBins, double[]? binBoundaries = null, string outputMode = "one_hot", string? name = null) =>
        new(DType.Float32, new Discretization(binBoundaries, numBins, name: PreprocessorName("float_discretized", name)), outputMode);

    /// <summary>Whole numbers by a vocabulary, which is learnt.</summary>
    /// <param name="maxTokens">The greatest size of the vocabulary.</param>
    /// <param name="numOovIndices">How many numbers unknown ones share.</param>
    /// <param name="outputMode"><c>"one_hot"</c> or <c>"int"</c>.</param>
    /// <param name="name">Its name.</param>
    public static Feature IntegerCategorical(int? maxTokens = null, int numOovIndices = 1, string outputMode = "one_hot", string? name = null) =>
        new(DType.Int32, new IntegerLookup(maxTokens, numOovIndices, name: PreprocessorName("integer_categorical", name)), outputMode);

    /// <summary>Texts by a vocabulary, which is learnt.</summary>
    /// <param name="maxTokens">The greatest size of the vocabulary.</param>
    /// <param name="numOovIndices">How many numbers unknown texts share.</param>
    /// <param name="outputMode"><c>"one_hot"</c> or <c>"int"</c>.</param>
    /// <param name="name">Its name.</param>
    public static Feature StringCategorical(int? maxTokens = null, int numOovIndices = 1, string outputMode = "one_hot", string? name = null) =>
        new(DType.String, new StringLookup(maxTokens, numOovIndices, name: PreprocessorName("string_categorical", name)), outputMode);

    /// <summary>Texts by a hash.</summary>
    /// <param name="numBins">The number of bins.</param>
    /// <param name="outputMode"><c>"one_hot"</c> or <c>"int"</c>.</param>
    /// <param name="name">Its name.</param>
    public static Feature StringHashed(int numBins, string outputMode = "one_hot", string? name = null) =>
        new(DType.String, new Hashing(numBins, name: PreprocessorName("string_hashed", name)), outputMode);

    /// <summary>Whole numbers by a hash.</summary>
    /// <param name="numBins">The number of bins.</param>
    /// <param name="outputMode"><c>"one_hot"</c> or <c>"int"</c>.</param>
    /// <param name="name">Its name.</param>
    public static Feature IntegerHashed(int numBins, string outputMode = "one_hot", string? name = null) =>
        new(DType.Int32, new Hashing(numBins, name: PreprocessorName("integer_hashed", name)), outputMode);

    private static string PreprocessorName(string kind, string? name) => $"{name ?? Naming.Uniquify(kind)}_preprocessor";

    /// <summary>The standard feature of a name.</summary>
    private Feature Standard(string type, string name) => type switch
    {
        "float" => Float(name),
        "float_normalized" => FloatNormalized(name),
        "float_rescaled" => FloatRescaled(name: name),
        "float_discretized" => FloatDiscretized(_numDiscretizationBins, name: name),
        "integer_categorical" => IntegerCategorical(name: name),
        "string_categorical" => StringCategorical(name: name),
        "integer_hashed" => IntegerHashed(_hashingDim, name: name),
        "string_hashed" => StringHashed(_hashingDim, name: name),
        _ => throw new ArgumentException(
            $"FeatureSpace: '{type}' is no type of feature. Received: features[\"{name}\"]=\"{type}\".{NearestName.Hint(type, ["float", "float_normalized", "float_rescaled", "float_discretized", "integer_categorical", "string_categorical", "integer_hashed", "string_hashed"])}",
            nameof(type)),
    };

    /// <summary>The layers that make vectors of the numbers of features and crosses with the mode "one_hot".</summary>
    private Dictionary<string, CategoryEncoding> MakeEncoders()
    {
        var encoders = new Dictionary<string, CategoryEncoding>();
        foreach (string key in _names)
        {
            (string mode, Layer layer) = _features.TryGetValue(key, out Feature? feature) ? (feature.OutputMode, feature.Preprocessor) : (_crosses.First(c => c.Name == key).OutputMode, _crossers[key]);
            if (mode == "one_hot")
            {
                encoders[key] = new CategoryEncoding(SizeOf(layer, key));
            }
        }

        return encoders;
    }

    private int SizeOf(Layer layer, string key) => layer switch
    {
        StringLookup { OutputMode: "int" } lookup => lookup.VocabularySize(),
        IntegerLookup { OutputMode: "int" } lookup => lookup.VocabularySize(),
        Discretization discretization => discretization.Bins!.Value,
        Hashing hashing => hashing.NumBins,
        HashedCrossing crossing => crossing.NumBins,
        _ => throw new InvalidOperationException(
            $"{Label}: of '{key}' it is not known how many numbers there are, as {layer.Label} gives them, so that no vectors can be made of them. Give it outputMode: \"int\" or \"float\"."),
    };
}
