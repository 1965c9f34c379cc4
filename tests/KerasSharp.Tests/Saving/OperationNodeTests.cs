using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>Operations on symbolic tensors in configs: written as Keras writes them (keras/src/ops/operation.py, keras/src/saving/serialization_lib.py), and read back.</summary>
public sealed class OperationNodeTests
{
    private static Config Written(Func<Tensor, Tensor> apply)
    {
        Tensor x = Keras.Input([4, 3], name: "x");
        Config config = Config.FromJson(new Model(x, apply(x), name: "m").ToJson());
        return (Config)((List<object?>)((Config)config["config"]!)["layers"]!)[^1]!;
    }

    /// <summary>The node with the tensor that every test has in it left out.</summary>
    private static string Node(Config entry)
    {
        entry["name"] = ((Config)entry["config"]!)["name"] = "op";
        string tensor = """{"class_name": "__keras_tensor__", "config": {"shape": [null, 4, 3], "dtype": "float32", "keras_history": ["x", 0, 0]}}""";
        return entry.ToJson().Replace(tensor, "X", StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<Tensor, Tensor>> Cases => new()
    {
        {
            """{"module": "keras.src.ops.numpy", "class_name": "NotEqual", "config": {"name": "op"}, "registered_name": "NotEqual", "name": "op", "inbound_nodes": [{"args": [X, 0], "kwargs": {}}]}""",
            x => Ops.NotEqual(x, 0)
        },
        {
            """{"module": "keras.src.ops.numpy", "class_name": "Multiply", "config": {"name": "op"}, "registered_name": "Multiply", "name": "op", "inbound_nodes": [{"args": [0.1, X], "kwargs": {}}]}""",
            x => 0.1 * x
        },
        {
            """{"module": "keras.src.ops.numpy", "class_name": "Mean", "config": {"name": "op", "axis": [1, 2], "keepdims": true}, "registered_name": "Mean", "name": "op", "inbound_nodes": [{"args": [X], "kwargs": {}}]}""",
            x => Ops.Mean(x, [1, 2], keepdims: true)
        },
        {
            """{"module": "keras.src.ops.numpy", "class_name": "Reshape", "config": {"name": "op", "newshape": [-1, 12]}, "registered_name": "Reshape", "name": "op", "inbound_nodes": [{"args": [X], "kwargs": {}}]}""",
            x => Ops.Reshape(x, [-1, 12])
        },
        {
            """{"module": "keras.src.ops.numpy", "class_name": "Concatenate", "config": {"name": "op", "axis": -1}, "registered_name": "Concatenate", "name": "op", "inbound_nodes": [{"args": [[X, X]], "kwargs": {}}]}""",
            x => Ops.Concatenate([x, x], -1)
        },
        {
            """{"module": "keras.src.ops.numpy", "class_name": "GetItem", "config": {"name": "op"}, "registered_name": "GetItem", "name": "op", "inbound_nodes": [{"args": [X, [{"class_name": "__slice__", "config": {"start": null, "stop": null, "step": null}}, 0, {"class_name": "__slice__", "config": {"start": 1, "stop": -1, "step": null}}]], "kwargs": {}}]}""",
            x => x[.., 0, 1..^1]
        },
        {
            """{"module": "keras.src.ops.numpy", "class_name": "GetItem", "config": {"name": "op"}, "registered_name": "GetItem", "name": "op", "inbound_nodes": [{"args": [X, [{"class_name": "__ellipsis__", "config": {}}, null]], "kwargs": {}}]}""",
            x => x[TensorIndex.Ellipsis, TensorIndex.NewAxis]
        },
        {
            """{"module": "keras.src.ops.numpy", "class_name": "Clip", "config": {"name": "op", "x_min": 0, "x_max": 6.5}, "registered_name": "Clip", "name": "op", "inbound_nodes": [{"args": [X], "kwargs": {}}]}""",
            x => Ops.Clip(x, 0, 6.5)
        },
        {
            """{"module": "keras.src.ops.numpy", "class_name": "Add", "config": {"name": "op"}, "registered_name": "Add", "name": "op", "inbound_nodes": [{"args": [X, {"class_name": "__tensor__", "config": {"value": [1.0, 2.0, 3.0], "dtype": "float32"}}], "kwargs": {}}]}""",
            x => x + new[] { 1f, 2, 3 }
        },
        {
            """{"module": "keras.src.ops.core", "class_name": "Cast", "config": {"name": "op", "dtype": "float16"}, "registered_name": "Cast", "name": "op", "inbound_nodes": [{"args": [X], "kwargs": {}}]}""",
            x => Ops.Cast(x, DType.Float16)
        },
        {
            """{"module": "keras.src.ops.nn", "class_name": "Softmax", "config": {"name": "op", "axis": -1}, "registered_name": "Softmax", "name": "op", "inbound_nodes": [{"args": [X], "kwargs": {}}]}""",
            x => Ops.Softmax(x)
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void ToJson_Operation_IsWrittenAsKerasDoes(string expected, Func<Tensor, Tensor> apply) => Assert.Equal(expected, Node(Written(apply)));

    [Fact]
    public void FromJson_ManyOperations_ComputeTheSame()
    {
        Tensor a = Keras.Input([6]), b = Keras.Input([6]);
        Tensor y = (a * 2 + b) / 3 - Ops.MatMul(Ops.ExpandDims(a, 1), Ops.ExpandDims(b, 2))[.., 0];
        Tensor z = Ops.Where(y > 0, Ops.Relu(y), -y % 0.3)[.., ^2..];
        var model = new Model((Tensor[])[a, b], (Tensor[])[Ops.Max(z, -1), Ops.Split(y, 3, -1)[1]]);
        Model read = Model.FromJson(model.ToJson());
        Assert.Equal(model.ToJson(), read.ToJson());
        Tensor[] x = [Keras.Random.Normal([5, 6], seed: 1), Keras.Random.Normal([5, 6], seed: 2)];
        Assert.All(model.ApplyMany(x).Zip(read.ApplyMany(x)), pair => Assert.Equal(pair.First.ToArray<float>(), pair.Second.ToArray<float>()));
    }

    [Theory]
    [InlineData("""{"module": "keras.src.ops.numpy", "class_name": "Mean", "config": {"axis": "x"}, "registered_name": "Mean"}""", "axis")]
    [InlineData("""{"module": "keras.src.ops.numpy", "class_name": "Maen", "config": {}, "registered_name": "Maen"}""", "Mean")]
    [InlineData("""{"module": "keras.src.ops.numpy", "class_name": "Add", "config": {}, "registered_name": "Add"}""", "x2")]
    public void FromJson_OperationThatDoesNotFit_SaysWhere(string operation, string part)
    {
        Tensor x = Keras.Input([4, 3], name: "x");
        Config model = Config.FromJson(new Model(x, Ops.Exp(x), name: "m").ToJson()), entry = (Config)((List<object?>)((Config)model["config"]!)["layers"]!)[^1]!;
        foreach ((string key, object? value) in Config.FromJson(operation))
        {
            entry[key] = value;
        }

        string message = Assert.Throws<ModelFormatException>(() => Model.FromJson(model.ToJson())).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Contains("'m'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_OperationThatKerasCannotWrite_SaysWhich()
    {
        Tensor x = Keras.Input([4, 3]);
        string message = Assert.Throws<NotSupportedException>(() => new Model(x, Ops.Clip(x, x - 1, x), name: "m").ToJson()).Message;
        Assert.Contains("clip", message, StringComparison.Ordinal);
        Assert.Contains("x_min", message, StringComparison.Ordinal);
    }
}
