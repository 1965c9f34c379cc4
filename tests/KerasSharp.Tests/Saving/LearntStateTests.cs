using System.IO.Compression;
using KerasSharp.Layers;
using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;
using KerasSharp.Utilities;

namespace KerasSharp.Tests.Saving;

/// <summary>What layers of preprocessing have learnt, in files: vocabularies, weights of terms, means, bins.</summary>
public sealed class LearntStateTests : IDisposable
{
    private static readonly string[] Texts = ["the good film", "a bad film", "good good plot", "bad plot the", "unheard words"];

    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    /// <summary>Models whose first layer has learnt, and inputs.</summary>
    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, Func<(Model Model, Tensor X)>> Cases { get; } = new(StringComparer.Ordinal)
    {
        ["TextVectorization, int"] = () => Words(new TextVectorization(outputSequenceLength: 4)),
        ["TextVectorization, tf_idf"] = () => Words(new TextVectorization(outputMode: "tf_idf")),
        ["TextVectorization, tf_idf, padded"] = () => Words(new TextVectorization(outputMode: "tf_idf", maxTokens: 20, padToMaxTokens: true)),
        ["TextVectorization, tf_idf, cut off"] = () => Words(new TextVectorization(outputMode: "tf_idf", maxTokens: 4)),
        ["StringLookup, tf_idf"] = () => Terms(new StringLookup(outputMode: "tf_idf")),
        ["StringLookup, tf_idf, mask and buckets"] = () => Terms(new StringLookup(outputMode: "tf_idf", maskToken: "a", numOovIndices: 3)),
        ["StringLookup, tf_idf, none unknown"] = () => Terms(new StringLookup(outputMode: "tf_idf", numOovIndices: 0), "c"),
        ["StringLookup, tf_idf, unknown without a token"] = () => Terms(new StringLookup(outputMode: "tf_idf", oovToken: null)),
        ["StringLookup, int, mask"] = () => Terms(new StringLookup(maskToken: "")),
        ["IntegerLookup, tf_idf"] = () => Numbers(new IntegerLookup(outputMode: "tf_idf", maxTokens: 6, padToMaxTokens: true)),
        ["IntegerLookup, multi_hot"] = () => Numbers(new IntegerLookup(outputMode: "multi_hot", maskToken: 0)),
        ["Discretization"] = () => Adapted(new Discretization(numBins: 3, outputMode: "one_hot"), Tensor.From([1f, 2, 3, 4, 5, 9], [6, 1]), [1], DType.Float32),
        ["Normalization"] = () => Adapted(new Normalization(), Tensor.From([1f, 2, 3, 4, 5, 9], [3, 2]), [2], DType.Float32),
        ["inside a model"] = () =>
        {
            (Model inner, Tensor x) = Words(new TextVectorization(outputMode: "tf_idf"));
            Tensor input = Keras.Input([1], dtype: DType.String);
            return (new Model(input, new Dense(2).Apply(inner.Apply(input))), x);
        },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Save_InEveryFormat_ComesBackToTheSameBits(string name)
    {
        (Model model, Tensor x) = Cases[name]();
        float[] expected = model.Predict(x).ToArray<float>();
        Save(model, x, "m.keras", "m.h5", expected);
        model.Save(At("unzipped.keras"), zipped: false);
        Assert.Equal(expected, Model.Load(At("unzipped.keras")).Predict(x).ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SaveWeights_ThenLoadIntoAClone_GivesTheSameBits(string name)
    {
        (Model model, Tensor x) = Cases[name]();
        float[] expected = model.Predict(x).ToArray<float>();
        foreach (string file in new[] { "m.weights.h5", "m.weights.json", "m.safetensors", "m.npz" })
        {
            Model clone = Model.CloneModel(model);
            foreach (Variable state in WeightsLayout.Places(clone).Select(place => place.Variable))
            {
                state.Assign(Ops.ZerosLike(state.Value));
            }

            _ = clone.Predict(x);
            model.SaveWeights(At(file));
            Assert.True(clone.LoadWeights(At(file)).IsComplete);
            Assert.Equal(expected, clone.Predict(x).ToArray<float>());
        }
    }

    [Fact]
    public void Save_LearntWeightsOfTerms_StandWhereKerasHasThem()
    {
        (Model model, _) = Words(new TextVectorization(outputMode: "tf_idf"));
        model.Save(At("m.keras"));
        using ZipArchive zip = ZipFile.OpenRead(At("m.keras"));
        Assert.Equal(
            ["assets/layers/text_vectorization/_lookup_layer/vocabulary.txt", "assets/layers/text_vectorization/vocabulary.txt"],
            zip.Entries.Select(e => e.FullName).Where(entry => entry.StartsWith("assets", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        model.SaveWeights(At("m.weights.h5"));
        using Hdf5File file = Hdf5File.Open(At("m.weights.h5"));

        // Five documents; a term that is in two of them weighs log(1 + 5 / 3), one that is in one log(1 + 5 / 2), what is unknown their mean.
        double two = Math.Log(1 + (5 / 3.0)), one = Math.Log(1 + (5 / 2.0));
        double[] expected = [.. ((TextVectorization)model.Layers[1]).GetVocabulary(includeSpecialTokens: false).Select(term => term is "a" or "unheard" or "words" ? one : two)];
        foreach (string place in new[] { "layers/text_vectorization/vars/idf_weights", "layers/text_vectorization/_lookup_layer/vars/idf_weights" })
        {
            int slash = place.LastIndexOf('/');
            Tensor weights = file.Root.At(place[..slash]).Dataset(place[(slash + 1)..]).ReadTensor();
            Assert.Equal([expected.Average(), .. expected], weights.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-6);
        }
    }

    [Fact]
    public void Save_GivenWeightsOfTerms_StandWhereKerasHasThem()
    {
        var model = new Sequential([new InputLayer([2], dtype: DType.String), new StringLookup(vocabulary: ["a", "b"], idfWeights: [1, 3], outputMode: "tf_idf")]);
        model.SaveWeights(At("m.weights.h5"));
        using Hdf5File file = Hdf5File.Open(At("m.weights.h5"));
        Assert.Equal([2.0, 1, 3], file.Root.At("layers/string_lookup/vars").Dataset("idf_weights").ReadTensor().ToDoubles());
        Assert.Empty(model.Weights);
    }

    [Fact]
    public void CloneModel_OfALayerThatHasLearnt_HasItsVocabularyAndCanLearnAnother()
    {
        (Model model, Tensor x) = Words(new TextVectorization(outputMode: "tf_idf", maxTokens: 12, padToMaxTokens: true));
        Model clone = Model.CloneModel(model);
        var copy = (TextVectorization)clone.Layers[1];
        Assert.Equal(((TextVectorization)model.Layers[1]).GetVocabulary(), copy.GetVocabulary());
        float[] before = model.Layers[1].Apply(x).ToArray<float>();
        Assert.Equal(before, copy.Apply(x).ToArray<float>());
        copy.Adapt(new[] { "other words" });
        Assert.Equal(before, model.Layers[1].Apply(x).ToArray<float>());
    }

    [Fact]
    public void Load_ArchiveWithoutTheWeightsOfTerms_IsRefused()
    {
        (Model model, _) = Words(new TextVectorization(outputMode: "tf_idf"));
        (Model other, _) = Words(new TextVectorization(outputMode: "count"));
        model.Save(At("m.keras"), zipped: false);
        other.Save(At("other.keras"), zipped: false);
        File.Copy(Path.Combine(At("other.keras"), "model.weights.h5"), Path.Combine(At("m.keras"), "model.weights.h5"), overwrite: true);
        Assert.Contains("idf_weights", Assert.Throws<ModelFormatException>(() => Model.Load(At("m.keras"))).Message, StringComparison.Ordinal);
    }

    /// <summary>Keras 2 kept a summary of all numbers; four numbers that weigh the same have borders between four bins at the first three.</summary>
    [Fact]
    public void Load_BinsOfKeras2_FollowFromTheSummary()
    {
        Tensor summary = Tensor.From([1f, 2, 3, 4, 1, 1, 1, 1], [2, 4]);
        Model model = Binned();
        OutputGroup legacy = LegacyFile.Lay(model, includeOptimizer: false), group = legacy.Group("model_weights/bins");
        group.Attributes.Clear();
        group.SetList("weight_names", ["summary:0"]);
        group.Add("summary:0", summary);
        Write("m.h5", legacy);
        OutputGroup layers = WeightsWriter.Lay(model);
        layers.Group("layers/discretization/vars").Add("0", summary);
        Write("m.weights.h5", layers);
        Model first = Model.Load(At("m.h5")), second = Binned(), third = Binned();
        Assert.True(second.LoadWeights(At("m.weights.h5")).IsComplete);
        Assert.True(third.LoadWeights(At("m.h5")).IsComplete);
        foreach (Model loaded in new[] { first, second, third })
        {
            Assert.Equal([1.0, 2, 3], ((Discretization)loaded.GetLayer("bins")).BinBoundaries!);
        }

        group.Children.Clear();
        group.Add("summary:0", Tensor.From([1f, 2]));
        Write("m.h5", legacy);
        Assert.Throws<ModelFormatException>(() => Model.Load(At("m.h5")));
    }

    private static Sequential Binned() => new([new InputLayer([2]), new Discretization(numBins: 4, name: "bins"), new Embedding(4, 2), new Flatten(), new Dense(1)]);

    private void Write(string name, OutputGroup root)
    {
        using FileStream file = File.Create(At(name));
        Hdf5Writer.Write(file, root);
    }

    private void Save(Model model, Tensor x, string keras, string legacy, float[] expected)
    {
        foreach (string file in new[] { keras, legacy })
        {
            model.Save(At(file));
            Model loaded = Model.Load(At(file));
            Assert.Equal(expected, loaded.Predict(x).ToArray<float>());

            // Once more, of what was loaded.
            loaded.Save(At(file));
            Assert.Equal(expected, Model.Load(At(file)).Predict(x).ToArray<float>());
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static (Model Model, Tensor X) Words(TextVectorization layer) => Adapted(layer, Tensor.From(Texts, [5, 1]), [1], DType.String);

    private static (Model Model, Tensor X) Terms(StringLookup layer, string last = "?") =>
        Adapted(layer, Tensor.From(["a", "b", "b", "c", "b", "d"], [3, 2]), [2], DType.String, Tensor.From(["a", "b", "d", last], [2, 2]));

    private static (Model Model, Tensor X) Numbers(IntegerLookup layer) => Adapted(layer, Tensor.From([5L, 6, 6, 7, 6, 0], [3, 2]), [2], DType.Int64, Tensor.From([5L, 6, 0, 9], [2, 2]));

    private static (Model Model, Tensor X) Adapted(AdaptableLayer layer, Tensor data, int[] shape, DType dtype, Tensor? x = null)
    {
        layer.Adapt(data);
        Tensor input = Keras.Input(shape, dtype: dtype), output = layer.Apply(input);
        return (new Model(input, output.DType == DType.Float32 ? new Dense(3).Apply(output) : new Embedding(20, 3).Apply(output)), x ?? data);
    }
}
