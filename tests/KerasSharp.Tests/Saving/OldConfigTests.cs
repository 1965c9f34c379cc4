using KerasSharp.Layers;
using KerasSharp.Models;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>Configs of Keras 1 and 2 (names of keras/legacy/interfaces.py of Keras 2.1), and models cloned.</summary>
public sealed class OldConfigTests
{
    [Fact]
    public void FromJson_SequentialOfKeras1_HasItsLayers()
    {
        var model = (Sequential)Model.FromJson("""
            {"class_name": "Sequential", "keras_version": "1.2.2", "config": [
              {"class_name": "Convolution2D", "config": {"name": "c", "trainable": true, "batch_input_shape": [null, 8, 8, 1], "input_dtype": "float32", "nb_filter": 3, "nb_row": 3, "nb_col": 2,
                "init": "glorot_uniform", "activation": "relu", "border_mode": "same", "subsample": [1, 1], "dim_ordering": "tf", "bias": true,
                "W_regularizer": {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.01}, "b_regularizer": null, "activity_regularizer": null, "W_constraint": null, "b_constraint": null}},
              {"class_name": "MaxPooling2D", "config": {"name": "p", "trainable": true, "pool_size": [2, 2], "strides": [2, 2], "border_mode": "valid", "dim_ordering": "tf"}},
              {"class_name": "Dropout", "config": {"name": "o", "trainable": true, "p": 0.25}},
              {"class_name": "Flatten", "config": {"name": "f", "trainable": true}},
              {"class_name": "Dense", "config": {"name": "d", "trainable": true, "output_dim": 2, "init": "uniform", "activation": "softmax", "bias": false, "input_dim": null}}]}
            """);
        Assert.Equal([Shape.Of(3, 2, 1, 3), Shape.Of(3), Shape.Of(48, 2)], model.Weights.Select(w => w.Shape));
        Config conv = model.Layers[0].GetConfig();
        Assert.Equal("same", conv["padding"]);
        Assert.Equal(0.01, ((Config)((Config)conv["kernel_regularizer"]!)["config"]!)["l2"]);
        Assert.Equal(0.25, model.Layers[2].GetConfig()["rate"]);
    }

    [Fact]
    public void FromJson_FunctionalOfKeras2_HasItsNodes()
    {
        Model model = Model.FromJson("""
            {"class_name": "Functional", "keras_version": "2.11.0", "backend": "tensorflow", "config": {"name": "m", "trainable": true, "layers": [
              {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4], "dtype": "float32", "sparse": false, "ragged": false, "name": "a"}, "name": "a", "inbound_nodes": []},
              {"class_name": "Dense", "config": {"name": "d", "trainable": true, "dtype": {"class_name": "Policy", "config": {"name": "float32"}}, "units": 4, "activation": "relu", "use_bias": true,
                "kernel_initializer": {"class_name": "VarianceScaling", "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "normal", "seed": null, "dtype": "float32"}},
                "bias_initializer": {"class_name": "ZerosV2", "config": {}, "module": "keras.initializers.initializers_v2"}}, "name": "d", "inbound_nodes": [[["a", 0, 0, {}]]]},
              {"class_name": "Add", "config": {"name": "s", "trainable": true, "dtype": "float32"}, "name": "s", "inbound_nodes": [[["a", 0, 0, {}], ["d", 0, 0, {}]]]},
              {"class_name": "Bidirectional", "config": {"name": "b", "trainable": true, "dtype": "float32", "merge_mode": "concat",
                "layer": {"class_name": "LSTM", "config": {"name": "l", "trainable": true, "units": 2, "implementation": 2, "time_major": false}}}, "name": "b", "inbound_nodes": [[["r", 0, 0, {}]]]},
              {"class_name": "Reshape", "config": {"name": "r", "trainable": true, "target_shape": [2, 2]}, "name": "r", "inbound_nodes": [[["s", 0, 0, {}]]]}],
              "input_layers": [["a", 0, 0]], "output_layers": [["b", 0, 0]]}}
            """);
        Assert.Equal(Shape.Create([null, 4]), model.OutputStructure!.Items[0].Shape);
        Tensor x = Keras.Random.Normal([3, 4], seed: 1);
        Assert.Equal(Shape.Of(3, 4), model.Predict(x).Shape);
        Assert.DoesNotContain("Policy\"", model.ToJson().Replace("DTypePolicy\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"class_name": "Adam", "config": {"lr": 0.5, "beta_1": 0.9, "beta_2": 0.999, "decay": 0.0, "epsilon": null, "amsgrad": false}}""", 0.5)]
    [InlineData("""{"class_name": "SGD", "config": {"lr": 0.25, "momentum": 0.9, "decay": 0.1, "nesterov": false}}""", 0.25)]
    public void Deserialize_OptimizerOfKeras2_HasItsRate(string json, double rate) => Assert.Equal(rate, Optimizer.Deserialize(Config.FromJson(json)).LearningRate, 6);

    [Fact]
    public void CloneModel_Functional_HasItsOwnWeights()
    {
        Tensor a = Keras.Input([4], name: "a"), b = Keras.Input([4], name: "b");
        var shared = new Dense(3, name: "shared");
        Tensor sum = shared.Apply(a) * 2 + shared.Apply(b);
        var inner = new Sequential([new InputLayer([3]), new Dense(2, name: "last")], name: "inner");
        var model = new Model(new Dictionary<string, Tensor> { ["b"] = b, ["a"] = a }, inner.Apply(sum), name: "m");
        Model clone = Model.CloneModel(model);
        Assert.Equal(model.ToJson(), clone.ToJson());
        Assert.NotEqual(model.Weights[0].Value.ToArray<float>(), clone.Weights[0].Value.ToArray<float>());
        clone.SetWeights(model.GetWeights());
        DataInput x = new Dictionary<string, Tensor> { ["a"] = Keras.Random.Normal([3, 4], seed: 1), ["b"] = Keras.Random.Normal([3, 4], seed: 2) };
        Assert.Equal(model.Predict(x).ToArray<float>(), clone.Predict(x).ToArray<float>());

        var met = new List<string>();
        Layer Replace(Layer layer)
        {
            met.Add(layer.Name);
            return layer is Dense { Name: "last" } ? new Dense(5, name: "last") : layer;
        }

        Assert.Same(shared, Model.CloneModel(model, cloneFunction: layer => layer).Layers.First(layer => layer.Name == "shared"));
        Assert.Equal(5, Model.CloneModel(model, cloneFunction: Replace, recursive: true).OutputStructure!.Items[0].Shape[1]);
        Assert.Contains("last", met);
    }
}
