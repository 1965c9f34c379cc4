using KerasSharp.Callbacks;
using KerasSharp.Layers;

namespace KerasSharp.Tests.Training;

public sealed class ModelTests
{
    /// <summary>A block with a sublayer, a weight and a metric-free state, written as a user would.</summary>
    private sealed class Residual(int units) : Layer
    {
        private readonly Dense _dense = new(units, activation: "relu");
        private readonly List<Layer> _more = [new Dense(units), new Dropout(0.5)];
        private Variable _scale = null!;

        protected override void Build(Shape input) => _scale = AddWeight("scale", [units], "ones");

        protected override Tensor Call(Tensor inputs)
        {
            Tensor y = _dense.Apply(inputs);
            foreach (Layer layer in _more)
            {
                y = layer.Apply(y);
            }

            return inputs + (y * _scale);
        }
    }

    private sealed class TwoLayers : Model
    {
        private readonly Dense _first = new(8, activation: "relu"), _second = new(1);

        protected override Tensor Call(Tensor inputs) => _second.Apply(_first.Apply(inputs));
    }

    [Fact]
    public void Layer_OfTheUser_TracksFieldsAndLists()
    {
        Utils.ClearSession();
        var layer = new Residual(4);
        Tensor y = layer.Apply(Keras.Input([4]));
        Assert.Equal("(None, 4)", y.Shape.ToString());
        Assert.Equal(3, layer.Sublayers.Count);
        Assert.Equal(5, layer.TrainableWeights.Count);
        Assert.Equal("residual/scale", layer.Weights[0].Path);
        Assert.EndsWith("/kernel", layer.Weights[1].Path, StringComparison.Ordinal);
        layer.Trainable = false;
        Assert.Empty(layer.TrainableWeights);
    }

    [Fact]
    public void Model_OfTheUser_Trains()
    {
        Utils.SetRandomSeed(5);
        var model = new TwoLayers();
        model.Compile(new Optimizers.Adam(0.01), "mse", ["mae"]);
        var x = new float[64, 3];
        var y = new float[64];
        var random = new Random(1);
        for (int i = 0; i < 64; i++)
        {
            y[i] = (x[i, 0] = random.NextSingle()) + (x[i, 1] = random.NextSingle());
        }

        History history = model.Fit(x, y, epochs: 30, verbose: 0);
        Assert.True(history["loss"][^1] < history["loss"][0] / 2);
        Assert.Equal(["loss", "mae"], history.Logs.Keys);
    }

    [Fact]
    public void Functional_SharedLayerAndSeveralOutputs_Trains()
    {
        Utils.SetRandomSeed(5);
        Tensor a = Keras.Input([4], name: "a"), b = Keras.Input([4], name: "b");
        var shared = new Dense(8, activation: "relu", name: "shared");
        Tensor merged = new Concatenate().Apply([shared.Apply(a), shared.Apply(b)]);
        Tensor p = new Dense(1, name: "price").Apply(merged), q = new Dense(3, activation: "softmax", name: "kind").Apply(merged);
        var model = new Model([a, b], [p, q]);
        Assert.Equal(6, model.Weights.Count);
        model.Compile("sgd", new Dictionary<string, string> { ["price"] = "mse", ["kind"] = "sparse_categorical_crossentropy" }, lossWeights: new Dictionary<string, double> { ["kind"] = 0.5 });
        History history = model.Fit(
            new Dictionary<string, DataInput> { ["b"] = new float[8, 4], ["a"] = new float[8, 4] }, new Dictionary<string, DataInput> { ["price"] = new float[8, 1], ["kind"] = new int[8] },
            epochs: 2, verbose: 0);
        Assert.Equal(["kind_loss", "loss", "price_loss"], history.Logs.Keys);
        Tensor[] outputs = model.PredictMany([new float[2, 4], new float[2, 4]]);
        Assert.Equal(["(2, 1)", "(2, 3)"], outputs.Select(t => t.Shape.ToString()));
    }

    [Fact]
    public void Operators_OnSymbolicTensors_BecomeNodes()
    {
        Tensor x = Keras.Input([3]);
        var model = new Model(x, Ops.Tanh(x * 2f) + 1f);
        float[] y = model.Predict(new float[1, 3]).ToArray<float>();
        Assert.Equal([1f, 1f, 1f], y);
    }

    [Fact]
    public void Summary_OfAFunctionalModel_IsKerass()
    {
        Utils.ClearSession();
        Tensor image = Keras.Input([784], name: "img");
        Tensor x = new BatchNormalization().Apply(new Dense(64, activation: "relu").Apply(image));
        x = new Add().Apply([new Dropout(0.5).Apply(x), x]);
        var model = new Model(image, new Dense(10).Apply(x), name: "mnist_model");
        string text = "";
        model.Summary(printFn: t => text = t);
        Assert.Contains("│ add (Add)                     │ (None, 64)                │               0 │ dropout[0][0],             │", text, StringComparison.Ordinal);
        Assert.Contains("│                               │                           │                 │ batch_normalization[0][0]  │", text, StringComparison.Ordinal);
        Assert.Contains(" Total params: 51,146 (199.79 KB)", text, StringComparison.Ordinal);
        Assert.Contains(" Non-trainable params: 128 (512.00 B)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_OfASequentialModel_IsKerass()
    {
        Utils.ClearSession();
        string text = "";
        var model = new Sequential([new InputLayer([16]), new Dense(3), new Dense(2)]);
        model.Summary(printFn: t => text = t);
        Assert.Contains("│ dense (Dense)                        │ (None, 3)                   │              51 │", text, StringComparison.Ordinal);
        new Sequential([new Dense(4)]).Summary(printFn: t => text = t);
        Assert.Contains("│ ?                           │     0 (unbuilt) │", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Mask_OfAnEmbedding_ReachesTheLoss()
    {
        Tensor ids = Keras.Input([4], dtype: DType.Int32);
        Tensor embedded = new Embedding(5, 3, maskZero: true).Apply(ids);
        Assert.NotNull(embedded.Mask);
        Assert.NotNull(new Dense(2).Apply(embedded).Mask);
        Assert.Null(new LSTM(2, returnSequences: true).Apply(embedded).Mask);
        Assert.Null(new Flatten().Apply(embedded).Mask);
    }

    [Fact]
    public void Callbacks_HookOrder_IsKerass()
    {
        List<string> seen = [];
        Sequential model = new([new InputLayer([2]), new Dense(1)]);
        model.Compile("sgd", "mse");
        var spy = new LambdaCallback(
            onEpochBegin: (e, _) => seen.Add($"epoch {e}"), onEpochEnd: (e, logs) => seen.Add($"end {e} {string.Join(" ", logs.Keys)}"), onTrainBegin: _ => seen.Add("train"),
            onTrainEnd: _ => seen.Add("done"), onTrainBatchBegin: (b, _) => seen.Add($"batch {b}"), onTrainBatchEnd: (b, _) => seen.Add($"batch end {b}"));
        model.Fit(new float[3, 2], new float[3, 1], batchSize: 2, epochs: 2, initialEpoch: 1, verbose: 0, callbacks: [spy], validationData: (new float[1, 2], new float[1, 1]));
        Assert.Equal(["train", "epoch 1", "batch 0", "batch end 0", "batch 1", "batch end 1", "end 1 loss val_loss", "done"], seen);
    }

    [Fact]
    public void EarlyStopping_WithoutImprovement_StopsAndRestores()
    {
        Sequential model = new([new InputLayer([2]), new Dense(1)]);
        model.Compile(new Optimizers.SGD(0.0), "mse");
        History history = model.Fit(new float[4, 2], new float[4, 1], epochs: 10, verbose: 0, callbacks: [new EarlyStopping("loss", patience: 2, restoreBestWeights: true)]);
        Assert.Equal(3, history.Epoch.Count);
    }

    [Fact]
    public void Fit_NaN_WarnsWithEpochAndStep()
    {
        Sequential model = new([new InputLayer([1]), new Dense(1)]);
        model.Compile("sgd", "mse");
        TextWriter before = Console.Error;
        using var captured = new StringWriter();
        Console.SetError(captured);
        try
        {
            model.Fit(new[,] { { 1f }, { float.NaN } }, new float[2, 1], batchSize: 1, verbose: 0, shuffle: false);
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Contains("from epoch 1, step 2 on", captured.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WarmSteps_AllocateNothing()
    {
        Sequential model = new([new InputLayer([8]), new Dense(16, activation: "relu"), new Dropout(0.2), new Dense(4, activation: "softmax")]);
        model.Compile("adam", "sparse_categorical_crossentropy");
        float[,] x = new float[64, 8];
        int[] y = new int[64];
        model.Fit(x, y, batchSize: 32, epochs: 3, verbose: 0);
        long allocated = 0, before = 0;
        var meter = new Meter(b => before = b == 2 ? GC.GetAllocatedBytesForCurrentThread() : before, b => allocated = b == 30 ? GC.GetAllocatedBytesForCurrentThread() - before : allocated);
        model.Fit(x, y, batchSize: 2, epochs: 1, verbose: 0, callbacks: [meter]);
        Assert.Equal(0, allocated);
    }

    private sealed class Meter(Action<int> begin, Action<int> end) : Callback
    {
        public override bool ReadsBatchLogs => false;

        public override void OnTrainBatchBegin(int batch, IDictionary<string, double> logs) => begin(batch);

        public override void OnTrainBatchEnd(int batch, IDictionary<string, double> logs) => end(batch);
    }
}
