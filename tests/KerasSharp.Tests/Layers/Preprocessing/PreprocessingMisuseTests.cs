using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Preprocessing;

/// <summary>What a caller may do wrong with preprocessing layers, and what the error says.</summary>
public sealed class PreprocessingMisuseTests
{
    private static readonly Tensor Text = new[] { "a", "b" };
    private static readonly Dictionary<string, FeatureType> City = new() { ["city"] = "string_categorical" };

    private static readonly Dictionary<string, (Func<object?> Call, string[] Parts)> Table = new(StringComparer.Ordinal)
    {
        ["Normalization: mean alone"] = (() => new Normalization(mean: 1), ["together", "variance=null"]),
        ["Normalization: shapes"] = (() => new Normalization(mean: new double[] { 1, 2 }, variance: 1), ["of one shape", "(2,)"]),
        ["Normalization: axes"] = (() => new Normalization(mean: new double[,] { { 1 } }, variance: new double[,] { { 1 } }), ["at most as many axes", "1 axes"]),
        ["Normalization: axis"] = (() => new Normalization(3).Apply(Zeros(2, 2)), ["axis of the input, of rank 2", "axis=(3)"]),
        ["Normalization: unknown size"] = (() => new Normalization().Apply(Keras.Input([null])), ["must be known", "(None, None)"]),
        ["Normalization: sizes"] = (() => new Normalization(mean: new double[] { 1, 2 }, variance: new double[] { 1, 2 }).Apply(Zeros(2, 3)), ["must fit the sizes (3,)", "mean.Shape=(2,)"]),
        ["Normalization: other sizes"] = (() => Twice(new Normalization(), Zeros(2, 3), Zeros(2, 4)), ["built for", "(2, 4)"]),
        ["Normalization: adapt given"] = (() => Adapted(new Normalization(mean: 1, variance: 1), Zeros(2, 1)), ["cannot be adapted", "mean and variance"]),
        ["Discretization: neither"] = (() => new Discretization(), ["either binBoundaries or numBins", "neither"]),
        ["Discretization: both"] = (() => new Discretization([1], 2), ["either binBoundaries or numBins", "both"]),
        ["Discretization: order"] = (() => new Discretization([2, 1]), ["must ascend", "[2, 1]"]),
        ["Discretization: bins"] = (() => new Discretization(numBins: 0), ["numBins must be at least 1", "numBins=0"]),
        ["Discretization: epsilon"] = (() => new Discretization(numBins: 2, epsilon: 0), ["epsilon", "epsilon=0"]),
        ["Discretization: mode"] = (() => new Discretization([1], outputMode: "tf_idf"), ["outputMode must be one of", "\"tf_idf\""]),
        ["Discretization: not adapted"] = (() => new Discretization(numBins: 2).Apply(Zeros(2)), ["has no binBoundaries yet", "Adapt"]),
        ["Discretization: adapt given"] = (() => Adapted(new Discretization([1]), Zeros(2)), ["cannot be adapted"]),
        ["CategoryEncoding: tokens"] = (() => new CategoryEncoding(0), ["numTokens must be at least 1", "numTokens=0"]),
        ["CategoryEncoding: sparse"] = (() => new CategoryEncoding(2, sparse: true), ["dense tensors", "sparse=true"]),
        ["CategoryEncoding: range"] = (() => new CategoryEncoding(2).Apply(new[] { 0, 2 }), ["from 0 to 1", "from 0 to 2"]),
        ["CategoryEncoding: weights"] = (() => new CategoryEncoding(2).Apply(new[] { 0, 1 }, Zeros(2)), ["outputMode: \"count\"", "\"multi_hot\""]),
        ["CategoryEncoding: rank"] = (() => new CategoryEncoding(2, "count").Apply(Ops.Zeros([1, 2, 3], DType.Int32)), ["rank 2 or less", "(1, 2, 3)"]),
        ["Hashing: bins"] = (() => new Hashing(0), ["numBins must be at least 1", "numBins=0"]),
        ["Hashing: dtype"] = (() => new Hashing(3, dtype: "float32"), ["\"int32\" or \"int64\"", "\"float32\""]),
        ["Hashing: mask"] = (() => new Hashing(3, maskValue: 0).Apply(Text), ["maskValue must be a text", "maskValue=0", "string"]),
        ["Hashing: salt"] = (() => new Hashing(3, salt: [1, 2, 3]), ["one whole number or two", "[1, 2, 3]"]),
        ["HashedCrossing: one"] = (() => new HashedCrossing(3).Apply([Text]), ["two inputs or more", "Received: 1"]),
        ["HashedCrossing: shapes"] = (() => new HashedCrossing(3).Apply([Text, Ops.Zeros([3], DType.Int32)]), ["one shape", "(2,), (3,)"]),
        ["HashedCrossing: floats"] = (() => new HashedCrossing(3).Apply([Text, Zeros(2)]), ["whole numbers", "float32", "Discretization"]),
        ["StringLookup: size"] = (() => new StringLookup(maxTokens: 1), ["maxTokens must be at least 2", "maxTokens=1"]),
        ["StringLookup: pad"] = (() => new StringLookup(padToMaxTokens: true), ["padToMaxTokens needs maxTokens"]),
        ["StringLookup: invert"] = (() => new StringLookup(invert: true, outputMode: "count"), ["invert needs outputMode: \"int\"", "\"count\""]),
        ["StringLookup: weights"] = (() => new StringLookup(idfWeights: [1]), ["idfWeights need", "\"int\""]),
        ["StringLookup: no weights"] = (() => new StringLookup(vocabulary: ["a"], outputMode: "tf_idf"), ["needs idfWeights"]),
        ["StringLookup: count of weights"] = (() => new StringLookup(vocabulary: ["a"], idfWeights: [1, 2], outputMode: "tf_idf"), ["as many idfWeights", "2 weights, 1 terms"]),
        ["StringLookup: twice"] = (() => new StringLookup(vocabulary: ["a", "b", "a"]), ["each term once", "\"a\" twice"]),
        ["StringLookup: mask inside"] = (() => new StringLookup(maskToken: "m", vocabulary: ["a", "m"]), ["in front", "\"m\" at place 1"]),
        ["StringLookup: too many"] = (() => new StringLookup(maxTokens: 2, vocabulary: ["a", "b"]), ["not be larger", "maxTokens=2"]),
        ["StringLookup: empty"] = (() => new StringLookup(vocabulary: []), ["must not be empty"]),
        ["StringLookup: file"] = (() => new StringLookup(vocabulary: "no such file"), ["no vocabulary file", "no such file"]),
        ["StringLookup: encoding"] = (() => new StringLookup(encoding: "latin-1"), ["\"utf-8\"", "\"latin-1\""]),
        ["StringLookup: numbers"] = (() => new StringLookup(vocabulary: ["a"]).Apply(Zeros(2)), ["must be text", "float32", "IntegerLookup"]),
        ["StringLookup: unknown"] = (() => new StringLookup(numOovIndices: 0, vocabulary: ["a"]).Apply(Text), ["numOovIndices=0", "\"b\""]),
        ["StringLookup: not adapted"] = (() => new StringLookup().Apply(Text), ["has no vocabulary yet", "Adapt"]),
        ["StringLookup: not adapted, symbolic"] = (() => new StringLookup(outputMode: "count").Apply(Keras.Input([2], dtype: DType.String)), ["has no vocabulary yet"]),
        ["StringLookup: adapt given"] = (() => Adapted(new StringLookup(vocabulary: ["a"]), Text), ["cannot be adapted", "vocabulary"]),
        ["StringLookup: other size"] = (() => OtherSize(), ["must not change", "4 terms", "there were 3"]),
        ["StringLookup: no batches"] = (() => NoBatches(), ["one batch or more", "none"]),
        ["IntegerLookup: text"] = (() => new IntegerLookup(vocabulary: [1]).Apply(Text), ["whole numbers", "StringLookup"]),
        ["IntegerLookup: unknown"] = (() => new IntegerLookup(numOovIndices: 0, vocabulary: [1]).Apply(new[] { 1, 5 }), ["numOovIndices=0", "Received: 5"]),
        ["IntegerLookup: salt"] = (() => new IntegerLookup(salt: 3), ["farmhash", "\"floormod\""]),
        ["IntegerLookup: method"] = (() => new IntegerLookup(oovMethod: "md5"), ["oovMethod must be", "\"md5\""]),
        ["IntegerLookup: dtype"] = (() => new IntegerLookup(vocabularyDtype: "int32"), ["\"int64\"", "\"int32\""]),
        ["TextVectorization: standardize"] = (() => new TextVectorization(standardize: "upper"), ["standardize must be", "\"upper\"", "standardizeWith"]),
        ["TextVectorization: split"] = (() => new TextVectorization(split: "comma"), ["split must be", "\"comma\"", "splitWith"]),
        ["TextVectorization: n-grams"] = (() => new TextVectorization(ngrams: 0), ["at least 1", "ngrams=(0)"]),
        ["TextVectorization: length"] = (() => new TextVectorization(outputMode: "count", outputSequenceLength: 3), ["needs outputMode: \"int\"", "\"count\""]),
        ["TextVectorization: ragged"] = (() => new TextVectorization(ragged: true), ["dense tensors", "ragged=true", "maskZero"]),
        ["TextVectorization: shape"] = (() => new TextVectorization(vocabulary: ["a"]).Apply(new[,] { { "a", "b" } }), ["(batch,) or (batch, 1)", "(1, 2)"]),
        ["TextVectorization: numbers"] = (() => new TextVectorization(vocabulary: ["a"]).Apply(Zeros(2)), ["must be text", "float32"]),
        ["TextVectorization: not adapted"] = (() => new TextVectorization().Apply(Text), ["has no vocabulary yet"]),
        ["STFTSpectrogram: mode"] = (() => new STFTSpectrogram("phase"), ["mode must be one of", "\"phase\""]),
        ["STFTSpectrogram: step"] = (() => new STFTSpectrogram(frameLength: 4, frameStep: 5), ["frameStep must be from 1", "frameStep=5"]),
        ["STFTSpectrogram: transform"] = (() => new STFTSpectrogram(frameLength: 4, fftLength: 2), ["at least frameLength", "fftLength=2"]),
        ["STFTSpectrogram: window"] = (() => new STFTSpectrogram(window: "square"), ["window must be", "\"square\""]),
        ["STFTSpectrogram: rank"] = (() => new STFTSpectrogram().Apply(Zeros(2, 3)), ["rank 3", "(2, 3)"]),
        ["STFTSpectrogram: dtype"] = (() => new STFTSpectrogram(frameLength: 2).Apply(Ops.Zeros([1, 4, 1], DType.Int32)), ["floating numbers", "int32"]),
        ["MelSpectrogram: lengths"] = (() => new MelSpectrogram(8, sequenceLength: 9), ["at most fftLength", "sequenceLength=9"]),
        ["MelSpectrogram: frequencies"] = (() => new MelSpectrogram(minFreq: 100, maxFreq: 50), ["maxFreq above it", "maxFreq=50"]),
        ["MelSpectrogram: power"] = (() => new MelSpectrogram(minPower: 0), ["above 0", "minPower=0"]),
        ["MelSpectrogram: window"] = (() => new MelSpectrogram(window: "flat"), ["window must be", "\"flat\""]),
        ["MelSpectrogram: rank"] = (() => new MelSpectrogram().Apply(Zeros(1, 2, 3)), ["(batch, samples)", "(1, 2, 3)"]),
        ["FeatureSpace: none"] = (() => new FeatureSpace(new Dictionary<string, FeatureType>()), ["one feature or more"]),
        ["FeatureSpace: type"] = (() => new FeatureSpace(new Dictionary<string, FeatureType> { ["a"] = "string_category" }), ["no type of feature", "string_category", "string_categorical"]),
        ["FeatureSpace: cross"] = (() => new FeatureSpace(City, crosses: [["city", "town"]]), ["features that are there", "\"town\""]),
        ["FeatureSpace: not adapted"] = (() => new FeatureSpace(City).GetEncodedFeatures(), ["has not learnt", "city", "Adapt"]),
        ["FeatureSpace: mode"] = (() => new FeatureSpace(City, "dict").Apply(new Dictionary<string, Tensor>()), ["outputMode=\"dict\"", "ApplyByName"]),
        ["FeatureSpace: missing"] = (() => new FeatureSpace(new Dictionary<string, FeatureType> { ["age"] = "float" }).Apply(new Dictionary<string, Tensor> { ["ages"] = Zeros(1) }), ["feature 'age'", "ages"]),
        ["FeatureSpace: raw"] = (
            () => new FeatureSpace(new Dictionary<string, FeatureType> { ["id"] = FeatureSpace.IntegerHashed(3, "int") }).Apply(new Dictionary<string, Tensor> { ["id"] = new[] { 1 } }), ["floating numbers", "'id'", "int64"]),
        ["DenseFeatures: categories"] = (() => new DenseFeatures([FeatureColumn.CategoricalWithIdentity("c", 3)]), ["gives categories", "'c'", "Indicator"]),
        ["DenseFeatures: twice"] = (() => new DenseFeatures([FeatureColumn.Numeric("n"), FeatureColumn.Numeric("n")]), ["different names", "'n' twice"]),
        ["DenseFeatures: missing"] = (() => new DenseFeatures([FeatureColumn.Numeric("age")]).Apply(new Dictionary<string, Tensor> { ["ago"] = Zeros(1) }), ["'age'", "ago"]),
        ["DenseFeatures: shape"] = (() => new DenseFeatures([FeatureColumn.Numeric("n", [2])]).Apply(new Dictionary<string, Tensor> { ["n"] = Zeros(4, 3) }), ["(batch, 2)", "(4, 3)"]),
        ["Columns: boundaries"] = (() => FeatureColumn.Bucketized(FeatureColumn.Numeric("n"), [2, 1]), ["ascending", "[2, 1]"]),
        ["Columns: identity"] = (
            () => new DenseFeatures([FeatureColumn.Indicator(FeatureColumn.CategoricalWithIdentity("c", 3))]).Apply(new Dictionary<string, Tensor> { ["c"] = new[] { 3 } }), ["from 0 to 2", "defaultValue"]),
        ["Columns: combiner"] = (() => FeatureColumn.Embedding(FeatureColumn.CategoricalWithIdentity("c", 3), 2, "max"), ["combiner must be", "\"max\""]),
        ["Columns: vocabulary"] = (() => FeatureColumn.CategoricalWithVocabularyList("c", ["a", "a"]), ["each term once", "\"a\""]),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void PreprocessingLayer_Misused_SaysWhatMustHoldAndWhatWasReceived(string name)
    {
        (Func<object?> call, string[] parts) = Table[name];
        string message = Assert.ThrowsAny<SystemException>(() => _ = call()).Message;
        foreach (string part in parts)
        {
            Assert.Contains(part, message, StringComparison.Ordinal);
        }
    }

    private static AdaptableLayer Adapted(AdaptableLayer layer, Tensor data)
    {
        layer.Adapt(data);
        return layer;
    }

    private static StringLookup NoBatches()
    {
        var layer = new StringLookup();
        layer.Adapt(Array.Empty<Tensor>());
        return layer;
    }

    private static StringLookup OtherSize()
    {
        var layer = new StringLookup(outputMode: "count");
        layer.Adapt(Text);
        layer.Apply(Text);
        layer.Adapt(new[] { "a", "b", "c" });
        return layer;
    }

    private static Tensor Twice(Layer layer, Tensor first, Tensor second)
    {
        layer.Apply(first);
        return layer.Apply(second);
    }

    private static Tensor Zeros(params int[] sizes) => Ops.Zeros(sizes);
}
