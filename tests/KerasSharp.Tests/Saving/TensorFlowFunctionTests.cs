using KerasSharp.Layers;
using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Tests.Saving;

/// <summary>Functions of TensorFlow in files of Keras 2 (tf_keras/layers/core/tf_op_layer.py, tf_keras/engine/node.py), read as operations of Keras 3.</summary>
public sealed class TensorFlowFunctionTests
{
    private static readonly Tensor X = Tensor.From(new float[,,] { { { 1, -2, 3 }, { 0.5f, 4, -1 } }, { { 2, 0, 1 }, { -3, 1, 2 } } });

    /// <summary>A model that applies one function to the input 'x' of the shape (batch, 2, 3).</summary>
    private static Model Applied(string function, string node, string className = "TFOpLambda", CustomObjects? objects = null) => Model.FromJson(Json(function, node, className), objects);

    private static string Json(string function, string node, string className = "TFOpLambda") => $$"""
        {"class_name": "Functional", "keras_version": "2.13.1", "backend": "tensorflow", "config": {"name": "m", "trainable": true, "layers": [
          {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 2, 3], "dtype": "float32", "sparse": false, "ragged": false, "name": "x"}, "name": "x", "inbound_nodes": []},
          {"class_name": "{{className}}", "config": {"name": "tf.{{function}}", "trainable": true, "dtype": "float32", "function": "{{function}}"}, "name": "tf.{{function}}", "inbound_nodes": [{{node}}]}],
          "input_layers": [["x", 0, 0]], "output_layers": [["tf.{{function}}", 0, 0]] } }
        """;

    public static TheoryData<string, string, Func<Tensor, Tensor>> Functions => new()
    {
        { "__operators__.add", """["x", 0, 0, {"y": 1.5, "name": null}]""", x => x + 1.5 },
        { "math.multiply", """["x", 0, 0, {"y": [[[2.0, 3.0, 4.0]]]}]""", x => x * new[] { 2f, 3, 4 } },
        { "math.subtract", """["_CONSTANT_VALUE", -1, 1.0, {"y": ["x", 0, 0]}]""", x => 1 - x },
        { "math.truediv", """["x", 0, 0, {"y": 255.0, "name": null}]""", x => x / 255 },
        { "math.pow", """["x", 0, 0, {"y": 2}]""", x => x * x },
        { "__operators__.ne", """["x", 0, 0, {"other": 0.0}]""", x => Ops.NotEqual(x, 0) },
        { "math.reduce_mean", """["x", 0, 0, {"axis": [1, 2], "keepdims": true}]""", x => Ops.Mean(x, [1, 2], true) },
        { "math.reduce_sum", """["x", 0, 0, {"axis": -1}]""", x => Ops.Sum(x, -1) },
        { "math.argmax", """["x", 0, 0, {"axis": 2, "output_type": "int64"}]""", x => Ops.Argmax(x, 2) },
        { "concat", """[["x", 0, 0, {"axis": -1}], ["x", 0, 0, {"axis": -1}]]""", x => Ops.Concatenate([x, x], -1) },
        { "stack", """[["x", 0, 0, {"axis": 1}], ["x", 0, 0, {"axis": 1}]]""", x => Ops.Stack([x, x], 1) },
        { "expand_dims", """["x", 0, 0, {"axis": -1}]""", x => Ops.ExpandDims(x, -1) },
        { "reshape", """["x", 0, 0, {"shape": [-1, 6]}]""", x => Ops.Reshape(x, [-1, 6]) },
        { "compat.v1.transpose", """["x", 0, 0, {"perm": [0, 2, 1], "conjugate": false}]""", x => Ops.Transpose(x, [0, 2, 1]) },
        { "cast", """["x", 0, 0, {"dtype": "int32"}]""", x => Ops.Cast(x, DType.Int32) },
        { "clip_by_value", """["x", 0, 0, {"clip_value_min": -1, "clip_value_max": 1}]""", x => Ops.Clip(x, -1, 1) },
        { "where", """["x", 0, 0, {"x": ["x", 0, 0], "y": 0.0}]""", x => Ops.Where(Ops.Cast(x, DType.Bool), x, 0.0) },
        { "nn.leaky_relu", """["x", 0, 0, {}]""", x => Ops.Where(Ops.Less(x, 0), 0.2 * x, x) },
        { "nn.gelu", """["x", 0, 0, {}]""", x => Ops.Gelu(x, approximate: false) },
        { "nn.softmax", """["x", 0, 0, {}]""", x => Ops.Softmax(x, -1) },
        { "keras.activations.softmax", """["x", 0, 0, {"axis": 1}]""", x => Ops.Softmax(x, 1) },
        { "keras.backend.clip", """["x", 0, 0, {"min_value": 0.0, "max_value": 2.0}]""", x => Ops.Clip(x, 0, 2) },
        { "math.l2_normalize", """["x", 0, 0, {"axis": 2}]""", x => x / Ops.Sqrt(Ops.Sum(x * x, 2, true)) },
        { "linalg.matmul", """["x", 0, 0, {"b": ["x", 0, 0], "transpose_b": true}]""", x => Ops.MatMul(x, Ops.Transpose(x, [0, 2, 1])) },
        { "gather", """["x", 0, 0, {"indices": [0, 2], "axis": 2}]""", x => Ops.Take(x, new[] { 0, 2 }, 2) },
        { "pad", """["x", 0, 0, {"paddings": [[0, 0], [1, 0], [0, 2]], "mode": "CONSTANT", "constant_values": 0}]""", x => Ops.Pad(x, [(0, 0), (1, 0), (0, 2)]) },
        { "tile", """["x", 0, 0, {"multiples": [1, 2, 1]}]""", x => Ops.Concatenate([x, x], 1) },
        { "split", """["x", 0, 0, {"num_or_size_splits": [1, 2], "axis": 2}]""", x => x[.., .., ..1] },
        { "__operators__.getitem", """["x", 0, 0, {"slice_spec": [{"start": null, "stop": null, "step": null}, 1, {"start": 1, "stop": null, "step": null}]}]""", x => x[.., 1, 1..] },
        { "__operators__.getitem", """["x", 0, 0, {"slice_spec": [{"class_name": "__ellipsis__"}, null]}]""", x => Ops.ExpandDims(x, -1) },
        { "__operators__.getitem", """["x", 0, 0, {"slice_spec": {"start": 0, "stop": 1, "step": null}}]""", x => x[..1] },
        { "nn.max_pool", """["x", 0, 0, {"ksize": 2, "strides": 1, "padding": "VALID", "data_format": "NHWC"}]""", x => Ops.MaxPool(x, 2, 1) },
        { "image.resize", """["x", 0, 0, {"size": [4, 6], "method": "nearest"}]""", x => Ops.Repeat(Ops.Repeat(x, 2, 0), 3, 1) },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void FromJson_FunctionOfTheTable_Computes(string function, string node, Func<Tensor, Tensor> expected)
    {
        Model model = Applied(function, node, function == "__operators__.getitem" ? "SlicingOpLambda" : "TFOpLambda");
        Tensor wanted = expected(X), given = model.ApplyMany(X)[0];
        Assert.Equal(wanted.Shape, given.Shape);
        Assert.Equal(Ops.Cast(wanted, DType.Float32).ToArray<float>(), Ops.Cast(given, DType.Float32).ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.DoesNotContain("Lambda", model.ToJson(), StringComparison.Ordinal);
        Tensor again = Model.FromJson(model.ToJson()).ApplyMany(X)[0];
        Assert.Equal(Ops.Cast(given, DType.Float32).ToArray<float>(), Ops.Cast(again, DType.Float32).ToArray<float>());
    }

    [Theory]
    [InlineData("io.read_file", """["x", 0, 0, {}]""")]
    [InlineData("math.reduce_sum", """["x", 0, 0, {"axis": ["x", 0, 0]}]""")]
    [InlineData("cast", """["x", 0, 0, {"dtype": "complex64"}]""")]
    [InlineData("__operators__.getitem", """["x", 0, 0, {"slice_spec": [{"start": ["x", 0, 0], "stop": null, "step": null}]}]""")]
    [InlineData("reshape", """["x", 0, 0, {"shape": [["x", 0, 0], 6]}]""")]
    [InlineData("cumsum", """["x", 0, 0, {"axis": 1, "exclusive": true}]""")]
    [InlineData("gather", """["x", 0, 0, {"indices": [0], "axis": 2, "batch_dims": 1}]""")]
    [InlineData("compat.v1.image.resize", """["x", 0, 0, {"size": [4, 6]}]""")]
    public void FromJson_OtherFunction_StaysWhatItWas(string function, string node)
    {
        Model model = Applied(function, node);
        Assert.Equal("TFOpLambda", model.Layers[1].KerasName);
        string message = Assert.Throws<NotSupportedException>(() => model.Predict(X)).Message;
        Assert.Contains("function of TensorFlow", message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_FunctionOfTheCaller_GoesFirst() =>
        Assert.Equal((X * 10).ToArray<float>(), Applied("nn.relu", """["x", 0, 0, {}]""", objects: new() { { "nn.relu", x => x * 10 } }).Predict(X).ToArray<float>());

    [Fact]
    public void Load_LegacyFile_HasItsWeights()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".h5");
        var root = new OutputGroup();
        string dense = """
            , {"class_name": "Dense", "config": {"name": "d", "trainable": true, "dtype": "float32", "units": 2, "activation": "linear", "use_bias": false}, "name": "d", "inbound_nodes": [[["tf.nn.relu", 0, 0, {}]]]}],
            """;
        root.Set("model_config", Json("nn.relu", """["x", 0, 0, {}]""").Replace("}],", "}" + dense, StringComparison.Ordinal).Replace("""[["tf.nn.relu", 0, 0]]""", """[["d", 0, 0]]""", StringComparison.Ordinal));
        Tensor kernel = Keras.Random.Normal([3, 2], seed: 1);
        OutputGroup weights = root.Group("model_weights");
        weights.SetList("layer_names", ["x", "tf.nn.relu", "d"]);
        weights.Group("x").SetList("weight_names", []);
        weights.Group("tf.nn.relu").SetList("weight_names", []);
        weights.Group("d").SetList("weight_names", ["d/kernel:0"]);
        weights.Group("d/d").Add("kernel:0", kernel);
        try
        {
            using (FileStream file = File.Create(path))
            {
                Hdf5Writer.Write(file, root);
            }

            Model model = Model.Load(path);
            float[] expected = Ops.MatMul(Ops.Maximum(X, 0), kernel).ToArray<float>();
            Assert.Equal(expected, model.Predict(X).ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-6);
            model.Save(path);
            Assert.Equal(model.Predict(X).ToArray<float>(), Model.Load(path).Predict(X).ToArray<float>());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
