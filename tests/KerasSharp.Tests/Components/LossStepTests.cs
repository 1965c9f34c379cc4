using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Losses;

namespace KerasSharp.Tests.Components;

/// <summary>Losses in training: compiled as op by op, masked, made of functions; values by hand.</summary>
[Collection(ProcessWide.Name)]
public sealed class LossStepTests
{
    private static readonly Tensor X = Keras.Random.Normal([24, 3], seed: 1), OneHot = Ops.OneHot(Ops.Argmax(X, axis: 1), 3);

    private static readonly Dictionary<string, (Func<Loss> Make, Tensor Labels)> Rows = new()
    {
        ["Huber"] = (() => new Huber(0.3), OneHot), ["LogCosh"] = (() => new LogCosh(), OneHot), ["Poisson"] = (() => new Poisson(), OneHot),
        ["KLDivergence"] = (() => new KLDivergence(), OneHot), ["Hinge"] = (() => new Hinge(), OneHot), ["SquaredHinge"] = (() => new SquaredHinge(), OneHot),
        ["CategoricalHinge"] = (() => new CategoricalHinge(), OneHot), ["CosineSimilarity"] = (() => new CosineSimilarity(), OneHot),
        ["BinaryFocal"] = (() => new BinaryFocalCrossentropy(applyClassBalancing: true), OneHot),
        ["CategoricalFocal"] = (() => new CategoricalFocalCrossentropy([0.2, 0.3, 0.5], labelSmoothing: 0.1), OneHot),
        ["GeneralizedCrossEntropy"] = (() => new CategoricalGeneralizedCrossEntropy(0.7), Ops.Argmax(X, axis: 1)), ["Circle"] = (() => new Circle(gamma: 4), Ops.Argmax(X, axis: 1)),
        ["Dice"] = (() => new Dice(), OneHot), ["Tversky by sample"] = (() => new Tversky(0.3, 0.7, axis: -1), OneHot),
        ["MeanSquaredLogarithmicError"] = (() => new MeanSquaredLogarithmicError(), OneHot),
        ["function"] = (() => new LossFunctionWrapper((y, p) => Ops.Mean(Ops.Abs(y - p), axis: -1)), OneHot),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_EachLoss_FallsAndIsTheSameCompiledAndEager(string name)
    {
        (Func<Loss> make, Tensor labels) = Rows[name];
        IReadOnlyList<double> compiled = Train(make(), labels, runEagerly: false), eager = Train(make(), labels, runEagerly: true);
        Assert.True(compiled[^1] < compiled[0], string.Join(" ", compiled));
        Assert.All(compiled.Zip(eager), pair => Assert.Equal(pair.First, pair.Second, 4));
    }

    [Fact]
    public void Fit_CTC_LearnsALabelling()
    {
        Utils.SetRandomSeed(2);
        var model = new Sequential([new InputLayer([6, 4]), new Dense(5)]);
        model.Compile("adam", new CTC());
        Tensor x = Keras.Random.Normal([8, 6, 4], seed: 3), y = Ops.Tile(Tensor.From([1, 2, 0], Shape.Of(1, 3)), [8, 1]);
        History history = model.Fit(x, y, epochs: 20, verbose: 0);
        Assert.True(history["loss"][^1] < history["loss"][0]);
    }

    /// <summary>One label in one step: the loss is minus the logarithm of its softmax.</summary>
    [Fact]
    public void Values_OfSmallCases_AreThoseComputedByHand()
    {
        Tensor Row(params float[] values) => Tensor.From(values, Shape.Of(1, values.Length));
        Assert.Equal(Math.Log(1 + Math.E) - 1, (float)new CTC().Apply(Tensor.From([1], Shape.Of(1, 1)), Tensor.From([0f, 1f], Shape.Of(1, 1, 2))), 5);
        Assert.Equal(((0.5 * 0.25) + (2 - 0.5)) / 2, (float)new Huber().Apply(Row(0, 0), Row(0.5f, 2)), 5);
        Assert.Equal(100 * (0.5 + 1) / 2, (float)new MeanAbsolutePercentageError().Apply(Row(2, 1), Row(1, 0)), 3);
        Assert.Equal(-0.6, (float)new CosineSimilarity().Apply(Row(1, 0), Row(3, 4)), 5);
        Assert.Equal((0.5 + 1.5) / 2, (float)new Hinge().Apply(Row(1, 0), Row(0.5f, 0.5f)), 5);
        Assert.Equal((1 + 0.5) / 2, (float)new Hinge().Apply(Row(2, 0.5f), Row(0, 1)), 5);
        Assert.Equal(1 - (2.0 / 3), (float)new Dice().Apply(Row(1, 1), Row(1, 0)), 5);
        Assert.Equal(1 - (1 / 1.7), (float)new Tversky(0.3, 0.7).Apply(Row(1, 1), Row(1, 0)), 5);
        Assert.Equal(0.25 * 0.25 * Math.Log(2), (float)new CategoricalFocalCrossentropy().Apply(Row(1, 0), Row(0.5f, 0.5f)), 5);
        Assert.Equal((1 - Math.Sqrt(0.25)) / 0.5, (float)new CategoricalGeneralizedCrossEntropy().Apply(new[] { 1 }, Row(0.75f, 0.25f)), 5);
    }

    [Fact]
    public void Apply_MaskAndWeights_CountOnlyWhatIsLeft()
    {
        Tensor y = new float[,,] { { { 0 }, { 5 }, { 0 } } }, p = new Masking(-1).Apply(new float[,,] { { { 1 }, { -1 }, { 3 } } });
        Assert.Equal((1 + 9) / 2f, (float)new LossFunctionWrapper("mean_squared_error").Apply(y, p), 4);
        Assert.Equal((2 + 9) / 3f, (float)new MeanSquaredError("mean_with_sample_weight").Apply(y, p, new float[,] { { 2, 5, 1 } }), 4);
        Assert.Equal([1f, 0f, 9f], new MeanSquaredError(null).Apply(y, p).ToArray<float>());
    }

    private static IReadOnlyList<double> Train(Loss loss, Tensor labels, bool runEagerly)
    {
        Utils.SetRandomSeed(4);
        var model = new Sequential([new InputLayer([3]), new Dense(8, activation: "tanh"), new Dense(3, activation: "softmax")]);
        model.Compile(new Optimizers.Adam(0.02), loss, runEagerly: runEagerly);
        return model.Fit(X, labels, batchSize: 24, epochs: 5, shuffle: false, verbose: 0)["loss"];
    }
}
