using KerasSharp.Layers;
using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Tests.Saving;

/// <summary>Layers of files whose computation is not run here: functions of Python, models of other libraries.</summary>
public sealed class PlaceholderTests : IDisposable
{
    private const string Code = """{"class_name": "__lambda__", "config": {"code": "4wEAAAA=", "defaults": null, "closure": null}}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    /// <summary>The JSON of a sequential model of an input, another layer and a dense one.</summary>
    private static string Json(string className, string config, string next = "[null, 4]") => new Config
    {
        ["module"] = "keras",
        ["class_name"] = "Sequential",
        ["config"] = Config.FromJson($$"""
            {"name": "s", "layers": [
              {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 4], "dtype": "float32", "sparse": false, "ragged": false, "name": "in", "optional": false}, "registered_name": null},
              {"module": "keras.layers", "class_name": "{{className}}", "config": {{config}}, "registered_name": null, "build_config": {"input_shape": [null, 4] } },
              {"module": "keras.layers", "class_name": "Dense", "config": {"name": "d", "units": 2}, "registered_name": null, "build_config": {"input_shape": {{next}} } } ] }
            """),
        ["registered_name"] = null,
    }.ToJson();

    [Fact]
    public void FromJson_LambdaOfPython_LoadsAndSaysWhyItCannotBeCalled()
    {
        Model model = Model.FromJson(Json("Lambda", $$"""{"name": "twice", "trainable": true, "function": {{Code}}, "arguments": {} }"""));
        string text = "";
        model.Summary(printFn: line => text += line);
        Assert.Contains("twice (Lambda)", text, StringComparison.Ordinal);
        string message = Assert.Throws<NotSupportedException>(() => model.Predict(Ops.Ones([1, 4]))).Message;
        Assert.Contains("Lambda 'twice'", message, StringComparison.Ordinal);
        Assert.Contains("CustomObjects", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_Placeholder_IsWhatItWas()
    {
        string json = Json("Lambda", $$"""{"name": "twice", "trainable": true, "function": {{Code}}, "arguments": {"k": [1, 2.5]} }""");
        List<object?> was = Layers(json), now = Layers(Model.FromJson(json).ToJson());
        Assert.Equal(ConfigJson.Write(was[1]), ConfigJson.Write(now[1]));

        static List<object?> Layers(string text) => (List<object?>)((Config)Config.FromJson(text)["config"]!)["layers"]!;
    }

    [Fact]
    public void FromJson_FunctionOfTheCaller_TakesItsPlace()
    {
        string json = Json("Lambda", $$"""{"name": "twice", "function": {{Code}} }"""), named = Json("Lambda", """{"name": "l", "function": {"module": "m", "class_name": "function", "config": "f", "registered_name": "f"} }""");
        Model model = Model.FromJson(json, new() { { "twice", x => x * 2 } }), other = Model.FromJson(named, new() { { "f", x => x * 2 } });
        other.SetWeights(model.GetWeights());
        Tensor x = Keras.Random.Normal([3, 4], seed: 1);
        float[] expected = Ops.MatMul(x * 2, model.Weights[0]).ToArray<float>();
        Assert.Equal(expected, model.Predict(x).ToArray<float>().Select(y => y), Near);
        Assert.Equal(model.Predict(x).ToArray<float>(), other.Predict(x).ToArray<float>());
        Assert.Equal("Lambda", ((Config)((List<object?>)((Config)Config.FromJson(model.ToJson())["config"]!)["layers"]!)[1]!)["class_name"]);

        static bool Near(float a, float b) => Math.Abs(a - b) < 1e-5f;
    }

    [Fact]
    public void FromJson_OutputOfAnotherShape_IsTakenFromWhatFollows()
    {
        Model model = Model.FromJson(Json("TFSMLayer", """{"name": "t", "filepath": "/nowhere"}""", next: "[null, 7]"));
        Assert.Equal(Shape.Of(7, 2), model.Weights[0].Shape);
    }

    [Fact]
    public void LoadWeights_OfALayerThatCannotBeRun_KeepsThem()
    {
        Model model = Model.FromJson(Json("TorchModuleWrapper", """{"name": "t", "module": "AAAA"}"""));
        var root = new OutputGroup();
        Tensor kernel = Keras.Random.Normal([4, 2], seed: 1), own = Keras.Random.Normal([3, 3], seed: 2);
        root.Group("layers/torch_module_wrapper/vars").Add("linear.weight", own);
        root.Group("layers/torch_module_wrapper/deeper/vars").Add("0", own);
        root.Group("layers/dense/vars").Add("0", kernel);
        root.Group("layers/dense/vars").Add("1", Ops.Zeros([2]));
        using (FileStream file = File.Create(At("m.weights.h5")))
        {
            Hdf5Writer.Write(file, root);
        }

        model.LoadWeights(At("m.weights.h5"));
        Assert.Equal(own.ToArray<float>(), model.Layers[0].Weights[0].Value.ToArray<float>());
        model.SaveWeights(At("again.weights.h5"));
        using Hdf5File again = Hdf5File.Open(At("again.weights.h5"));
        Hdf5Group layer = again.Root.Group("layers").Group("torch_module_wrapper");
        Assert.Equal(own.ToArray<float>(), layer.Group("vars").Dataset("linear.weight").ReadTensor().ToArray<float>());
        Assert.Equal(own.ToArray<float>(), layer.Group("deeper").Group("vars").Dataset("0").ReadTensor().ToArray<float>());
    }

    [Fact]
    public void Load_LegacyFile_KeepsWeightsOfALayerThatCannotBeRun()
    {
        Config json = Config.FromJson(Json("TorchModuleWrapper", """{"name": "t", "module": "AAAA"}"""));
        var root = new OutputGroup();
        root.Set("model_config", json.ToJson());
        Tensor kernel = Keras.Random.Normal([4, 2], seed: 1), own = Keras.Random.Normal([3, 3], seed: 2);
        OutputGroup weights = root.Group("model_weights"), first = weights.Group("t"), second = weights.Group("d");
        weights.SetList("layer_names", ["t", "d"]);
        first.SetList("weight_names", ["t/linear/weight:0", "t/scale:0"]);
        first.Group("t/linear").Add("weight:0", own);
        first.Group("t").Add("scale:0", Ops.Ones([2]));
        second.SetList("weight_names", ["d/kernel:0", "d/bias:0"]);
        second.Group("d").Add("kernel:0", kernel);
        second.Group("d").Add("bias:0", Ops.Zeros([2]));
        using (FileStream file = File.Create(At("m.h5")))
        {
            Hdf5Writer.Write(file, root);
        }

        Model model = Model.Load(At("m.h5"));
        Assert.Equal([Shape.Of(3, 3), Shape.Of(2), Shape.Of(4, 2), Shape.Of(2)], model.Weights.Select(weight => weight.Shape));
        model.Save(At("again.h5"));
        using (Hdf5File again = Hdf5File.Open(At("again.h5")))
        {
            Hdf5Group group = again.Root.Group("model_weights").Group("t");
            Assert.Equal(["t/linear/weight:0", "t/scale:0"], group.Attributes["weight_names"].Texts());
            Assert.Equal(own.ToArray<float>(), group.Group("t").Group("linear").Dataset("weight:0").ReadTensor().ToArray<float>());
        }

        model.Save(At("m.keras"));
        Assert.Equal(own.ToArray<float>(), Model.Load(At("m.keras")).Weights[0].Value.ToArray<float>());
    }
}
