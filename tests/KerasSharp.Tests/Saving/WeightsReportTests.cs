using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>Weights alone: reports of what fits, formats, streams.</summary>
public sealed class WeightsReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Sequential Net(int units, params string[] names) => new([new InputLayer([4]), .. names.Select((name, i) => new Dense(i == 1 ? units : 3, name: name))], name: "net");

    private string At(string name) => Path.Combine(_folder, name);

    [Theory]
    [InlineData("w.weights.h5")]
    [InlineData("w.h5")]
    [InlineData("w.keras")]
    public void LoadWeights_SkipMismatch_SetsWhatFitsAndReportsTheRest(string name)
    {
        Sequential saved = Net(5, "a", "b"), model = Net(6, "a", "b");
        if (name.EndsWith(".keras", StringComparison.Ordinal))
        {
            saved.Save(At(name));
        }
        else
        {
            saved.SaveWeights(At(name));
        }

        float[] before = model.Weights[2].Value.ToArray<float>();
        WeightsReport report = model.LoadWeights(At(name), skipMismatch: true);
        Assert.False(report.IsComplete);
        Assert.Equal(["net/a/kernel", "net/a/bias"], report.Matched.Select(entry => entry.Path));
        Assert.Equal([("net/b/kernel", Shape.Of(3, 6), Shape.Of(3, 5)), ("net/b/bias", Shape.Of(6), Shape.Of(5))], report.Mismatched.Select(entry => (entry.Path, entry.Expected!, entry.Found!)));
        Assert.Equal(saved.Weights[0].Value.ToArray<float>(), model.Weights[0].Value.ToArray<float>());
        Assert.Equal(before, model.Weights[2].Value.ToArray<float>());
        Assert.Contains("2 of another shape", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadWeights_MoreLayersThanTheFile_ReportsMissingAndUnexpected()
    {
        Sequential one = Net(5, "a"), two = Net(5, "a", "b");
        one.SaveWeights(At("one.weights.h5"));
        two.SaveWeights(At("two.weights.h5"));
        Assert.Equal(["net/b/kernel", "net/b/bias"], two.LoadWeights(At("one.weights.h5"), skipMismatch: true).Missing.Select(entry => entry.Path));
        WeightsReport report = one.LoadWeights(At("two.weights.h5"), skipMismatch: true);
        Assert.Equal(["layers/dense_1/vars/0", "layers/dense_1/vars/1"], report.Unexpected.Select(entry => entry.Path));
        Assert.Contains("2 unexpected", Assert.Throws<ModelFormatException>(() => one.LoadWeights(At("two.weights.h5"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadWeights_LegacyByOrderAndByName_FindsLayers()
    {
        Sequential saved = Net(3, "a", "b"), renamed = Net(3, "x", "y"), turned = Net(3, "b", "c");
        saved.SaveWeights(At("w.h5"));
        Assert.True(renamed.LoadWeights(At("w.h5")).IsComplete);
        Assert.Equal(saved.Weights[3].Value.ToArray<float>(), renamed.Weights[3].Value.ToArray<float>());
        Assert.Equal(4, turned.LoadWeights(At("w.h5"), byName: true, skipMismatch: true).Matched.Count + turned.LoadWeights(At("w.h5"), byName: true, skipMismatch: true).Mismatched.Count + 2);
        Assert.Throws<ArgumentException>(() =>
        {
            saved.SaveWeights(At("w.weights.h5"));
            turned.LoadWeights(At("w.weights.h5"), byName: true);
        });
    }

    [Fact]
    public void LegacyFile_ManyAndLongNames_AreSplitOverAttributes()
    {
        var model = new Sequential([new InputLayer([1]), .. Enumerable.Range(0, 900).Select(i => new Dense(1, name: $"a_layer_with_a_name_that_is_rather_long_so_that_a_list_of_them_takes_several_attributes_{i}"))]);
        model.Save(At("m.h5"));
        Model loaded = Model.Load(At("m.h5"));
        Assert.Equal(model.Weights.Select(w => w.Value.ToArray<float>()[0]), loaded.Weights.Select(w => w.Value.ToArray<float>()[0]));
    }

    [Theory]
    [InlineData(ModelFileFormat.Keras)]
    [InlineData(ModelFileFormat.Hdf5)]
    public void Save_ToAStreamThatCannotSeek_AndBytes_ComeBack(ModelFileFormat format)
    {
        Sequential model = Net(5, "a", "b");
        byte[] bytes = model.SaveToBytes(format);
        Tensor x = Keras.Random.Uniform([3, 4], seed: 1);
        Assert.Equal(model.Predict(x).ToArray<float>(), Model.Load(bytes).Predict(x).ToArray<float>());
        using var stream = new MemoryStream(bytes);
        Assert.Equal(model.Predict(x).ToArray<float>(), Model.Load(stream).Predict(x).ToArray<float>());
        Sequential other = Net(5, "a", "b");
        stream.Position = 0;
        Assert.True(other.LoadWeights(stream).IsComplete);
        Assert.Equal(model.Predict(x).ToArray<float>(), other.Predict(x).ToArray<float>());
    }

    [Fact]
    public void Save_AsAFolder_ReplacesAnOldOneAndComesBack()
    {
        Sequential model = Net(5, "a", "b"), old = Net(2, "a");
        old.Save(At("m.keras"), zipped: false);
        model.Save(At("m.keras"), zipped: false);
        Assert.Equal(["config.json", "metadata.json", "model.weights.h5"], Directory.GetFiles(At("m.keras")).Select(Path.GetFileName).Order());
        Assert.Equal(["m.keras"], Directory.GetDirectories(_folder).Select(Path.GetFileName));
        Assert.Equal(model.Weights[0].Value.ToArray<float>(), Model.Load(At("m.keras")).Weights[0].Value.ToArray<float>());
        Assert.True(Net(5, "a", "b").LoadWeights(At("m.keras")).IsComplete);
        Assert.Throws<IOException>(() => model.Save(At("m.keras"), overwrite: false));
    }

    [Fact]
    public void Load_FolderWithLinks_RefusesThem()
    {
        Net(5, "a").Save(At("m.keras"), zipped: false);
        File.Move(Path.Combine(At("m.keras"), "config.json"), At("elsewhere.json"));
        File.CreateSymbolicLink(Path.Combine(At("m.keras"), "config.json"), At("elsewhere.json"));
        Assert.Contains("link", Assert.Throws<ModelFormatException>(() => Model.Load(At("m.keras"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_NamesThatEndOtherwise_AreRefused()
    {
        Sequential model = Net(5, "a");
        Assert.Contains("SaveWeights", Assert.Throws<ArgumentException>(() => model.Save(At("m.weights.h5"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Save(At("m.pb")));
        Assert.Throws<ArgumentException>(() => model.SaveWeights(At("m.keras")));
    }

    [Fact]
    public void SaveWeights_HalfFloats_ComeBack()
    {
        var model = new Sequential([new InputLayer([4]), new Dense(3, dtype: "bfloat16"), new Dense(3, dtype: "float16")]);
        model.SaveWeights(At("w.weights.h5"));
        var other = new Sequential([new InputLayer([4]), new Dense(3, dtype: "bfloat16"), new Dense(3, dtype: "float16")]);
        other.LoadWeights(At("w.weights.h5"));
        Assert.All(model.Weights.Zip(other.Weights), pair => Assert.Equal(Ops.Cast(pair.First.Value, DType.Float64).ToArray<double>(), Ops.Cast(pair.Second.Value, DType.Float64).ToArray<double>()));
    }
}
