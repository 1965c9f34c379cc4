using KerasSharp.Layers;
using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Tests.Saving;

/// <summary>Objects that a file holds more than once: which entries have <c>shared_object_id</c>, and what becomes one object when it is read.</summary>
public sealed class SharedObjectTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    private string File => Path.Combine(_folder, "m.keras");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Two models around one layer, in a third.</summary>
    private static Model Twins(Layer shared, bool isOnTop = false)
    {
        Tensor a = Keras.Input([4], name: "a"), b = Keras.Input([4], name: "b"), x = Keras.Input([4], name: "x");
        var one = new Model(a, shared.Apply(a), name: "one");
        var two = new Model(b, new Dense(2, name: "last").Apply(shared.Apply(b)), name: "two");
        Tensor[] outputs = isOnTop ? [shared.Apply(x), one.Apply(x), two.Apply(x)] : [one.Apply(x), two.Apply(x)];
        return new Model(x, outputs, name: "outer");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Save_LayerInTwoInnerModels_IsOneLayerWhenLoaded(bool isOnTop)
    {
        Model model = Twins(new Dense(3, name: "shared"), isOnTop);
        model.Save(File);
        Model loaded = Model.Load(File);
        Layer[] found = [.. loaded.Layers.OfType<Model>().Select(inner => inner.Layers.Single(layer => layer.Name == "shared"))];
        Assert.Same(found[0], found[1]);
        Assert.Equal(model.CountParams(), loaded.CountParams());
        Tensor x = Keras.Random.Uniform([5, 4], seed: 1);
        Assert.Equal(model.PredictMany(x).SelectMany(y => y.ToArray<float>()), loaded.PredictMany(x).SelectMany(y => y.ToArray<float>()));
        string config = ArchiveEdits.ReadText(File, "config.json");
        loaded.Save(File);
        Assert.Equal(config, ArchiveEdits.ReadText(File, "config.json"));
    }

    [Fact]
    public void Save_ModelInTwoInnerModels_IsOneModelWhenLoaded()
    {
        Tensor a = Keras.Input([4]);
        Model model = Twins(new Model(a, new Dense(3, name: "deep").Apply(a), name: "shared"));
        model.Save(File);
        Model loaded = Model.Load(File);
        Assert.Equal(model.CountParams(), loaded.CountParams());
        Tensor x = Keras.Random.Uniform([5, 4], seed: 1);
        Assert.Equal(model.PredictMany(x)[1].ToArray<float>(), loaded.PredictMany(x)[1].ToArray<float>());
    }

    /// <summary>Keras saves what it meets a second time no more (keras/src/saving/saving_lib.py: <c>visited_saveables</c>), and its number is left.</summary>
    [Fact]
    public void Save_LayerInTwoInnerModels_HasItsWeightsWhereItIsMetFirst()
    {
        Model model = Twins(new Dense(3, name: "shared"));
        model.SaveWeights(Path.Combine(_folder, "m.weights.h5"));
        using Hdf5File file = Hdf5File.Open(Path.Combine(_folder, "m.weights.h5"));
        Assert.Equal(["dense", "input_layer"], Inside(file.Root, "layers", "functional", "layers").Names.Order(StringComparer.Ordinal));
        Assert.Equal(["dense_1", "input_layer"], Inside(file.Root, "layers", "functional_1", "layers").Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Save_LayerInTwoInnerModels_HasANumberInTheSecond()
    {
        Twins(new Dense(3, name: "shared")).Save(File);
        List<Config> entries = [.. Entries("Dense").Where(entry => ((Config)entry["config"]!)["name"] is "shared")];
        Assert.Equal([false, true], entries.Select(entry => entry.ContainsKey("shared_object_id")));
    }

    [Fact]
    public void Load_EntriesOfOneNumberThatSayOtherThings_StayApart()
    {
        Twins(new Dense(3, name: "shared"), isOnTop: true).Save(File);
        Config config = Config.FromJson(ArchiveEdits.ReadText(File, "config.json"));
        List<Config> entries = [.. Entries("Dense", config).Where(entry => ((Config)entry["config"]!)["name"] is "shared")];
        Assert.All(entries, entry => Assert.Equal(entries[0]["shared_object_id"], entry["shared_object_id"]));
        ((Config)entries[^1]["config"]!)["activation"] = "tanh";
        ArchiveEdits.Replace(File, "config.json", System.Text.Encoding.UTF8.GetBytes(config.ToJson()));
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Model.Load(File));
        Assert.Contains("missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LayersThatSayTheSameWithWeightsOfTheirOwn_StayApart()
    {
        Model model = Twins(new Dense(3, name: "shared"));
        Tensor c = Keras.Input([4], name: "c");
        var third = new Model(c, new Dense(3, name: "shared").Apply(c), name: "third");
        Tensor x = Keras.Input([4], name: "y");
        var all = new Model(x, (Tensor[])[third.Apply(x), .. model.ApplyMany(x)], name: "all");
        all.Save(File);

        // Which of two layers the third entry means the file does not say: nothing is guessed.
        Assert.Throws<ModelFormatException>(() => Model.Load(File));
        new Model(x, (Tensor[])[third.Apply(x), model.Layers.OfType<Model>().First().Apply(x)]).Save(File);
        Assert.Equal(30, Model.Load(File).CountParams());
    }

    [Fact]
    public void Save_PoliciesGivenAndPoliciesByName_NumberWhatIsOneObject()
    {
        var policy = new DTypePolicy("mixed_float16");
        var model = new Sequential(
            [new InputLayer([4]), new Dense(3, dtype: policy), new Dense(3, dtype: "float32"), new Dense(3, dtype: "float32"), new Dense(3, dtype: policy), new Dense(3), new Dense(3, dtype: policy)]);
        model.Save(File);
        string config = ArchiveEdits.ReadText(File, "config.json");
        Assert.Equal([2L, null, null, null, 1L, null, 1L], Entries("DTypePolicy").Select(entry => entry.GetValueOrDefault("shared_object_id")));
        Model.Load(File).Save(File);
        Assert.Equal(config, ArchiveEdits.ReadText(File, "config.json"));
    }

    [Fact]
    public void Save_Twice_GivesTheSameConfig()
    {
        var model = new Sequential([new InputLayer([5, 4]), new Bidirectional(new LSTM(3, returnSequences: true)), new GRU(2), new Dense(1)]);
        model.Save(File);
        string config = ArchiveEdits.ReadText(File, "config.json");
        model.Save(File);
        Assert.Equal(config, ArchiveEdits.ReadText(File, "config.json"));
        Assert.DoesNotContain("shared_object_id", model.ToJson(), StringComparison.Ordinal);
        Model.Load(File).Save(File);
        Assert.Equal(config, ArchiveEdits.ReadText(File, "config.json"));
    }

    private static Hdf5Group Inside(Hdf5Group group, params string[] names) => names.Aggregate(group, (inner, name) => inner.Group(name));

    private IEnumerable<Config> Entries(string className) => Entries(className, Config.FromJson(ArchiveEdits.ReadText(File, "config.json")));

    private static IEnumerable<Config> Entries(string className, object? value) => value switch
    {
        Config map => (map.GetValueOrDefault("class_name") is string name && name == className ? [map] : Enumerable.Empty<Config>()).Concat(map.Values.SelectMany(item => Entries(className, item))),
        List<object?> list => list.SelectMany(item => Entries(className, item)),
        _ => [],
    };
}
