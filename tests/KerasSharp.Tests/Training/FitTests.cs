using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Optimizers;

namespace KerasSharp.Tests.Training;

[Collection(ProcessWide.Name)]
public sealed class FitTests
{
    /// <summary>Points of four classes: which quadrant they are in.</summary>
    private static (float[,] X, int[] Y) Quadrants(int count)
    {
        var random = new Random(7);
        var x = new float[count, 2];
        var y = new int[count];
        for (int i = 0; i < count; i++)
        {
            (x[i, 0], x[i, 1]) = ((random.NextSingle() * 2) - 1, (random.NextSingle() * 2) - 1);
            y[i] = (x[i, 0] > 0 ? 1 : 0) + (x[i, 1] > 0 ? 2 : 0);
        }

        return (x, y);
    }

    private static Sequential Classifier() => new([new InputLayer([2]), new Dense(32, activation: "relu"), new Dense(4, activation: "softmax")]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_QuadrantsWithAdam_LearnsThem(bool eagerly)
    {
        Utils.SetRandomSeed(1);
        (float[,] x, int[] y) = Quadrants(eagerly ? 256 : 1000);
        Sequential model = Classifier();
        model.Compile(new Adam(0.02), "sparse_categorical_crossentropy", ["accuracy"], runEagerly: eagerly);
        History history = model.Fit(x, y, epochs: eagerly ? 5 : 10, verbose: 0, validationSplit: 0.1);
        Assert.True(history["loss"][^1] < history["loss"][0] * 0.7, string.Join(" ", history["loss"]));
        Assert.Equal(["accuracy", "loss", "val_accuracy", "val_loss"], history.Logs.Keys);
        if (!eagerly)
        {
            Assert.True(model.Evaluate(x, y, verbose: 0)["accuracy"] > 0.9);
            Tensor p = model.Predict(x);
            Assert.Equal("(1000, 4)", p.Shape.ToString());
        }
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSameBits()
    {
        (float[,] x, int[] y) = Quadrants(100);
        float[] Train()
        {
            Utils.SetRandomSeed(3);
            Sequential model = Classifier();
            model.Compile("adam", "sparse_categorical_crossentropy");
            model.Fit(x, y, epochs: 2, verbose: 0);
            return model.Predict(x).ToArray<float>();
        }

        Assert.Equal(Train(), Train());
    }

    [Fact]
    public void Fit_BeforeCompile_SaysSo() => Assert.Contains(
        "to fit it must be compiled", Assert.Throws<InvalidOperationException>(() => Classifier().Fit(new float[1, 2], new int[1])).Message, StringComparison.Ordinal);

    [Fact]
    public void Fit_LengthsDiffer_NamesBoth()
    {
        Sequential model = Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy");
        string message = Assert.Throws<ArgumentException>(() => model.Fit(new float[3, 2], new int[2])).Message;
        Assert.Contains("x.Shape=(3, 2), y.Shape=(2,)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Empty_SaysSo()
    {
        Sequential model = Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy");
        Assert.Contains("the data is empty", Assert.Throws<ArgumentException>(() => model.Fit(new float[0, 2], Array.Empty<int>())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_LabelOutOfRange_NamesLabelAndClasses()
    {
        Sequential model = Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy");
        string message = Assert.Throws<ArgumentException>(() => model.Fit(new float[3, 2], new[] { 0, 4, 1 })).Message;
        Assert.Contains("label 4 in sample 1", message, StringComparison.Ordinal);
        Assert.Contains("4 classes", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_WrongLastAxis_NamesLayerAndSize()
    {
        var layer = new Dense(3, name: "dense_1");
        layer.EnsureBuilt([null, 784]);
        string message = Assert.Throws<ShapeException>(() => layer.Apply(Keras.Input([28, 28]))).Message;
        Assert.StartsWith("Dense 'dense_1': the last axis of the input must be 784", message, StringComparison.Ordinal);
        Assert.Contains("(None, 28, 28)", message, StringComparison.Ordinal);
        Assert.Contains("Put a Flatten layer before it.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_UnknownName_SuggestsTheNearest() => Assert.Contains(
        "Did you mean 'relu'?", Assert.Throws<ArgumentException>(() => new Dense(3, activation: "rleu")).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_NegativeUnits_SaysSo() => Assert.Contains(
        "units must be at least 1. Received: units=-1", Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(-1)).Message, StringComparison.Ordinal);
}
