using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Contracts;

internal sealed class PreprocessingContracts : ILayerFamily
{
    private static readonly string[] Words = ["a", "b", "c", "Other"];

    public IEnumerable<LayerContract> Contracts()
    {
        yield return new("Normalization", d => new Normalization(dtype: d), [4, 2, 3])
        {
            Output = [4, 2, 3], Weights = ["mean (3,) frozen", "variance (3,) frozen", "count () frozen"],
        };
        yield return new("Normalization, of two axes", d => new Normalization([1, 2], dtype: d), [4, 2, 3])
        {
            Output = [4, 2, 3], Weights = ["mean (2, 3) frozen", "variance (2, 3) frozen", "count () frozen"],
        };
        yield return new("Normalization, given", d => new Normalization(mean: new[] { 0.1, 0.2, 0.3 }, variance: new[] { 0.5, 1, 2 }, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("Normalization, given, inverted", d => new Normalization([], mean: 0.5, variance: 2, invert: true, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("Discretization", d => new Discretization([-0.5, 0, 0.5], dtype: d), [4, 3, 2])
        {
            Output = [4, 3, 2], FloatOutput = false, Mask = MaskRule.Ends,
        };
        yield return new("Discretization, one-hot", d => new Discretization([-0.5, 0, 0.5], outputMode: "one_hot", dtype: d), [4, 1])
        {
            Output = [4, 4], PassesGradient = false, Mask = MaskRule.Ends,
        };
        yield return new("CategoryEncoding", d => new CategoryEncoding(5, dtype: d), [4, 3]) { Output = [4, 5], IntegersBelow = 5, Mask = MaskRule.Ends };
        yield return new("CategoryEncoding, one-hot", d => new CategoryEncoding(5, "one_hot", dtype: d), [4, 3]) { Output = [4, 3, 5], IntegersBelow = 5, Mask = MaskRule.Ends };
        yield return new("CategoryEncoding, count", d => new CategoryEncoding(5, "count", dtype: d), [4, 3]) { Output = [4, 5], IntegersBelow = 5, Mask = MaskRule.Ends };
        yield return new("Hashing", _ => new Hashing(7), [4, 3]) { Output = [4, 3], IntegersBelow = 50, FloatOutput = false, Mask = MaskRule.Ends };
        yield return new("Hashing, text, salt, counted", d => new Hashing(7, "a", 3, "count", dtype: d), [4, 3]) { Output = [4, 7], Words = Words, FloatOutput = false };
        yield return new("HashedCrossing", _ => new HashedCrossing(9), [4, 1], [4, 1]) { Output = [4, 1], Words = Words, TakesList = true, FloatOutput = false };
        yield return new("HashedCrossing, one-hot", d => new HashedCrossing(9, "one_hot", dtype: d), [4, 1], [4, 1])
        {
            Output = [4, 9], IntegersBelow = 5, TakesList = true, FloatOutput = false, Mask = MaskRule.Ends,
        };
        yield return new("IntegerLookup", _ => new IntegerLookup(vocabulary: [4, 2, 7]), [4, 3]) { Output = [4, 3], IntegersBelow = 9, FloatOutput = false, Mask = MaskRule.Ends };
        yield return new("IntegerLookup, back", _ => new IntegerLookup(vocabulary: [4, 2, 7], maskToken: 0, invert: true), [4, 3])
        {
            Output = [4, 3], IntegersBelow = 9, FloatOutput = false, Mask = MaskRule.Ends,
        };
        yield return new("IntegerLookup, hashed, counted", _ => new IntegerLookup(numOovIndices: 3, vocabulary: [4, 2, 7], outputMode: "count", oovMethod: "farmhash"), [4, 3])
        {
            Output = [4, 6], IntegersBelow = 9, FloatOutput = false, Mask = MaskRule.Ends,
        };
        yield return new("StringLookup", _ => new StringLookup(maskToken: "a", vocabulary: ["b", "c"]), [4, 3]) { Output = [4, 3], Words = Words, FloatOutput = false };
        yield return new("StringLookup, weighted counts", _ => new StringLookup(vocabulary: ["b", "c"], idfWeights: [1, 2], outputMode: "tf_idf"), [4, 3])
        {
            Output = [4, 3], Words = Words, FloatOutput = false,
        };
        yield return new("TextVectorization", d => new TextVectorization(vocabulary: ["a", "other"], outputSequenceLength: 5, dtype: d), [4, 1])
        {
            Output = [4, 5], Words = ["A b! a", "", "Other, c"], FloatOutput = false,
        };
        yield return new("TextVectorization, pairs", d => new TextVectorization(ngrams: 2, outputMode: "multi_hot", vocabulary: ["a", "a b"], dtype: d), [4])
        {
            Output = [4, 3], Words = ["A b! a", "", "Other, c"], FloatOutput = false,
        };
        yield return new("STFTSpectrogram", d => new STFTSpectrogram("magnitude", 8, 4, dtype: d), [4, 20, 2])
        {
            Output = [4, 4, 10], Weights = ["real_kernel (8, 1, 5)", "imag_kernel (8, 1, 5)"], Mask = MaskRule.Ends,
        };
        yield return new("STFTSpectrogram, as images, channels first", d => new STFTSpectrogram("stft", 8, 4, padding: "same", expandDims: true, dataFormat: "channels_first", dtype: d), [4, 2, 20])
        {
            Output = [4, 2, 5, 10], Weights = ["real_kernel (8, 1, 5)", "imag_kernel (8, 1, 5)"], Mask = MaskRule.Ends,
        };
        yield return new("MelSpectrogram", d => new MelSpectrogram(16, 8, numMelBins: 4, samplingRate: 1000, dtype: d), [4, 64])
        {
            Output = [4, 4, 9], SamplesAreIndependent = false, Mask = MaskRule.Ends,
        };
        yield return new(
            "FeatureSpace",
            _ => new FeatureSpace(
                new Dictionary<string, FeatureType> { ["b"] = "integer_hashed", ["a"] = FeatureSpace.FloatDiscretized(null, [2, 4]), ["c"] = "float" }, crosses: [["a", "b"]], crossingDim: 5, hashingDim: 4),
            [4, 1],
            [4, 1],
            [4, 1])
        {
            Output = [4, 3 + 4 + 1 + 5], IntegersBelow = 9, TakesList = true, FloatOutput = false, Mask = MaskRule.Ends,
        };
        yield return new(
            "DenseFeatures",
            d => new DenseFeatures(
                [
                    FeatureColumn.Numeric("n"), FeatureColumn.Embedding(FeatureColumn.CategoricalWithIdentity("c", 5), 3), FeatureColumn.Indicator(FeatureColumn.CategoricalWithIdentity("d", 5)),
                    FeatureColumn.Bucketized(FeatureColumn.Numeric("e"), [1, 3]),
                ],
                dtype: d),
            [4, 2],
            [4, 2],
            [4, 1],
            [4, 1])
        {
            Output = [4, 3 + 5 + 3 + 1], IntegersBelow = 5, TakesList = true, Mask = MaskRule.Ends, Weights = ["embedding_weights (5, 3)"],
        };
    }
}
