using System.IO.Compression;
using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>Models saved and loaded, and files that are not what they should be.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static Sequential Small() => new([new InputLayer([8, 8, 1]), new Conv2D(3, 3, activation: "relu"), new BatchNormalization(), new Flatten(), new Dense(2)]);

    private static Model Shared()
    {
        Tensor a = Keras.Input([4], name: "a"), b = Keras.Input([4], name: "b");
        var dense = new Dense(3, name: "shared");
        Tensor left = dense.Apply(a), right = dense.Apply(b);
        var inner = new Sequential([new InputLayer([6]), new Dense(5, activation: "tanh")], name: "inner");
        return new Model(new Dictionary<string, Tensor> { ["b"] = b, ["a"] = a }, new Dense(1).Apply(inner.Apply(new Concatenate().Apply([left, right]))));
    }

    [Fact]
    public void Save_ThenLoad_PredictsTheSameBits()
    {
        Sequential model = Small();
        model.Save(At("m.keras"));
        Tensor x = Keras.Random.Uniform([5, 8, 8, 1], seed: 1);
        Model loaded = Model.Load(At("m.keras"));
        Assert.IsType<Sequential>(loaded);
        Assert.Equal(model.Predict(x).ToArray<float>(), loaded.Predict(x).ToArray<float>());
        Assert.Equal(model.ToJson(), loaded.ToJson());
        Assert.Equal(["metadata.json", "config.json", "model.weights.h5"], ZipFile.OpenRead(At("m.keras")).Entries.Select(e => e.FullName));
        Assert.Equal(["m.keras"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Save_SharedAndNestedLayersByName_ComeBack()
    {
        Model model = Shared();
        model.Save(At("m.keras"));
        Model loaded = Model.Load(At("m.keras"));
        DataInput x = new Dictionary<string, Tensor> { ["a"] = Keras.Random.Uniform([3, 4], seed: 1), ["b"] = Keras.Random.Uniform([3, 4], seed: 2) };
        Assert.Equal(model.Predict(x).ToArray<float>(), loaded.Predict(x).ToArray<float>());
        Assert.Equal(model.CountParams(), loaded.CountParams());
        Assert.Equal(model.Weights.Select(w => w.Name), loaded.Weights.Select(w => w.Name));
    }

    [Fact]
    public void Save_LearntVocabulary_ComesBack()
    {
        string[] texts = ["the good film", "a bad film", "good good plot", "bad plot"];
        var words = new TextVectorization(outputSequenceLength: 4);
        words.Adapt(texts);
        var model = new Sequential([words, new Embedding(20, 3), new GlobalAveragePooling1D(), new Dense(1)]);
        Tensor before = model.Predict(texts);
        model.Save(At("m.keras"));
        Model loaded = Model.Load(At("m.keras"));
        Assert.Equal(before.ToArray<float>(), loaded.Predict(texts).ToArray<float>());
        Assert.Equal(words.GetVocabulary(), ((TextVectorization)loaded.Layers[0]).GetVocabulary());
    }

    [Fact]
    public void SaveWeights_ThenLoadWeights_SetsThem()
    {
        Model model = Shared(), other = Shared();
        model.SaveWeights(At("m.weights.h5"));
        other.LoadWeights(At("m.weights.h5"));
        Assert.All(model.Weights.Zip(other.Weights), pair => Assert.Equal(pair.First.Value.ToArray<float>(), pair.Second.Value.ToArray<float>()));
    }

    [Fact]
    public void LoadWeights_OfAnotherModel_SaysWhereAndChangesNothing()
    {
        Sequential narrow = new([new InputLayer([4]), new Dense(3), new Dense(1)]), wide = new([new InputLayer([4]), new Dense(5), new Dense(1)]), deep = new([new InputLayer([4]), new Dense(3), new Dense(1), new Dense(1)]);
        narrow.SaveWeights(At("m.weights.h5"));
        float[] before = wide.Weights[0].Value.ToArray<float>();
        Assert.Contains("(4, 5)", Assert.Throws<ModelFormatException>(() => wide.LoadWeights(At("m.weights.h5"))).Message, StringComparison.Ordinal);
        Assert.Equal(before, wide.Weights[0].Value.ToArray<float>());
        Assert.Contains("2 missing in the file", Assert.Throws<ModelFormatException>(() => deep.LoadWeights(At("m.weights.h5"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_LayerThatCannotBeWritten_LeavesTheOldFile()
    {
        Small().Save(At("m.keras"));
        byte[] before = File.ReadAllBytes(At("m.keras"));
        var model = new Sequential([new InputLayer([4]), new Lambda(x => x * 2)]);
        Assert.Throws<NotSupportedException>(() => model.Save(At("m.keras")));
        Assert.Equal(before, File.ReadAllBytes(At("m.keras")));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("../escape.txt")]
    [InlineData("assets/../../escape.txt")]
    [InlineData("assets\\x.txt")]
    [InlineData("config.json")]
    [InlineData("surprise.py")]
    public void Load_ArchiveWithAStrangeMember_RefusesIt(string name)
    {
        Small().Save(At("m.keras"));
        using (ZipArchive archive = ZipFile.Open(At("m.keras"), ZipArchiveMode.Update))
        {
            archive.CreateEntry(name);
        }

        Assert.Contains("member", Assert.Throws<ModelFormatException>(() => Model.Load(At("m.keras"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CutAnywhere_EndsInAnErrorOfOurOwn()
    {
        Small().Save(At("m.keras"));
        byte[] good = File.ReadAllBytes(At("m.keras"));
        for (int length = 0; length < good.Length; length += good.Length / 40)
        {
            File.WriteAllBytes(At("cut.keras"), good[..length]);
            Assert.Throws<ModelFormatException>(() => Model.Load(At("cut.keras")));
        }
    }

    [Theory]
    [InlineData("{}", "class_name")]
    [InlineData("[]", "JSON object")]
    [InlineData("{\"module\":\"os\",\"class_name\":\"system\",\"config\":{}}", "not known")]
    [InlineData("{\"module\":\"keras.layers\",\"class_name\":\"Dense\",\"config\":{\"units\":2}}", "that of a model")]
    [InlineData("{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{\"name\":\"s\",\"layers\":[{\"module\":\"keras.losses\",\"class_name\":\"MeanSquaredError\",\"config\":{}}]}}", "must be a layer")]
    [InlineData("{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{\"name\":\"s\",\"layers\":[{\"module\":\"keras.layers\",\"class_name\":\"Dense\",\"config\":{\"units\":\"x\"}}]}}", "Dense")]
    public void FromJson_NotAModel_SaysWhatIsWrong(string json, string part) =>
        Assert.Contains(part, Assert.Throws<ModelFormatException>(() => Model.FromJson(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("m")]
    public void Save_OtherEnding_SaysWhich(string name) => Assert.Contains(".keras", Assert.Throws<ArgumentException>(() => Small().Save(At(name))).Message, StringComparison.Ordinal);
}
