using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Layers.Preprocessing;

public sealed class LookupTests
{
    [Fact]
    public void Adapt_Texts_SortsByCountThenBackwards()
    {
        var layer = new StringLookup();
        layer.Adapt(new[] { "b", "a", "c", "b", "\uFF5E", "\U0001F600", "[UNK]" });
        // UTF-8 puts the emoji behind the wide tilde, UTF-16 before it.
        Assert.Equal(["[UNK]", "b", "\U0001F600", "\uFF5E", "c", "a"], layer.GetVocabulary());
        Assert.Equal(["b", "\U0001F600", "\uFF5E", "c", "a"], layer.GetVocabulary(includeSpecialTokens: false));
        Assert.Equal(6, layer.VocabularySize());
    }

    [Fact]
    public void Adapt_WholeOrBatchesOrDataset_LearnsTheSame()
    {
        string[,] data = { { "a", "b" }, { "b", "c" }, { "b", "d" }, { "d", "d" } };
        string[] Learn(Action<StringLookup> adapt)
        {
            var layer = new StringLookup(outputMode: "tf_idf", maxTokens: 4);
            adapt(layer);
            return [.. layer.GetVocabulary(), .. layer.Apply(new[,] { { "a", "b", "c", "d" } }).ToArray<float>().Select(w => $"{w:F4}")];
        }

        string[] whole = Learn(layer => layer.Adapt(data));
        Assert.Equal(["[UNK]", "d", "b"], whole[..3]);
        Assert.Equal(whole, Learn(layer => layer.Adapt([(Tensor)new[,] { { "a", "b" } }, new[,] { { "b", "c" }, { "b", "d" } }, new[,] { { "d", "d" } }])));
        Assert.Equal(whole, Learn(layer => layer.Adapt(Dataset.FromTensorSlices(data).Batch(3))));
        Assert.Equal(whole, Learn(layer => layer.Adapt(Dataset.FromTensorSlices(data))));
        Assert.Equal(whole, Learn(layer =>
        {
            layer.UpdateState(data);
            layer.FinalizeState();
        }));
    }

    [Fact]
    public void Adapt_Again_ForgetsWhatWasLearnt()
    {
        var layer = new IntegerLookup();
        layer.Adapt(Tensor.From([5L, 5, 6]));
        layer.Adapt(Tensor.From([7, 8, 8]));
        Assert.Equal([-1L, 8, 7], layer.GetVocabulary());
    }

    [Fact]
    public void Idf_OfDocuments_IsKerasFormula()
    {
        var layer = new StringLookup(outputMode: "tf_idf");
        layer.Adapt(new[,] { { "a", "a" }, { "a", "b" } });
        // log(1 + documents / (1 + documents with the term)); unknown terms weigh the mean.
        double a = Math.Log(1 + (2 / 3.0)), b = Math.Log(1 + (2 / 2.0));
        Assert.Equal([(float)((a + b) / 2), (float)(2 * a), (float)b], layer.Apply(new[,] { { "a", "b", "a", "?" } }).ToArray<float>().Select(w => w), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void IntegerLookup_GreatNumbers_AreToldApart()
    {
        long far = 1L << 60;
        var layer = new IntegerLookup(vocabulary: [far, far + 1, -far], maskToken: far + 2);
        Tensor x = Tensor.From([far, far + 1, far + 2, far + 3, -far]);
        long[] expected = [2, 3, 0, 1, 4];
        Assert.Equal(expected, layer.Apply(x).ToArray<long>());
        Assert.Equal(expected, Function.Compile(t => [layer.Apply(t[0])]).Call(x)[0].ToArray<long>());
        var back = new IntegerLookup(vocabulary: [far, far + 1, -far], maskToken: far + 2, invert: true);
        Assert.Equal([far, far + 1, far + 2, -1, -far], Function.Compile(t => [back.Apply(t[0])]).Call(Tensor.From(expected))[0].ToArray<long>());
    }

    [Fact]
    public void Invert_OfNumbers_GivesTheTexts()
    {
        var back = new StringLookup(maskToken: "", vocabulary: ["", "[UNK]", "a", "b"], invert: true);
        Assert.Equal(["", "[UNK]", "a", "b", "[UNK]", "[UNK]"], back.Apply(new[] { 0, 1, 2, 3, 4, -1 }).ToStrings());
    }

    [Fact]
    public void Vocabulary_OfAFile_IsReadOnceAndNoPartOfTheConfig()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.txt");
        File.WriteAllLines(path, ["b", "a"]);
        var layer = new StringLookup(vocabulary: path);
        File.Delete(path);
        Assert.Equal(["[UNK]", "b", "a"], layer.GetVocabulary());
        Assert.Null(layer.GetConfig()["vocabulary"]);
        Assert.Equal(3L, layer.GetConfig()["vocabulary_size"]);
    }

    [Fact]
    public void Config_ThatNamesAFile_IsRefused()
    {
        Config config = new StringLookup(vocabulary: ["a"]).GetConfig();
        config["vocabulary"] = "/etc/passwd";
        Assert.Contains("A file that a config names is not read", Assert.Throws<ModelFormatException>(() => StringLookup.FromConfig(config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_Keys_AreKeras()
    {
        string[] common = ["name", "trainable", "dtype", "invert", "max_tokens", "num_oov_indices", "oov_token", "mask_token", "output_mode", "sparse", "pad_to_max_tokens"];
        string[] rest = ["idf_weights", "vocabulary", "vocabulary_size", "oov_method", "salt"];
        Assert.Equal([.. common, .. rest, "encoding"], new StringLookup().GetConfig().Keys);
        Assert.Equal([.. common, "vocabulary_dtype", .. rest], new IntegerLookup().GetConfig().Keys);
        Assert.Equal(
            ["name", "trainable", "dtype", "max_tokens", "standardize", "split", "ngrams", "output_mode", "output_sequence_length", "pad_to_max_tokens", "sparse", "ragged", "vocabulary", "idf_weights", "encoding", "vocabulary_size"],
            new TextVectorization().GetConfig().Keys);
    }

    [Fact]
    public void SetVocabulary_AfterACompiledCall_CountsFromTheNext()
    {
        var layer = new IntegerLookup(vocabulary: [5, 6]);
        Tensor x = Keras.Input([1], dtype: DType.Int64);
        var model = new Model(x, layer.Apply(x));
        Tensor data = Tensor.From([5L, 6, 7], [3, 1]);
        Assert.Equal([1L, 2, 0], model.Predict(data).ToArray<long>());
        layer.SetVocabulary([7, 5]);
        Assert.Equal([2L, 0, 1], model.Predict(data).ToArray<long>());
    }

    [Fact]
    public void Symbolic_BeforeAdapt_HasItsShape()
    {
        Tensor text = Keras.Input([3], dtype: DType.String);
        Assert.Equal("(None, 3)", new StringLookup().Apply(text).Shape.ToString());
        Assert.Equal("(None, 9)", new StringLookup(maxTokens: 9, padToMaxTokens: true, outputMode: "count").Apply(text).Shape.ToString());
        Assert.Equal("(None, 3)", new IntegerLookup().Apply(Keras.Input([3], dtype: DType.Int32)).Shape.ToString());
        Assert.Equal("(None, None)", new TextVectorization().Apply(Keras.Input([1], dtype: DType.String)).Shape.ToString());
    }
}
