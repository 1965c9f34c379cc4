using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>Masks of symbolic tensors in models built here: nodes of operations, and arguments of the layers that take them, as Keras writes them.</summary>
[Collection(ProcessWide.Name)]
public sealed class MaskNodeTests
{
    [Fact]
    public void ToJson_EmbeddingBeforeRecurrentLayers_IsWhatKerasWrote()
    {
        Utils.ClearSession();
        Tensor x = Keras.Input([6], dtype: DType.Int32);
        Tensor y = new LSTM(4, returnSequences: true).Apply(new Embedding(9, 5, maskZero: true).Apply(x));
        var model = new Model(x, new Dense(1, activation: "sigmoid").Apply(new GRU(3).Apply(y)));
        Assert.Equal(Plain("lstm_masking_embedding.json"), Plain(model));
        Assert.Equal(["input_layer", "embedding", "lstm", "gru", "dense"], model.Layers.Select(layer => layer.Name));
        Assert.Contains("not_equal (NotEqual)", Summary(model), StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_MaskingInSequential_IsWhatKerasWrote()
    {
        Utils.ClearSession();
        var model = new Sequential([new InputLayer([5, 3]), new Masking(), new SimpleRNN(4, returnSequences: true), new TimeDistributed(new Dense(2))]);
        Assert.Equal(Plain("masking_layer_seq_output.json"), Plain(model));
    }

    /// <summary>Operations by the source of Keras: <c>compute_mask</c> of the layers.</summary>
    [Theory]
    [InlineData("masking", "not_equal any")]
    [InlineData("merging", "not_equal not_equal_1 any any_1 logical_or")]
    [InlineData("concatenation", "not_equal ones_like any zeros_like expand_dims logical_or concatenate_1 all")]
    [InlineData("passing on", "not_equal any")]
    public void GetConfig_MaskMadeByLayers_ComesFromOperations(string made, string operations)
    {
        Utils.ClearSession();
        (Model model, Config kwargs) = Built(made, x => new Bidirectional(new GRU(2), name: "last").Apply(x));
        Assert.Equal(operations.Split(' ').Order(), model.Operations.Except(model.Layers).Select(layer => layer.Name).Order());
        var mask = (Config)kwargs["mask"]!;
        Assert.Contains($"\"keras_history\": [\"{operations.Split(' ')[^1]}\", 0, 0]", mask.ToJson(), StringComparison.Ordinal);
        Model loaded = Model.FromJson(model.ToJson());
        Assert.Equal(model.ToJson(), loaded.ToJson());
        loaded.SetWeights([.. model.GetWeights()]);
        Tensor[] data = [.. model.InputStructure!.Items.Select(_ => Tensor.From(new float[,,] { { { 1, 0, 2 }, { 0, 0, 0 }, { 1.5f, 1.5f, 1.5f } }, { { 0, 0, 0 }, { 0, 3, 0 }, { 1, 1, 1 } } }))];
        Assert.Equal(model.Predict(data).ToArray<float>(), loaded.Predict(data).ToArray<float>());
    }

    [Fact]
    public void GetConfig_CallThatSaysMore_KeepsNoMask()
    {
        Utils.ClearSession();
        (_, Config kwargs) = Built("masking", x => new GRU(2, name: "last").Apply(x, training: false));
        Assert.Equal("""{"training": false}""", kwargs.ToJson());
    }

    private static (Model Model, Config Kwargs) Built(string made, Func<Tensor, Tensor> last)
    {
        Tensor x = Keras.Input([3, 3], name: "x"), other = Keras.Input([3, 3], name: "other"), masked = new Masking().Apply(x);
        Tensor y = made switch
        {
            "masking" => masked,
            "merging" => new Add().Apply([masked, new Masking(1.5).Apply(other)]),
            "concatenation" => new Concatenate().Apply([masked, other]),
            _ => new BatchNormalization().Apply(new Dropout(0.5).Apply(new Dense(3).Apply(masked))),
        };
        var model = new Model(made is "merging" or "concatenation" ? new[] { x, other } : x, last(y), name: "m");
        var layer = (Config)((List<object?>)model.GetConfig()["layers"]!)[^1]!;
        return (model, (Config)((Config)((List<object?>)layer["inbound_nodes"]!)[0]!)["kwargs"]!);
    }

    private static string Summary(Model model)
    {
        string text = "";
        model.Summary(printFn: t => text = t);
        return text;
    }

    private static string Plain(string name) => KerasConfigs.Plain(KerasConfigs.Read(name));

    private static string Plain(Model model) => KerasConfigs.Plain(model.ToJson());
}
