using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Layers.Preprocessing;

public sealed class DenseFeaturesTests
{
    private static readonly Dictionary<string, Tensor> Data = new()
    {
        ["age"] = new[] { 15f, 35, 70 },
        ["kind"] = new[,] { { "cat", "" }, { "dog", "cat" }, { "fox", "" } },
        ["id"] = new[] { 3, 0, 9 },
    };

    [Fact]
    public void Columns_OfEachKind_GiveWhatTensorFlowDocuments()
    {
        FeatureColumn age = FeatureColumn.Numeric("age"), bins = FeatureColumn.Bucketized(FeatureColumn.Numeric("age"), [18, 65]);
        FeatureColumn kind = FeatureColumn.Indicator(FeatureColumn.CategoricalWithVocabularyList("kind", ["dog", "cat"]));
        FeatureColumn id = FeatureColumn.Indicator(FeatureColumn.CategoricalWithIdentity("id", 4, defaultValue: 1));
        var layer = new DenseFeatures([kind, id, bins, age]);
        // age | age_bucketized | id_indicator | kind_indicator
        float[][] expected =
        [
            [15, 1, 0, 0, 0, 0, 0, 1, 0, 1],
            [35, 0, 1, 0, 1, 0, 0, 0, 1, 1],
            [70, 0, 0, 1, 0, 1, 0, 0, 0, 0],
        ];
        Assert.Equal(expected.SelectMany(row => row), layer.Apply(Data).ToArray<float>());
    }

    [Fact]
    public void Unknown_WithBuckets_IsNumberedBehindTheVocabulary()
    {
        FeatureColumn words = FeatureColumn.Indicator(FeatureColumn.CategoricalWithVocabularyList("kind", ["dog", "cat"], numOovBuckets: 1));
        Assert.Equal([0f, 0, 1], new DenseFeatures([words]).Apply(Data)[2].ToArray<float>());
        FeatureColumn numbers = FeatureColumn.Indicator(FeatureColumn.CategoricalWithVocabularyList("id", [9, 0], defaultValue: 1));
        Assert.Equal([0f, 1, 0, 1, 1, 0], new DenseFeatures([numbers]).Apply(Data).ToArray<float>());
        FeatureColumn hashed = FeatureColumn.Indicator(FeatureColumn.CategoricalWithHashBucket("kind", 7));
        float[] rows = new DenseFeatures([hashed]).Apply(Data).ToArray<float>();
        Assert.Equal([1f, 2, 1], Enumerable.Range(0, 3).Select(i => rows[(i * 7)..((i + 1) * 7)].Sum()));
        Assert.Equal(1, rows[(int)new Hashing(7).Apply(new[] { "cat" }).Item()]);
    }

    [Theory]
    [InlineData("sum", 5, 7)]
    [InlineData("mean", 2.5, 3.5)]
    [InlineData("sqrtn", 5 / 1.41421356, 7 / 1.41421356)]
    public void Embedding_Combiner_JoinsTheVectorsOfASample(string combiner, double first, double second)
    {
        var layer = new DenseFeatures([FeatureColumn.Embedding(FeatureColumn.CategoricalWithVocabularyList("kind", ["dog", "cat"]), 2, combiner)], name: "d");
        layer.Apply(Data);
        Assert.Equal("d/kind_embedding/embedding_weights", layer.Weights[0].Path);
        layer.SetWeights([new float[,] { { 1, 2 }, { 4, 5 } }]);
        float[] y = layer.Apply(Data).ToArray<float>();
        Assert.Equal([4f, 5], y[..2]);
        Assert.Equal(first, y[2], tolerance: 1e-5);
        Assert.Equal(second, y[3], tolerance: 1e-5);
        Assert.Equal([0f, 0], y[4..]);
        var limited = new DenseFeatures([FeatureColumn.Embedding(FeatureColumn.CategoricalWithIdentity("id", 10), 2, maxNorm: 1)]);
        limited.Apply(Data);
        limited.SetWeights([Ops.Ones([10, 2]) * 3]);
        Assert.Equal(Math.Sqrt(0.5), limited.Apply(Data).ToArray<float>()[0], tolerance: 1e-5);
    }

    [Fact]
    public void Fit_EmbeddingOfText_IsTrained()
    {
        var layer = new DenseFeatures([FeatureColumn.Embedding(FeatureColumn.CategoricalWithVocabularyList("kind", ["dog", "cat", "fox"]), 2), FeatureColumn.Numeric("age", normalizerFn: x => x / 100)]);
        Tensor kind = Keras.Input([2], dtype: DType.String, name: "kind"), age = Keras.Input([1], name: "age");
        var model = new Model([kind, age], new Dense(1).Apply(layer.Apply(new Dictionary<string, Tensor> { ["kind"] = kind, ["age"] = age })));
        model.Compile(new Optimizers.Adam(0.1), "mse");
        Tensor before = layer.Weights[0].Value;
        DataInput x = new Dictionary<string, DataInput> { ["kind"] = Data["kind"], ["age"] = Data["age"] };
        History history = model.Fit(x, new float[] { 1, -1, 2 }, epochs: 100, verbose: 0);
        Assert.True(history["loss"][^1] < 0.1 * history["loss"][0]);
        Assert.NotEqual(before.ToArray<float>(), layer.Weights[0].Value.ToArray<float>());
    }

    [Fact]
    public void Config_WrittenAndRead_GivesTheSameColumns()
    {
        FeatureColumn[] columns =
        [
            FeatureColumn.Bucketized(FeatureColumn.Numeric("age", [1]), [18, 65]),
            FeatureColumn.Embedding(FeatureColumn.CategoricalWithVocabularyList("kind", ["dog", "cat"], numOovBuckets: 2), 3, "sum", maxNorm: 2),
            FeatureColumn.Indicator(FeatureColumn.CategoricalWithIdentity("id", 4, 0)),
            FeatureColumn.Indicator(FeatureColumn.CategoricalWithHashBucket("kind", 5)),
        ];
        string json = ConfigJson.Write(ObjectRegistry.Serialize(new DenseFeatures(columns)).ToConfig());
        var again = (DenseFeatures)ObjectRegistry.Deserialize(ConfigJson.Read(json), "columns");
        Assert.Equal(json, ConfigJson.Write(ObjectRegistry.Serialize(again).ToConfig()));
        Assert.Equal($"(3, {3 + 3 + 4 + 5})", again.Apply(Data).Shape.ToString());
    }
}
