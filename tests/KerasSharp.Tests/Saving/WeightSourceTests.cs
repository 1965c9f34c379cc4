using System.Text;
using KerasSharp.Layers;
using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Tests.Saving;

/// <summary>Weights in formats beside HDF5, and in several files.</summary>
public sealed class WeightSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static Sequential Net() => new([new InputLayer([4, 3]), new LSTM(5, name: "memory"), new Dense(2, name: "out"), new BatchNormalization(name: "norm")], name: "net");

    private static void AssertEqual(Model a, Model b) => Assert.All(a.Weights.Zip(b.Weights), pair => Assert.Equal(pair.First.Value.ToArray<float>(), pair.Second.Value.ToArray<float>()));

    [Theory]
    [InlineData("w.safetensors", WeightsFileFormat.SafeTensors)]
    [InlineData("w.npz", WeightsFileFormat.Npz)]
    public void SaveWeights_ByName_ComeBackFromFileAndStream(string name, WeightsFileFormat format)
    {
        Model model = Net(), file = Net(), streamed = Net();
        model.SaveWeights(At(name));
        Assert.True(file.LoadWeights(At(name)).IsComplete);
        AssertEqual(model, file);
        using var stream = new MemoryStream();
        model.SaveWeights(stream, format);
        stream.Position = 0;
        Assert.True(streamed.LoadWeights(stream).IsComplete);
        AssertEqual(model, streamed);
        IEnumerable<string> names = format == WeightsFileFormat.Npz ? Npz.Load(At(name)).Keys : SafeTensors.Load(At(name)).Tensors.Keys;
        Assert.Equal(["memory/lstm_cell/bias", "memory/lstm_cell/kernel", "memory/lstm_cell/recurrent_kernel", "norm/beta", "norm/gamma", "norm/moving_mean", "norm/moving_variance", "out/bias", "out/kernel"], names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("layers/dense/vars/0", "layers/dense/vars/1")]
    [InlineData("out/0", "out/1")]
    [InlineData("net/out/kernel", "net/out/bias")]
    public void LoadWeights_OtherNames_AreKnown(string kernel, string bias)
    {
        var model = new Sequential([new InputLayer([2]), new Dense(1, name: "out")], name: "net");
        Npz.Save(At("w.npz"), new Dictionary<string, Tensor> { [bias] = Tensor.From([3.0]), [kernel] = Tensor.From([1.0, 2.0], Shape.Of(2, 1)) });
        Assert.True(model.LoadWeights(At("w.npz")).IsComplete);
        Assert.Equal([1f, 2], model.Weights[0].Value.ToArray<float>());
        SafeTensors.Save(At("w.safetensors"), new Dictionary<string, Tensor> { [bias] = Tensor.From([3f]), ["else"] = Tensor.From([1f]) });
        WeightsReport report = model.LoadWeights(At("w.safetensors"), skipMismatch: true);
        Assert.Equal(("net/out/kernel", "else"), (report.Missing.Single().Path, report.Unexpected.Single().Path));
        Assert.Throws<ModelFormatException>(() => model.LoadWeights(At("w.safetensors")));
    }

    [Theory]
    [InlineData(400, 4)]
    [InlineData(1 << 20, 1)]
    public void SaveWeights_InSeveralFiles_ComeBack(int bytes, int least)
    {
        Model model = Net(), loaded = Net();
        model.Compile("adam", "mse");
        model.Fit(Keras.Random.Uniform([4, 4, 3], seed: 1), Keras.Random.Uniform([4, 2], seed: 2), verbose: 0);
        loaded.Compile("adam", "mse");
        loaded.Optimizer!.Build(loaded.TrainableVariables);
        model.SaveWeights(At("m.weights.json"), maxShardSize: bytes / (double)(1 << 30));
        string[] shards = [.. Directory.GetFiles(_folder, "m_*.weights.h5").Select(Path.GetFileName).Cast<string>().Order(StringComparer.Ordinal)];
        Assert.InRange(shards.Length, least, 20);
        Assert.Equal(shards, Enumerable.Range(0, shards.Length).Select(i => $"m_{i:00000}.weights.h5"));
        Assert.Equal(shards.Length + 1, Directory.GetFiles(_folder).Length);
        Assert.True(loaded.LoadWeights(At("m.weights.json")).IsComplete);
        AssertEqual(model, loaded);
        Assert.Equal(model.Optimizer!.Variables.Select(v => v.Shape.Count), loaded.Optimizer.Variables.Select(v => v.Shape.Count));
        Assert.Equal(1, loaded.Optimizer.Iterations.Value.ToArray<int>()[0]);
    }

    /// <summary>A folder of the name of a file stops the new ones half-way.</summary>
    [Fact]
    public void SaveWeights_InSeveralFilesThatFailsHalfWay_LeavesTheOldOnesWhole()
    {
        const double Size = 400.0 / (1 << 30);
        Model model = Net(), other = Net(), loaded = Net();
        model.SaveWeights(At("m.weights.json"), maxShardSize: Size);
        int count = Directory.GetFiles(_folder, "m_*").Length;
        string folder = Directory.CreateDirectory(At($"m_{(2 * count) - 1:00000}.weights.h5")).FullName;
        Assert.ThrowsAny<Exception>(() => other.SaveWeights(At("m.weights.json"), maxShardSize: Size));
        Assert.True(loaded.LoadWeights(At("m.weights.json")).IsComplete);
        AssertEqual(model, loaded);
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
        Directory.Delete(folder);
        other.SaveWeights(At("m.weights.json"), maxShardSize: Size);
        Assert.True(loaded.LoadWeights(At("m.weights.json")).IsComplete);
        AssertEqual(other, loaded);
    }

    [Fact]
    public void SaveWeights_InSeveralFilesAgain_TakesOtherNamesAndRemovesTheOldFiles()
    {
        Model model = Net(), loaded = Net();
        string foreign = At("m_1.weights.h5");
        File.WriteAllText(foreign, "another's");
        int count = 0;
        for (int round = 0; round < 4; round++)
        {
            foreach (Variable weight in model.Weights)
            {
                weight.Assign(weight.Value + 1);
            }

            model.SaveWeights(At("m.weights.json"), maxShardSize: 400.0 / (1 << 30));
            string[] files = [.. Directory.GetFiles(_folder, "m_0*").Select(Path.GetFileName).Cast<string>().Order(StringComparer.Ordinal)];
            count = round == 0 ? files.Length : count;

            // In turns the first numbers, and those behind them; Keras opens the first file whatever the index says.
            IEnumerable<int> numbers = round % 2 == 0 ? Enumerable.Range(0, count) : [0, .. Enumerable.Range(count, count)];
            Assert.Equal(numbers.Select(i => $"m_{i:00000}.weights.h5"), files);
            Assert.True(loaded.LoadWeights(At("m.weights.json")).IsComplete);
            AssertEqual(model, loaded);
        }

        using Hdf5File first = Hdf5File.Open(At("m_00000.weights.h5"));
        Assert.Equal(["vars"], first.Root.Names);
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public void SaveWeights_InSeveralFilesOverAnIndexThatNamesOthers_RemovesNoneOfThose()
    {
        File.WriteAllText(At("m.weights.json"), """{"metadata": {}, "weight_map": {"/vars": ["mine.h5", "m_00000.weights.h5", "m_00007.weights.h5", "m_7.weights.h5"]}}""");
        foreach (string name in new[] { "mine.h5", "m_00007.weights.h5", "m_7.weights.h5" })
        {
            File.WriteAllText(At(name), "old");
        }

        Net().SaveWeights(At("m.weights.json"));
        Assert.Equal(
            ["m.weights.json", "m_00000.weights.h5", "m_00001.weights.h5", "m_7.weights.h5", "mine.h5"],
            Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        File.WriteAllText(At("m.weights.json"), "no index");
        Net().SaveWeights(At("m.weights.json"));
        Assert.True(Net().LoadWeights(At("m.weights.json")).IsComplete);
    }

    [Fact]
    public void SaveWeights_InSeveralFiles_WritesTheIndexOfKeras()
    {
        var model = new Sequential([new InputLayer([5]), new Dense(7, name: "dense"), new Dense(1, name: "last")]);
        model.SaveWeights(At("m.weights.json"), maxShardSize: 150.0 / (1 << 30));
        Assert.Equal(
            """
            {
                "metadata": {
                    "total_size": 200.0
                },
                "weight_map": {
                    "/layers/dense/vars": [
                        "m_00000.weights.h5",
                        "m_00001.weights.h5"
                    ],
                    "/layers/dense_1/vars": [
                        "m_00001.weights.h5"
                    ]
                }
            }
            """.ReplaceLineEndings("\n"),
            File.ReadAllText(At("m.weights.json")));
        using Hdf5File second = Hdf5File.Open(At("m_00001.weights.h5"));
        Assert.Equal(["layers", "vars"], second.Root.Names);
        Assert.Equal(["1"], second.Root.At("layers/dense/vars").Names);
        Assert.Equal("dense", second.Root.At("layers/dense/vars").Attributes["name"].Text());
    }

    [Theory]
    [InlineData("../m_00000.weights.h5")]
    [InlineData("sub/m_00000.weights.h5")]
    [InlineData("/m_00000.weights.h5")]
    [InlineData("C:m_00000.weights.h5")]
    [InlineData("..\\m_00000.weights.h5")]
    [InlineData("m_00000.weights.h5\\u0000x")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("none.weights.h5")]
    [InlineData("link.weights.h5")]
    [InlineData("m.weights.json")]
    public void LoadWeights_ShardElsewhere_Refuses(string name)
    {
        Model model = Net();
        model.SaveWeights(At("m.weights.json"), maxShardSize: 1);
        Directory.CreateDirectory(At("sub"));
        File.Copy(At("m_00000.weights.h5"), At("sub/m_00000.weights.h5"));
        File.CreateSymbolicLink(At("link.weights.h5"), At("m_00000.weights.h5"));
        string index = File.ReadAllText(At("m.weights.json"));
        File.WriteAllText(At("m.weights.json"), index.Replace("m_00000.weights.h5", name.Replace("\\", name.Contains("\\u", StringComparison.Ordinal) ? "\\" : "\\\\", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Throws<ModelFormatException>(() => model.LoadWeights(At("m.weights.json")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"metadata\":{}}")]
    [InlineData("{\"metadata\":{},\"weight_map\":[]}")]
    [InlineData("{\"metadata\":{},\"weight_map\":{\"/vars\":3}}")]
    [InlineData("{\"metadata\":{},\"weight_map\":{\"/vars\":[[\"m_00000.weights.h5\"]]}}")]
    [InlineData("{\"metadata\":[],\"weight_map\":{}}")]
    [InlineData("{")]
    public void LoadWeights_IndexThatIsNone_Refuses(string index)
    {
        File.WriteAllText(At("m.weights.json"), index);
        Assert.Throws<ModelFormatException>(() => Net().LoadWeights(At("m.weights.json")));
        Assert.Throws<ModelFormatException>(() => Net().LoadWeights(new MemoryStream(Encoding.UTF8.GetBytes(index))));
    }

    [Fact]
    public void SaveWeights_ShardSizeThatCannotBe_SaysSo()
    {
        Assert.Contains("maxShardSize", Assert.Throws<ArgumentException>(() => Net().SaveWeights(At("m.weights.h5"), maxShardSize: 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Net().SaveWeights(At("m.weights.json"), maxShardSize: 0));
        Assert.Contains("larger", Assert.Throws<ArgumentException>(() => Net().SaveWeights(At("m.weights.json"), maxShardSize: 1e-9)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }
}
