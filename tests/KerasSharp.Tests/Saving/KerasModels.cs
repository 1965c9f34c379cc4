using KerasSharp.Constraints;
using KerasSharp.Layers;
using KerasSharp.Losses;
using KerasSharp.Optimizers;
using KerasSharp.Regularizers;

namespace KerasSharp.Tests.Saving;

/// <summary>Models whose files Keras wrote, built here from the start, by the names of those files in <c>keras-models.zip</c>.</summary>
internal static class KerasModels
{
    private static readonly Dictionary<string, Func<Model>> Builders = new(StringComparer.Ordinal)
    {
        ["bidirectional_stack"] = () => new Sequential(
            [new InputLayer([5, 3]), new Bidirectional(new LSTM(3, returnSequences: true)), new Bidirectional(new GRU(2), mergeMode: "sum"), new Dense(2)]),
        ["class_weight_mlp"] = () => new Sequential([new InputLayer([4]), new Dense(6, "relu", biasRegularizer: new L1(0.01), kernelConstraint: new MaxNorm(2)), new Dense(3)]),
        ["functional_dict_io"] = NamedTensors,
        ["functional_multi_io"] = SeveralTensors,
        ["grad_accum_mlp"] = () => new Sequential([new InputLayer([4]), new Dense(5, "silu"), new Dense(1)]),
        ["masking_layer_seq_output"] = () => new Sequential([new InputLayer([5, 3]), new Masking(), new SimpleRNN(4, returnSequences: true), new TimeDistributed(new Dense(2))]),
        ["mobile_block"] = () => Chain(
            Keras.Input([7, 7, 4]), new DepthwiseConv2D(3, strides: 2, padding: "same"), new ReLU(6), new SeparableConv2D(5, 3, depthMultiplier: 2, padding: "same"), new ZeroPadding2D(1),
            new Cropping2D([[1, 0], [0, 1]]), new GlobalMaxPooling2D()),
        ["nested_models"] = Nested,
        ["residual_cnn"] = Residual,
        ["rnn_states_io"] = States,
        ["seq_cnn"] = () => new Sequential(
            [new InputLayer([8, 8, 2]), new Conv2D(4, 3, padding: "same"), new BatchNormalization(), new ReLU(), new MaxPooling2D(2), new Conv2D(3, 3, activation: "elu"), new Flatten(), new Dropout(0), new Dense(3, "softmax")]),
        ["seq_deferred"] = Deferred,
        ["seq_mlp"] = () => new Sequential([new InputLayer([6]), new Dense(8, "relu"), new Dense(5, "tanh"), new Dense(3, "softmax")]),
        ["seq_mlp_sgd_regression"] = () => new Sequential([new InputLayer([5]), new Dense(7, "gelu", kernelRegularizer: new L2(0.01)), new Dense(1)]),
        ["tcn_conv1d"] = () => Chain(
            Keras.Input([10, 2]), Causal("c1", 1), Causal("c2", 2), Causal("c4", 4), new GlobalMaxPooling1D(), new Dense(1)),
        ["timedistributed_cnn_lstm"] = () => new Sequential(
            [new InputLayer([3, 6, 6, 1]), new TimeDistributed(new Conv2D(2, 3, activation: "relu")), new TimeDistributed(new Flatten()), new LSTM(3), new Dense(2)]),
        ["transformer_block"] = Transformer,
        ["unet_small"] = UNet,
    };

    private static readonly Dictionary<string, Action<Model>> Compilers = new(StringComparer.Ordinal)
    {
        ["class_weight_mlp"] = m => m.Compile(
            new Adam(0.05, globalClipnorm: 0.5, useEma: true, emaMomentum: 0.7), new SparseCategoricalCrossentropy(fromLogits: true), metrics: ["accuracy"], runEagerly: true),
        ["functional_multi_io"] = m => m.Compile(
            new RMSprop(0.01), LossArgument.Create([new BinaryCrossentropy(), new MeanSquaredError()]), metrics: MetricArgument.Create([MetricArgument.Create(["binary_accuracy"]), MetricArgument.Create(["mae"])]),
            lossWeights: new Dictionary<string, double> { ["0"] = 1, ["1"] = 0.3 }, runEagerly: true),
        ["grad_accum_mlp"] = m => m.Compile(new Adam(0.02, gradientAccumulationSteps: 2), new LogCosh(), metrics: ["mse"], runEagerly: true),
        ["masking_layer_seq_output"] = m => m.Compile(new Nadam(0.02), new MeanSquaredError(), metrics: ["mse"], runEagerly: true),
        ["residual_cnn"] = m => m.Compile(new SGD(0.02, momentum: 0.9), new SparseCategoricalCrossentropy(), metrics: ["sparse_categorical_accuracy"], runEagerly: true),
        ["seq_cnn"] = m => m.Compile(new Adam(0.01), new CategoricalCrossentropy(), metrics: [new Metrics.CategoricalAccuracy(name: "acc")], runEagerly: true),
        ["seq_mlp"] = m => m.Compile(new Adam(0.02), new SparseCategoricalCrossentropy(), metrics: ["accuracy"], runEagerly: true),
        ["seq_mlp_sgd_regression"] = m => m.Compile(new SGD(0.05, momentum: 0.9, nesterov: true), new MeanSquaredError(), metrics: ["mae", new Metrics.RootMeanSquaredError(name: "rmse")], runEagerly: true),
        ["transformer_block"] = m => m.Compile(
            new AdamW(0.01, weightDecay: 0.05), new SparseCategoricalCrossentropy(), metrics: ["accuracy", new Metrics.SparseTopKCategoricalAccuracy(k: 2, name: "top2")], runEagerly: true),
    };

    /// <summary>The names of all files: those of models, and of some after training.</summary>
    public static IEnumerable<string> Names => Builders.Keys.Concat(Compilers.Keys.Select(name => name + "-trained"));

    /// <summary>Builds a model in a session of its own, since files hold automatic names.</summary>
    public static Model Build(string name)
    {
        Utils.ClearSession();
        string bare = name.Replace("-trained", "", StringComparison.Ordinal);
        Model model = Builders[bare]();
        if (bare != name)
        {
            Compilers[bare](model);
            model.Optimizer!.Build(model.TrainableVariables);
        }

        return model;
    }

    private static Model Chain(Tensor input, params Layer[] layers) => new(input, layers.Aggregate(input, (x, layer) => layer.Apply(x)));

    private static Conv1D Causal(string name, int dilation) => new(3, 2, padding: "causal", dilationRate: dilation, activation: "relu", name: name);

    private static Model NamedTensors()
    {
        Tensor left = Keras.Input([4], name: "left"), right = Keras.Input([4], name: "right");
        Tensor difference = new Dense(1, name: "d").Apply(new Subtract().Apply([left, right])), sum = new Dense(2, name: "s").Apply(new Add().Apply([left, right]));
        return new Model(new Dictionary<string, Tensor> { ["left"] = left, ["right"] = right }, new Dictionary<string, Tensor> { ["s"] = sum, ["d"] = difference });
    }

    private static Model SeveralTensors()
    {
        Tensor a = Keras.Input([4], name: "a"), b = Keras.Input([3], name: "b");
        Tensor both = new Concatenate().Apply([new Dense(5, "relu", name: "da").Apply(a), new Dense(4, name: "db").Apply(b)]);
        Tensor hidden = new Dense(3, "tanh").Apply(both);
        return new Model((Tensor[])[a, b], (Tensor[])[new Dense(1, "sigmoid", name: "o1").Apply(both), new Dense(2, name: "o2").Apply(hidden)]);
    }

    private static Model Nested()
    {
        Tensor a = Keras.Input([4]), hidden = new Dense(3, "relu", name: "ih").Apply(a);
        var inner = new Model(a, (Tensor[])[hidden, new Dense(2, name: "io").Apply(hidden)], name: "inner");
        var mid = new Sequential([new InputLayer([3]), new Dense(4, name: "mid_d"), new LayerNormalization()], name: "mid");
        Tensor x = Keras.Input([4]);
        Tensor[] first = inner.ApplyMany(x), second = inner.ApplyMany(new Dense(4).Apply(x));
        return new Model(x, new Concatenate().Apply([mid.Apply(first[0]), first[1], second[1]]), name: "outer");
    }

    private static Model Residual()
    {
        Tensor input = Keras.Input([6, 6, 3]), x = new Activation("relu").Apply(new BatchNormalization().Apply(new Conv2D(4, 3, padding: "same", useBias: false).Apply(input)));
        for (int i = 0; i < 2; i++)
        {
            Tensor y = new BatchNormalization(name: $"rb{i}_bn1").Apply(new Conv2D(4, 3, padding: "same", useBias: false, name: $"rb{i}_c1").Apply(x));
            y = new Conv2D(4, 3, padding: "same", name: $"rb{i}_c2").Apply(new ReLU().Apply(y));
            x = new Activation("relu").Apply(new Add().Apply([y, x]));
        }

        x = new GlobalAveragePooling2D().Apply(new Conv2D(5, 1, strides: 2, padding: "same").Apply(x));
        return new Model(input, new Dense(3, "softmax").Apply(x));
    }

    private static Model States()
    {
        Tensor input = Keras.Input([4, 3]);
        Tensor[] encoded = new LSTM(3, returnSequences: true, returnState: true).ApplyMany(input);
        Tensor decoded = new LSTM(3, returnSequences: true).Apply(new Dense(2).Apply(encoded[0]), encoded[1..]);
        return new Model(input, (Tensor[])[decoded, encoded[1], encoded[2]]);
    }

    private static Sequential Deferred()
    {
        var model = new Sequential([new Dense(4, "selu"), new Dense(2)]);
        _ = model.Predict(Ops.Zeros([2, 3]));
        return model;
    }

    private static Model Transformer()
    {
        Tensor input = Keras.Input([6], dtype: DType.Int32), x = new Embedding(11, 8).Apply(input);
        x = new LayerNormalization(epsilon: 1e-6).Apply(new Add().Apply([x, new MultiHeadAttention(2, 4, name: "mha").Apply(x, x, useCausalMask: true)]));
        Dense outer = new(8), inner = new(12, "gelu");
        x = new LayerNormalization(epsilon: 1e-6).Apply(new Add().Apply([x, outer.Apply(inner.Apply(x))]));
        return new Model(input, new Dense(4, "softmax").Apply(new GlobalAveragePooling1D().Apply(x)));
    }

    private static Model UNet()
    {
        Tensor input = Keras.Input([8, 8, 1]), down = new Conv2D(3, 3, padding: "same", activation: "relu").Apply(input);
        Tensor deep = new Conv2D(4, 3, padding: "same", activation: "relu").Apply(new AveragePooling2D(2).Apply(down));
        Tensor up = new Concatenate().Apply([new UpSampling2D(2, interpolation: "bilinear").Apply(deep), down]);
        return new Model(input, new Conv2D(1, 1).Apply(up));
    }
}
