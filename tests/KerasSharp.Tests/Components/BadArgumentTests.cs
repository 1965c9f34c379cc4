using KerasSharp.Constraints;
using KerasSharp.Initializers;
using KerasSharp.Losses;
using KerasSharp.Metrics;
using KerasSharp.Optimizers;
using KerasSharp.Optimizers.Schedules;
using KerasSharp.Regularizers;

namespace KerasSharp.Tests.Components;

/// <summary>Arguments that make no sense are refused where they are given, with class, argument and value.</summary>
public class BadArgumentTests
{
    private static readonly Tensor Two = new float[,] { { 1, 0 }, { 0, 1 } };

    private static readonly Dictionary<string, (Func<object> Make, string Message)> Rows = new()
    {
        ["reduction"] = (() => MeanSquaredErrorLoss("average"), "MeanSquaredError: the reduction must be"),
        ["BinaryCrossentropy"] = (() => new Losses.BinaryCrossentropy(labelSmoothing: 2), "BinaryCrossentropy: labelSmoothing must be between 0 and 1. Received: labelSmoothing=2"),
        ["CategoricalCrossentropy"] = (() => new Losses.CategoricalCrossentropy(labelSmoothing: -1), "labelSmoothing must be between 0 and 1"),
        ["BinaryFocalCrossentropy alpha"] = (() => new BinaryFocalCrossentropy(alpha: 1.5), "BinaryFocalCrossentropy: alpha must be between 0 and 1. Received: alpha=1.5"),
        ["BinaryFocalCrossentropy gamma"] = (() => new BinaryFocalCrossentropy(gamma: -1), "gamma must be 0 or more"),
        ["CategoricalFocalCrossentropy gamma"] = (() => new CategoricalFocalCrossentropy(gamma: double.NaN), "CategoricalFocalCrossentropy: gamma must be 0 or more. Received: gamma=NaN"),
        ["CategoricalFocalCrossentropy alpha"] = (() => new CategoricalFocalCrossentropy([0.1, 0.2, 0.3]).Apply(Two, Two), "alpha must be one number or one for each class"),
        ["GeneralizedCrossEntropy"] = (() => new CategoricalGeneralizedCrossEntropy(1), "CategoricalGeneralizedCrossEntropy: q must be greater than 0 and less than 1. Received: q=1"),
        ["GeneralizedCrossEntropy labels"] = (() => new CategoricalGeneralizedCrossEntropy().Apply(new[] { 0, 2 }, Two), "CategoricalGeneralizedCrossEntropy: labels must be class numbers from 0 to 1"),
        ["Huber"] = (() => new Huber(0), "Huber: delta must be greater than 0. Received: delta=0"),
        ["Circle"] = (() => new Circle(gamma: -2), "Circle: gamma must be greater than 0"),
        ["Circle shapes"] = (() => new Circle().Apply(new[] { 0, 1, 2 }, Two), "Circle: embeddings must be (batch, size)"),
        ["CTC shapes"] = (() => new CTC().Apply(new[] { 0, 1 }, Two), "CTC: labels must be (batch, labels), predictions (batch, time, classes). Received: yTrue.Shape=(2,), yPred.Shape=(2, 2)"),
        ["LossFunctionWrapper"] = (() => new LossFunctionWrapper("mean_sqared_error"), "Did you mean 'mean_squared_error'?"),
        ["Dice axis"] = (() => new Dice(axis: [1, 2]).Apply(Two, Two), "axis"),

        ["Precision thresholds"] = (() => new Precision(thresholds: [0.5, 1.5]), "Precision: thresholds must be between 0 and 1. Received: thresholds=(0.5, 1.5)"),
        ["Recall topK"] = (() => new Recall(topK: 0), "Recall: topK must be at least 1. Received: topK=0"),
        ["Recall classId"] = (() => new Recall(classId: -1), "Recall: classId must be at least 0"),
        ["Precision classId"] = (() => new Precision(classId: 2).Apply(Two, Two), "predictions must have a last axis of classes that holds classId"),
        ["Precision topK"] = (() => new Precision(topK: 3).Apply(Two, Two), "a last axis of at least topK classes"),
        ["Precision shapes"] = (() => new Precision().Apply(new float[] { 1, 0, 1 }, Two), "labels must have the shape of the predictions"),
        ["PrecisionAtRecall"] = (() => new PrecisionAtRecall(1.2), "PrecisionAtRecall: recall must be between 0 and 1. Received: recall=1.2"),
        ["RecallAtPrecision"] = (() => new RecallAtPrecision(0.5, numThresholds: 0), "RecallAtPrecision: numThresholds must be at least 1"),
        ["SensitivityAtSpecificity"] = (() => new SensitivityAtSpecificity(-0.1), "SensitivityAtSpecificity: specificity must be between 0 and 1"),
        ["SpecificityAtSensitivity"] = (() => new SpecificityAtSensitivity(2), "SpecificityAtSensitivity: sensitivity must be between 0 and 1"),
        ["IoU classes"] = (() => new IoU(0, [0]), "IoU: numClasses must be at least 1"),
        ["IoU targets"] = (() => new IoU(3, [1, 3]), "IoU: targetClassIds must be classes, from 0 to 2. Received: targetClassIds=(1, 3), numClasses=3"),
        ["MeanIoU labels"] = (() => new MeanIoU(2).Apply(new[] { 0, 2 }, new[] { 0, 1 }), "MeanIoU: labels must be class numbers from 0 to 1"),
        ["MeanIoU shapes"] = (() => new MeanIoU(2).Apply(new[] { 0, 1 }, Two), "there must be a label for each prediction"),
        ["F1Score"] = (() => new F1Score("mean"), "F1Score: average must be null"),
        ["F1Score threshold"] = (() => new F1Score(threshold: 0), "F1Score: the threshold must be greater than 0 and at most 1. Received: threshold=0"),
        ["F1Score shapes"] = (() => new F1Score().Apply(new float[] { 1, 0 }, new float[] { 1, 0 }), "labels and predictions must both be (batch, classes)"),
        ["FBetaScore"] = (() => new FBetaScore(beta: 0), "FBetaScore: beta must be greater than 0"),
        ["R2Score"] = (() => new R2Score("mean"), "R2Score: classAggregation must be null"),
        ["R2Score regressors"] = (() => new R2Score(numRegressors: -1), "R2Score: numRegressors must be at least 0"),
        ["AUC curve"] = (() => new AUC(curve: "PRROC"), "AUC: the curve must be"),
        ["AUC thresholds"] = (() => new AUC(numThresholds: 1), "AUC: numThresholds must be at least 2"),
        ["AUC labels"] = (() => new AUC(numLabels: 3), "AUC: numLabels is for multiLabel alone. Received: numLabels=3"),
        ["AUC label weights"] = (() => new AUC(labelWeights: [1, -1]), "AUC: labelWeights must be 0 or more"),
        ["AUC multi"] = (() => new AUC(multiLabel: true, numLabels: 3).Apply(Two, Two), "predictions must be (batch, labels) with 3 labels"),
        ["AUC shapes"] = (() => new AUC().Apply(new float[] { 1, 0, 1 }, Two), "labels must have the shape of the predictions"),
        ["MergeState"] = (() => Merged(new Precision(), new Precision(thresholds: [0.1, 0.2])), "states can be merged of metrics made with the same arguments"),

        ["Adam clipping"] = (() => new Adam(clipnorm: 1, clipvalue: 1), "Adam: only one of clipnorm, clipvalue and globalClipnorm can be set"),
        ["accumulation"] = (() => new Nadam(gradientAccumulationSteps: 1), "Nadam: gradientAccumulationSteps must be at least 2"),
        ["ema"] = (() => new Adagrad(useEma: true, emaMomentum: 2), "Adagrad: emaMomentum must be in the range [0, 1]"),
        ["Adagrad"] = (() => new Adagrad(initialAccumulatorValue: -1), "Adagrad: initialAccumulatorValue must be 0 or more. Received: initialAccumulatorValue=-1"),
        ["Adadelta"] = (() => new Adadelta(rho: 1), "Adadelta: rho must be 0 or more and less than 1"),
        ["Adamax"] = (() => new Adamax(beta1: 1), "Adamax: beta1 must be 0 or more and less than 1"),
        ["Nadam"] = (() => new Nadam(beta2: -1), "Nadam: beta2 must be 0 or more and less than 1"),
        ["Lamb"] = (() => new Lamb(beta2: 1.5), "Lamb: beta2 must be"),
        ["Lion"] = (() => new Lion(beta1: 0), "Lion: beta1 must be greater than 0 and at most 1. Received: beta1=0"),
        ["Ftrl"] = (() => new Ftrl(learningRatePower: 0.5), "Ftrl: learningRatePower must be 0 or less"),
        ["Ftrl l1"] = (() => new Ftrl(l1RegularizationStrength: -1), "Ftrl: l1RegularizationStrength must be 0 or more"),
        ["Adafactor"] = (() => new Adafactor(clipThreshold: 0), "Adafactor: clipThreshold must be greater than 0"),
        ["Muon steps"] = (() => new Muon(nsSteps: 0), "Muon: nsSteps must be at least 1"),
        ["Muon patterns"] = (() => new Muon(excludeLayers: ["("]), "Muon: excludeLayers must be regular expressions"),
        ["ScheduleFreeAdamW"] = (() => new ScheduleFreeAdamW(beta1: 0), "ScheduleFreeAdamW: beta1 must be greater than 0 and less than 1"),
        ["warmup"] = (() => new ScheduleFreeAdamW(warmupSteps: -1), "ScheduleFreeAdamW: warmupSteps must be at least 0"),
        ["LossScale"] = (() => new LossScaleOptimizer("adam", initialScale: 0), "LossScaleOptimizer: initialScale must be greater than 0"),
        ["LossScale growth"] = (() => new LossScaleOptimizer("adam", dynamicGrowthSteps: 0), "LossScaleOptimizer: dynamicGrowthSteps must be at least 1"),
        ["OptimizerMap"] = (() => new OptimizerMap("adam") { ["[a"] = "sgd" }, "OptimizerMap must be regular expressions"),
        ["MultiOptimizer rate"] = (() => new MultiOptimizer(new OptimizerMap("adam")).LearningRate, "Read or set Optimizers[i].LearningRate"),
        ["SetWeights early"] = (() => SetWeights(new Adam(), build: false), "it must be built before its variables can be set"),
        ["SetWeights count"] = (() => SetWeights(new Adam(), build: true), "there must be a value for each of the 4 variables, in its shape. Received: weights.Count=1"),
        ["excluded late"] = (() => Exclude(new AdamW()), "before the optimizer is built"),
        ["legacy"] = (() => new Optimizers.Legacy.Adam(0.1), "keras.optimizers.legacy.Adam: the optimizers of Keras 2 are not part of Keras 3. Write new KerasSharp.Optimizers.Adam(...)"),
        ["CosineDecay"] = (() => new CosineDecay(0.1, 0), "CosineDecay: there must be at least one step"),
        ["PiecewiseConstantDecay"] = (() => new PiecewiseConstantDecay([1, 2], [0.1, 0.2]), "PiecewiseConstantDecay"),

        ["seed"] = (() => new GlorotUniform(seed: -1), "A seed must be 0 or more. Received: seed=-1"),
        ["VarianceScaling"] = (() => new VarianceScaling(mode: "fan"), "VarianceScaling: the mode must be"),
        ["Identity"] = (() => new Identity().Call([2, 2, 2]), "Identity: the weight must have rank 2"),
        ["L1"] = (() => new L1(-1), "L1: the factor must be finite and 0 or more. Received: l1=-1"),
        ["OrthogonalRegularizer"] = (() => new OrthogonalRegularizer(mode: "diagonal"), "OrthogonalRegularizer"),
        ["MaxNorm"] = (() => new MaxNorm(axis: [5]).Call(Two), "axis"),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Argument_OutOfItsRange_IsRefusedByName(string row)
    {
        (Func<object> make, string message) = Rows[row];
        Exception? e = Record.Exception(make);
        Assert.True(e is ArgumentException or ShapeException or NotSupportedException or InvalidOperationException, $"{row}: {e?.GetType().Name ?? "nothing"} was thrown: {e?.Message}");
        Assert.Contains(message, e!.Message, StringComparison.Ordinal);
    }

    private static object MeanSquaredErrorLoss(string reduction) => new Losses.MeanSquaredError(reduction);

    private static object SetWeights(Optimizer optimizer, bool build)
    {
        if (build)
        {
            optimizer.Build([new Variable(new float[2])]);
        }

        optimizer.SetWeights([1f]);
        return optimizer;
    }

    private static object Exclude(Optimizer optimizer)
    {
        optimizer.Build([new Variable(new float[2])]);
        optimizer.ExcludeFromWeightDecay("bias");
        return optimizer;
    }

    private static object Merged(Metric metric, Metric other)
    {
        metric.MergeState(other);
        return metric;
    }
}
