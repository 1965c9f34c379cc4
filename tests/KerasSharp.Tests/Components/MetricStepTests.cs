using KerasSharp.Layers;
using KerasSharp.Metrics;

namespace KerasSharp.Tests.Components;

/// <summary>Metrics in compiled steps, merged, and of several numbers.</summary>
[Collection(ProcessWide.Name)]
public sealed class MetricStepTests
{
    private static readonly Dictionary<string, Func<Metric>> Metrics = new()
    {
        ["Precision"] = () => new Precision(), ["Precision of top"] = () => new Precision(topK: 2, classId: 1), ["Recall at thresholds"] = () => new Recall([0.2, 0.4]),
        ["TruePositives"] = () => new TruePositives(), ["TrueNegatives"] = () => new TrueNegatives(0.3), ["FalsePositives"] = () => new FalsePositives([0.0, 0.5, 1.0]),
        ["FalseNegatives"] = () => new FalseNegatives(), ["PrecisionAtRecall"] = () => new PrecisionAtRecall(0.5), ["RecallAtPrecision"] = () => new RecallAtPrecision(0.4),
        ["SensitivityAtSpecificity"] = () => new SensitivityAtSpecificity(0.5, classId: 0), ["SpecificityAtSensitivity"] = () => new SpecificityAtSensitivity(0.5),
        ["F1Score"] = () => new F1Score(), ["FBetaScore"] = () => new FBetaScore("weighted", 0.5, 0.4), ["R2Score"] = () => new R2Score(),
        ["R2Score adjusted"] = () => new R2Score("variance_weighted_average", 2), ["OneHotIoU"] = () => new OneHotIoU(3, [0, 2]), ["OneHotMeanIoU"] = () => new OneHotMeanIoU(3),
        ["BinaryIoU"] = () => new BinaryIoU(threshold: 0.3), ["PearsonCorrelation"] = () => new PearsonCorrelation(), ["ConcordanceCorrelation"] = () => new ConcordanceCorrelation(),
        ["CosineSimilarity"] = () => new CosineSimilarity(), ["Hinge"] = () => new Hinge(), ["KLDivergence"] = () => new KLDivergence(), ["AUC"] = () => new AUC(),
        ["AUC of labels"] = () => new AUC(multiLabel: true),
    };

    public static TheoryData<string> Names => [.. Metrics.Keys];

    private static readonly Tensor X = Keras.Random.Normal([40, 4], seed: 1), Y = Ops.OneHot(Ops.Argmax(X[.., 0..3], axis: 1), 3);

    /// <summary>Three batches, the last of another size.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluate_CompiledAndOpByOp_GivesTheMetricOfAllSamples(string name)
    {
        Utils.SetRandomSeed(3);
        var model = new Sequential([new InputLayer([4]), new Dense(3, activation: "softmax")]);
        Metric whole = Metrics[name](), compiled = Metrics[name](), eager = Metrics[name]();
        double expected = Mean(whole.Apply(Y, model.Predict(X)));
        model.Compile(loss: "categorical_crossentropy", metrics: [compiled]);
        double found = model.Evaluate(X, Y, batchSize: 16, verbose: 0)[compiled.Name];
        model.Compile(loss: "categorical_crossentropy", metrics: [eager], runEagerly: true);
        double foundEager = model.Evaluate(X, Y, batchSize: 16, verbose: 0)[eager.Name];
        Assert.Equal(expected, found, 5);
        Assert.Equal(expected, foundEager, 5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void MergeState_OfParts_IsTheStateOfTheWhole(string name)
    {
        Tensor p = Ops.Softmax(Keras.Random.Normal([40, 3], seed: 4));
        Metric whole = Metrics[name](), first = Metrics[name](), second = Metrics[name]();
        whole.UpdateState(Y, p);
        first.UpdateState(Y[0..16], p[0..16]);
        second.UpdateState(Y[16..40], p[16..40]);
        first.MergeState(second);
        Assert.Equal(Mean(whole.Result()), Mean(first.Result()), 5);
        first.ResetState();
        Assert.All(first.Variables, v => Assert.Equal(0f, (float)Ops.Sum(Ops.Abs(Ops.Cast(v.Value, DType.Float32)))));
    }

    /// <summary>Counts by hand: labels 1 1 0 0 against 0.9 0.2 0.6 0.1.</summary>
    [Fact]
    public void Rates_OfFourSamples_AreThoseCountedByHand()
    {
        Tensor y = new float[] { 1, 1, 0, 0 }, p = new[] { 0.9f, 0.2f, 0.6f, 0.1f };
        Assert.Equal(0.5f, (float)new Precision().Apply(y, p));
        Assert.Equal(0.5f, (float)new Recall().Apply(y, p));
        Assert.Equal([1f, 1f, 0f], new Recall([0, 0.1, 0.95]).Apply(y, p).ToArray<float>());
        Assert.Equal(2f, (float)new FalsePositives(0.05).Apply(y, p));
        Assert.Equal(3f, (float)new TruePositives().Apply(y, p, new float[] { 3, 1, 1, 1 }));
        Assert.Equal(2f / 3, (float)new PrecisionAtRecall(1).Apply(y, p), 5);
        Assert.Equal(0f, (float)new RecallAtPrecision(1, numThresholds: 1).Apply(y, p), 5);
    }

    /// <summary>A class that no sample has and none was taken for does not count; weights of samples are whole numbers where the state is.</summary>
    [Fact]
    public void MeanIoU_WithAnAbsentClassAndWeights_CountsWhatThereIs()
    {
        Tensor y = new[] { 0, 0, 1, 1 }, p = new[] { 0, 1, 0, 1 };
        Assert.Equal(1f / 3, (float)new MeanIoU(3).Apply(y, p), 5);
        Assert.Equal(((0.3 / 0.9) + (0.1 / 0.7)) / 2, (float)new MeanIoU(2, dtype: DType.Float32).Apply(y, p, new[] { 0.3f, 0.3f, 0.3f, 0.1f }), 5);
        Assert.Equal(0f, (float)new MeanIoU(2).Apply(y, p, new[] { 0.3f, 0.3f, 0.3f, 0.1f }));
        Assert.Equal(0.5f, (float)new MeanIoU(2, ignoreClass: -1).Apply(new[] { 0, -1, 0, 1 }, new[] { 0, 1, 1, 1 }), 5);
    }

    private static double Mean(Tensor result) => (float)Ops.Mean(result);
}
