using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Optimizers;

namespace KerasSharp.Tests.Training;

/// <summary>Mistakes made while models are put together and trained, and the unusual that is none.</summary>
[Collection(ProcessWide.Name)]
public sealed class UserErrorTests
{
    private static Sequential Compiled()
    {
        var model = new Sequential([new InputLayer([4]), new Dense(8, activation: "relu", name: "hidden"), new Dense(3, activation: "softmax", name: "classes")], name: "net");
        model.Compile(new SGD(0.1), "sparse_categorical_crossentropy");
        return model;
    }

    private static void MessageHas<T>(Func<object?> make, params string[] parts)
        where T : Exception
    {
        string message = Assert.Throws<T>(() => { _ = make(); }).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Add_AfterTheModelIsBuilt_Extends()
    {
        var model = new Sequential();
        model.Add(new Dense(3));
        Assert.False(model.Built);
        Assert.Equal("(2, 3)", model.Predict(new float[2, 5]).Shape.ToString());
        model.Add(new Dense(7));
        Assert.Equal("(2, 7)", model.Predict(new float[2, 5]).Shape.ToString());
        Assert.Equal(4, model.Weights.Count);
    }

    [Fact]
    public void Add_LayerThatDoesNotFit_LeavesTheModelAsItWas()
    {
        Sequential model = Compiled();
        Assert.Throws<ShapeException>(() => model.Add(new Conv2D(2, 3)));
        Assert.Equal(2, model.Layers.Count);
        Assert.Equal("(1, 3)", model.Predict(new float[1, 4]).Shape.ToString());
    }

    [Fact]
    public void Pop_DownToNothing_SaysSo()
    {
        var model = new Sequential([new InputLayer([4]), new Dense(2, name: "a")], name: "net");
        Assert.Equal("a", model.Pop().Name);
        Assert.Empty(model.Weights);
        Assert.Equal("(1, 4)", model.Predict(new float[1, 4]).Shape.ToString());
        model.Add(new Dense(5));
        Assert.Equal("(1, 5)", model.Predict(new float[1, 4]).Shape.ToString());
        model.Pop();
        model.Pop();
        MessageHas<InvalidOperationException>(model.Pop, "Sequential 'net'", "no layers");
    }

    [Fact]
    public void GetLayer_UnknownName_SuggestsTheNearest() => MessageHas<ArgumentException>(() => Compiled().GetLayer("hiden"), "Sequential 'net'", "'hiden'", "Did you mean 'hidden'?");

    [Fact]
    public void GetLayer_ByIndex_CountsFromBothEnds()
    {
        Sequential model = Compiled();
        Assert.Equal("hidden", model.GetLayer(0).Name);
        Assert.Equal("classes", model.GetLayer(-1).Name);
        MessageHas<ArgumentOutOfRangeException>(() => model.GetLayer(2), "index=2", "less than 2");
    }

    [Fact]
    public void Model_GraphThatNeedsAnotherInput_NamesIt()
    {
        Tensor a = Keras.Input([4], name: "a"), b = Keras.Input([4], name: "b");
        Tensor y = new Add().Apply([new Dense(4).Apply(a), new Dense(4).Apply(b)]);
        MessageHas<ArgumentException>(() => new Model(a, y), "input 'b'", "inputs=(a)", "Add its tensor to inputs");
    }

    [Fact]
    public void Model_TensorOfNumbers_SaysWhatIsExpected() =>
        MessageHas<ArgumentException>(() => new Model(Keras.Input([2]), Tensor.From(new float[1, 2])), "outputs must be symbolic tensors", "(1, 2)", "Keras.Input");

    [Fact]
    public void Names_Twice_AreRefused()
    {
        MessageHas<ArgumentException>(() => new Sequential([new Dense(1, name: "x"), new Dense(1, name: "x")]), "'x' twice");
        Tensor a = Keras.Input([4]);
        MessageHas<ArgumentException>(() => new Model(a, new Dense(1, name: "x").Apply(new Dense(4, name: "x").Apply(a))), "'x' 2 times", "different names");
    }

    [Fact]
    public void Layers_OnInputsOfAnotherSize_NameLayerSizeAndShape()
    {
        void Refuses(Layer layer, Shape first, Shape second, params string[] parts)
        {
            layer.EnsureBuilt(first);
            MessageHas<ShapeException>(() => layer.Apply(Ops.Zeros(second)), [layer.Name, .. parts]);
            MessageHas<ShapeException>(() => layer.Apply(Keras.Input(second[1..])), [layer.Name, .. parts]);
        }

        Refuses(new Dense(2), [1, 4], [1, 5], "must be 4", "5)");
        Refuses(new Conv2D(2, 3), [1, 8, 8, 3], [1, 8, 8, 4], "must be 3", "8, 4)");
        Refuses(new DepthwiseConv2D(3), [1, 8, 8, 3], [1, 8, 8, 4], "must be 3", "8, 4)");
        Refuses(new BatchNormalization(), [1, 4], [1, 5], "must be 4", "5)");
        Refuses(new LayerNormalization(), [1, 4], [1, 5], "must be 4", "5)");
        Refuses(new LSTM(2), [1, 3, 4], [1, 3, 5], "must be 4", "3, 5)");
        Refuses(new LSTM(2), [1, 3, 4], [1, 4], "rank 3", "4)");
        Refuses(new GRU(2), [1, 3, 4], [1, 3, 5], "must be 4", "3, 5)");
    }

    [Fact]
    public void Layers_Shared_TakeOtherLengths()
    {
        var layer = new LSTM(2);
        Assert.Equal("(1, 2)", layer.Apply(new float[1, 3, 4]).Shape.ToString());
        Assert.Equal("(2, 2)", layer.Apply(new float[2, 7, 4]).Shape.ToString());
    }

    [Fact]
    public void Fit_ValidationDataOfAnotherSize_FailsBeforeTraining()
    {
        int epochs = 0;
        var counter = new LambdaCallback(onEpochBegin: (_, _) => epochs++);
        MessageHas<ShapeException>(() => Compiled().Fit(new float[6, 4], new int[6], verbose: 0, callbacks: [counter], validationData: (new float[2, 5], new int[2])), "must be 4", "5)");
        Assert.Equal(0, epochs);
    }

    [Fact]
    public void Fit_ValidationDataOfAnotherLength_IsFine()
    {
        History history = Compiled().Fit(new float[6, 4], new int[6], batchSize: 4, verbose: 0, validationData: (new float[3, 4], new int[3]), validationBatchSize: 2);
        Assert.Single(history["val_loss"]);
    }

    [Fact]
    public void ClassWeight_WithoutAClass_CountsItAsOne()
    {
        var x = new float[6, 4];
        int[] y = [0, 1, 2, 0, 1, 2];
        for (int i = 0; i < 6; i++)
        {
            x[i, y[i]] = 1;
        }

        float[] Train(bool classes)
        {
            Utils.SetRandomSeed(4);
            Sequential model = Compiled();
            if (classes)
            {
                model.Fit(x, y, epochs: 2, verbose: 0, shuffle: false, classWeight: new Dictionary<int, double> { [0] = 2, [2] = 0.5 });
            }
            else
            {
                model.Fit(x, y, epochs: 2, verbose: 0, shuffle: false, sampleWeight: new float[] { 2, 1, 0.5f, 2, 1, 0.5f });
            }

            return model.Weights[0].Value.ToArray<float>();
        }

        Assert.Equal(Train(classes: false), Train(classes: true));
    }

    [Fact]
    public void SampleWeight_OfAnotherLength_NamesAllShapes() => MessageHas<ArgumentException>(
        () => Compiled().Fit(new float[6, 4], new int[6], sampleWeight: new float[5]), "x.Shape=(6, 4), y.Shape=(6,), sampleWeight.Shape=(5,)");

    [Fact]
    public void Weights_OfClassesAndSamples_AreRefusedTogether() => MessageHas<ArgumentException>(
        () => Compiled().Fit(new float[6, 4], new int[6], sampleWeight: new float[6], classWeight: new Dictionary<int, double> { [0] = 1 }), "classWeight and sampleWeight");

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Fit_InitialEpochPastTheLast_RunsNone(int initialEpoch)
    {
        Sequential model = Compiled();
        List<string> seen = [];
        var spy = new LambdaCallback(onTrainBegin: _ => seen.Add("begin"), onEpochBegin: (_, _) => seen.Add("epoch"), onTrainEnd: _ => seen.Add("end"));
        History history = model.Fit(new float[6, 4], new int[6], epochs: 3, initialEpoch: initialEpoch, verbose: 0, callbacks: [spy]);
        Assert.Empty(history.Epoch);
        Assert.Equal(["begin", "end"], seen);
    }

    [Fact]
    public void Fit_StepsPerEpochBeyondTheData_WarnsAndGoesOn()
    {
        List<int> steps = [];
        var spy = new LambdaCallback(onTrainBatchEnd: (b, _) => steps.Add(b));
        History history = null!;
        string errors = Captured.Errors(() => history = Compiled().Fit(new float[6, 4], new int[6], batchSize: 2, epochs: 2, stepsPerEpoch: 5, verbose: 0, callbacks: [spy]));
        Assert.Equal(2, Captured.Count(errors, "ran out of data after 3 of the 5 steps"));
        Assert.Equal([0, 1, 2, 0, 1, 2], steps);
        Assert.Equal(2, history.Epoch.Count);
    }

    [Fact]
    public void Fit_StepsPerEpochWithinTheData_GoesOnWhereItStopped()
    {
        var x = new float[6, 4];
        for (int i = 0; i < 6; i++)
        {
            x[i, 0] = i;
        }

        Sequential model = new([new InputLayer([4]), new Dense(1, kernelInitializer: "ones")]);
        model.Compile(new SGD(0.0), "mae");
        History history = model.Fit(x, new float[6, 1], batchSize: 1, epochs: 3, stepsPerEpoch: 2, shuffle: false, verbose: 0);
        Assert.Equal([0.5, 2.5, 4.5], history["loss"]);
    }
}
