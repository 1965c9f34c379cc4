using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Optimizers;

namespace KerasSharp.Tests.Training;

/// <summary>What a mistake is answered with: what was wrong, in which layer, what was received.</summary>
[Collection(ProcessWide.Name)]
public sealed class BadInputTests
{
    private static Sequential Compiled(int inputs = 4)
    {
        var model = new Sequential([new InputLayer([inputs]), new Dense(3, activation: "softmax", name: "classes")], name: "net");
        model.Compile("adam", "sparse_categorical_crossentropy");
        return model;
    }

    private static void MessageHas<T>(Action action, params string[] parts)
        where T : Exception
    {
        string message = Assert.Throws<T>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static void MessageHas<T>(Func<object?> make, params string[] parts)
        where T : Exception => MessageHas<T>(() => { _ = make(); }, parts);

    [Fact]
    public void Predict_WrongLastAxis_NamesModelOrLayerAndShape() =>
        MessageHas<ShapeException>(() => Compiled().Predict(new float[2, 5]), "must be 4", "(2, 5)");

    [Fact]
    public void Predict_WrongRank_NamesTheShapeExpected() =>
        MessageHas<ShapeException>(() => Compiled().Predict(new float[2, 5, 4]), "Sequential 'net'", "(None, 4)", "(2, 5, 4)");

    [Fact]
    public void Convolution_InputWithoutChannels_NamesLayerRankAndShape() =>
        MessageHas<ShapeException>(() => new Conv2D(8, kernelSize: 3, name: "conv").Apply(new float[2, 28, 28]), "Conv2D 'conv'", "4", "(2, 28, 28)");

    [Fact]
    public void Dense_Vector_NamesTheRank() => MessageHas<ShapeException>(() => new Dense(3, name: "dense").Apply(new float[4]), "Dense 'dense'", "2", "(4,)");

    [Fact]
    public void Fit_LengthsDiffer_NamesBoth() => MessageHas<ArgumentException>(() => Compiled().Fit(new float[6, 4], new int[5]), "x.Shape=(6, 4), y.Shape=(5,)");

    [Fact]
    public void Evaluate_LengthsDiffer_NamesBoth() => MessageHas<ArgumentException>(() => Compiled().Evaluate(new float[6, 4], new int[5]), "x.Shape=(6, 4), y.Shape=(5,)");

    [Fact]
    public void Fit_ValidationLengthsDiffer_NamesBoth() => MessageHas<ArgumentException>(
        () => Compiled().Fit(new float[6, 4], new int[6], validationData: (new float[2, 4], new int[3])), "(2, 4)", "(3,)");

    [Fact]
    public void Activation_Unknown_SuggestsTheNearest() => MessageHas<ArgumentException>(() => new Dense(3, activation: "rleu"), "Activation", "\"rleu\"", "Did you mean 'relu'?");

    [Fact]
    public void Initializer_Unknown_SuggestsTheNearest() =>
        MessageHas<ArgumentException>(() => new Dense(3, kernelInitializer: "glorot_unifrom"), "Initializer", "\"glorot_unifrom\"", "Did you mean 'glorot_uniform'?");

    [Fact]
    public void Regularizer_Unknown_SuggestsTheNearest() => MessageHas<ArgumentException>(() => new Dense(3, kernelRegularizer: "l3"), "Regularizer", "\"l3\"", "Did you mean");

    [Fact]
    public void Loss_Unknown_SuggestsTheNearest() =>
        MessageHas<ArgumentException>(() => Compiled().Compile(loss: "sparse_categorical_crosentropy"), "Loss", "Did you mean 'sparse_categorical_crossentropy'?");

    [Fact]
    public void Optimizer_Unknown_SuggestsTheNearest() => MessageHas<ArgumentException>(() => Compiled().Compile(optimizer: "adma"), "Optimizer", "\"adma\"", "Did you mean 'adam'?");

    [Fact]
    public void Metric_Unknown_SuggestsTheNearest() =>
        MessageHas<ArgumentException>(() => Compiled().Compile(loss: "mse", metrics: ["mean_absolut_error"]), "Metric", "Did you mean 'mean_absolute_error'?");

    [Fact]
    public void Units_Negative_SaysSo() => MessageHas<ArgumentOutOfRangeException>(() => new Dense(-1), "Dense", "units must be at least 1", "units=-1");

    [Fact]
    public void Filters_Zero_SaysSo() => MessageHas<ArgumentOutOfRangeException>(() => new Conv2D(0, kernelSize: 3), "filters", "0");

    [Fact]
    public void Steps_BeforeCompile_SayWhatToCall()
    {
        var model = new Sequential([new InputLayer([4]), new Dense(3)], name: "net");
        MessageHas<InvalidOperationException>(() => model.Fit(new float[2, 4], new int[2]), "Sequential 'net'", "to fit it must be compiled", "Call Compile(");
        MessageHas<InvalidOperationException>(() => model.Evaluate(new float[2, 4], new int[2]), "evaluate", "Call Compile(");
        MessageHas<InvalidOperationException>(() => model.TrainOnBatch(new float[2, 4], new int[2]), "train on a batch", "Call Compile(");
        Assert.Equal("(2, 3)", model.Predict(new float[2, 4]).Shape.ToString());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void Labels_OutOfRange_NameLabelSampleAndClasses(int label)
    {
        string[] parts = [$"label {label} in sample 1", "3 classes", "0 to 2"];
        MessageHas<ArgumentException>(() => Compiled().Fit(new float[2, 4], new[] { 0, label }), parts);
        MessageHas<ArgumentException>(() => Compiled().Evaluate(new float[2, 4], new[] { 0, label }), parts);
        MessageHas<ArgumentException>(() => Compiled().TrainOnBatch(new float[2, 4], new[] { 0, label }), parts);
    }

    [Fact]
    public void Data_Empty_SaysSo()
    {
        MessageHas<ArgumentException>(() => Compiled().Fit(new float[0, 4], Array.Empty<int>()), "Sequential 'net'", "the data is empty", "x.Shape=(0, 4)");
        MessageHas<ArgumentException>(() => Compiled().Evaluate(new float[0, 4], Array.Empty<int>()), "the data is empty");
        MessageHas<ArgumentException>(() => Compiled().Predict(new float[0, 4]), "the data is empty");
    }

    [Fact]
    public void Fit_LossIsNaN_WarnsOnceWithEpochAndStep()
    {
        var x = new float[8, 4];
        x[5, 0] = float.NaN;
        TextWriter before = Console.Error;
        using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            Compiled().Fit(x, new int[8], batchSize: 2, epochs: 1, shuffle: false, verbose: 0);
        }
        finally
        {
            Console.SetError(before);
        }

        string warning = error.ToString();
        Assert.Contains("'net': the loss is not a number (NaN) from epoch 1, step 3 on", warning, StringComparison.Ordinal);
        Assert.Single(warning.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void TerminateOnNaN_LossIsNaN_StopsThere()
    {
        var x = new float[8, 4];
        x[3, 0] = float.NaN;
        int batches = 0;
        var counter = new LambdaCallback(onTrainBatchEnd: (_, _) => batches++);
        TextWriter error = Console.Error, output = Console.Out;
        Console.SetError(TextWriter.Null);
        Console.SetOut(TextWriter.Null);
        History history;
        try
        {
            history = Compiled().Fit(x, new int[8], batchSize: 2, epochs: 3, shuffle: false, verbose: 0, callbacks: [new TerminateOnNaN(), counter]);
        }
        finally
        {
            Console.SetError(error);
            Console.SetOut(output);
        }

        Assert.Equal(2, batches);
        Assert.Equal([0], history.Epoch);
    }

    [Fact]
    public void Integers_ToAFloatLayer_CountAsFloats()
    {
        var layer = new Dense(3);
        Tensor floats = layer.Apply(new float[,] { { 1, 2 }, { 3, 4 } }), integers = layer.Apply(new int[,] { { 1, 2 }, { 3, 4 } });
        Assert.Equal(DType.Float32, integers.DType);
        Assert.Equal(floats.ToArray<float>(), integers.ToArray<float>());

        Sequential model = Compiled();
        model.Compile(new SGD(0.01), "sparse_categorical_crossentropy", ["accuracy"]);
        var bytes = new byte[,] { { 1, 2, 3, 4 }, { 5, 6, 7, 8 } };
        var same = new float[,] { { 1, 2, 3, 4 }, { 5, 6, 7, 8 } };
        Assert.Equal(model.Predict(same).ToArray<float>(), model.Predict(bytes).ToArray<float>());
        model.Fit(bytes, new byte[] { 0, 2 }, verbose: 0);
        model.Fit(same, new long[] { 0, 2 }, verbose: 0);
    }
}
