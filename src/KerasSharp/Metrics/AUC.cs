using KerasSharp.Losses;
using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Metrics;

/// <summary>
/// The area under the curve of true against false positives (ROC), or of precision against recall (PR), from counts at a number of thresholds.
/// </summary>
/// <remarks>
/// <c>yTrue</c> (0 or 1) and <c>yPred</c> (0 to 1): the same shape, <c>(batch, labels)</c> where <c>multiLabel</c>. State: true positives, false
/// positives, true negatives, false negatives, each <c>(thresholds)</c> or <c>(thresholds, labels)</c>.
/// </remarks>
[KerasSerializable(Module, "AUC")]
public sealed partial class AUC : Metric
{
    private readonly string _curve, _summationMethod;
    private readonly bool _multiLabel, _fromLogits, _given;
    private readonly float[]? _labelWeights;
    private readonly ThresholdSet _thresholds;
    private ConfusionCounts? _counts;
    private int? _numLabels;

    /// <summary>An area over no samples yet: 0.</summary>
    /// <param name="numThresholds">Number of thresholds, 2 or more.</param>
    /// <param name="curve"><c>"ROC"</c> or <c>"PR"</c> (or in small letters).</param>
    /// <param name="summationMethod"><c>"interpolation"</c> (trapezoids; for PR after Davis and Goadrich 2006), <c>"minoring"</c> or <c>"majoring"</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="dtype">Dtype of its state.</param>
    /// <param name="thresholds">The thresholds themselves, between 0 and 1, instead of a number of them.</param>
    /// <param name="multiLabel">Whether the areas of the labels are computed each for itself and then averaged.</param>
    /// <param name="numLabels">Number of labels, where known before the first batch.</param>
    /// <param name="labelWeights">Weights of the labels in the average.</param>
    /// <param name="fromLogits">Whether predictions are logits.</param>
    /// <exception cref="ArgumentException">An argument is none of those.</exception>
    public AUC(
        int numThresholds = 200, string curve = "ROC", string summationMethod = "interpolation", string? name = null, DType? dtype = null,
        float[]? thresholds = null, bool multiLabel = false, int? numLabels = null, float[]? labelWeights = null, bool fromLogits = false)
        : base(name, dtype)
    {
        _curve = curve switch { "ROC" or "roc" => "ROC", "PR" or "pr" => "PR", _ => null } ?? throw new ArgumentException($"AUC: the curve must be \"ROC\" or \"PR\". Received: curve=\"{curve}\".", nameof(curve));
        _summationMethod = summationMethod is "interpolation" or "minoring" or "majoring" or "Interpolation" or "Minoring" or "Majoring" ? summationMethod?.ToLowerInvariant()! : throw new ArgumentException(
            $"AUC: summationMethod must be \"interpolation\", \"minoring\" or \"majoring\". Received: summationMethod=\"{summationMethod}\".", nameof(summationMethod));
        _thresholds = thresholds is null ? ThresholdSet.Spread(Arguments.AtLeast(nameof(AUC), nameof(numThresholds), numThresholds, 2)) : ThresholdSet.Around(thresholds, nameof(AUC));
        if (numLabels is not null && !multiLabel)
        {
            throw new ArgumentException($"AUC: numLabels is for multiLabel alone. Received: numLabels={numLabels}, multiLabel=false. Leave it out, or set multiLabel.", nameof(numLabels));
        }

        if (labelWeights is not null && Array.Exists(labelWeights, w => !(w >= 0)))
        {
            throw new ArgumentException($"AUC: labelWeights must be 0 or more. Received: labelWeights=({string.Join(", ", labelWeights)}).", nameof(labelWeights));
        }

        (_given, _multiLabel, _numLabels, _labelWeights, _fromLogits) = (thresholds is not null, multiLabel, numLabels, labelWeights, fromLogits);
        if (!multiLabel)
        {
            _counts = MakeCounts(Shape.Of(_thresholds.Count));
        }
        else if (numLabels is { } known)
        {
            _counts = MakeCounts(Shape.Of(_thresholds.Count, known));
        }
    }

    /// <summary>The thresholds, with one just below 0 and one just above 1.</summary>
    public IReadOnlyList<float> Thresholds => _thresholds.Values;

    /// <inheritdoc/>
    public override string? Direction => "up";

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        (yTrue, yPred) = LossFunctions.Prepare(yTrue, yPred);
        yPred = Prim.Convert(_fromLogits ? Prim.Sigmoid(yPred) : yPred, Dtype);
        Check(yTrue, yPred);
        Tensor weight = Weights(yPred, sampleWeight);
        if (_multiLabel && _counts is null)
        {
            _numLabels = yPred.Shape[^1];
            _counts = MakeCounts(Shape.Of(_thresholds.Count, _numLabels.Value));
        }

        _counts!.Add(Prim.Convert(yTrue, Dtype), yPred, weight, _thresholds);
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        if (_counts is null)
        {
            return Prim.Scalar(0, Dtype);
        }

        Tensor increments = _curve == "PR" && _summationMethod == "interpolation" ? _counts.InterpolatedPrecision() : Rectangles();
        if (!_multiLabel)
        {
            return Prim.ReduceSum(increments);
        }

        Tensor areas = Prim.ReduceSum(increments, 0);
        if (_labelWeights is null)
        {
            return LossFunctions.MeanOfLast(areas);
        }

        Tensor weights = Prim.Constant(Tensor.From<float>(_labelWeights, Shape.Of(_labelWeights.Length)));
        return LossReduction.DivideNoNan(Prim.ReduceSum(Prim.Multiply(areas, weights)), Prim.ReduceSum(weights));
    }

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        Config config = base.GetConfig();
        config["num_thresholds"] = _thresholds.Count;
        config["curve"] = _curve;
        config["summation_method"] = _summationMethod;
        config["multi_label"] = _multiLabel;
        config["num_labels"] = _numLabels;
        config["label_weights"] = _labelWeights is null ? null : new Config
        {
            ["class_name"] = "__tensor__",
            ["config"] = new Config { ["value"] = _labelWeights, ["dtype"] = "float32" },
        };
        config["from_logits"] = _fromLogits;
        if (_given)
        {
            // The outermost two are added by the constructor.
            config["thresholds"] = _thresholds.Inner;
        }

        return config;
    }

    /// <summary>Makes an object from the config that <see cref="GetConfig"/> returns.</summary>
    /// <param name="config">The config; parameters that it lacks keep their defaults.</param>
    /// <exception cref="ModelFormatException">A value is missing or has the wrong type.</exception>
    public static AUC FromConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var plain = new Config(config);
        if (config.TryGetValue("label_weights", out object? weights) && weights is Config { } tensor && tensor.TryGetValue("config", out object? inner) && inner is Config values)
        {
            plain["label_weights"] = values["value"];
        }

        ConfigReader reader = new(plain, nameof(AUC));
        return new AUC(
            reader.Has("num_thresholds") ? reader.Get<int>("num_thresholds") : 200,
            reader.Has("curve") ? reader.Get<string>("curve") : "ROC",
            reader.Has("summation_method") ? reader.Get<string>("summation_method") : "interpolation",
            reader.Has("name") ? reader.Get<string?>("name", allowNull: true) : null,
            reader.Has("dtype") ? reader.GetNullableEnum<DType>("dtype") : null,
            reader.Has("thresholds") ? reader.Get<float[]?>("thresholds", allowNull: true) : null,
            reader.Has("multi_label") && reader.Get<bool>("multi_label"),
            reader.Has("num_labels") ? reader.Get<int?>("num_labels", allowNull: true) : null,
            reader.Has("label_weights") ? reader.Get<float[]?>("label_weights", allowNull: true) : null,
            reader.Has("from_logits") && reader.Get<bool>("from_logits"));
    }

    private void Check(Tensor yTrue, Tensor yPred)
    {
        string received = $"Received: yTrue.Shape={yTrue.Shape}, yPred.Shape={yPred.Shape}";
        if (yTrue.Rank != yPred.Rank || !yTrue.Shape.IsCompatibleWith(yPred.Shape))
        {
            throw new ShapeException($"AUC '{Name}': labels must have the shape of the predictions. {received}. Labels that are class numbers must be made one-hot.", nameof(yTrue));
        }

        int? labels = _multiLabel ? _numLabels ?? _labelWeights?.Length : _labelWeights?.Length;
        if ((_multiLabel && yPred.Rank != 2) || (labels is { } count && (yPred.Rank < 2 || yPred.Shape[^1] != count)))
        {
            throw new ShapeException(
                $"AUC '{Name}': predictions must be (batch, labels){(labels is null ? "" : $" with {labels} labels")}. {received}, multiLabel={_multiLabel}. Give numLabels and labelWeights as the labels are.",
                nameof(yPred));
        }
    }

    private ConfusionCounts MakeCounts(Shape shape) => new(
        AddVariable(shape, name: "true_positives"), AddVariable(shape, name: "false_positives"), AddVariable(shape, name: "true_negatives"),
        AddVariable(shape, name: "false_negatives"));

    private Tensor Rectangles()
    {
        (Tensor x, Tensor y) = _curve == "ROC" ? (_counts!.FalsePositiveRate(), _counts.Recall()) : (_counts!.Recall(), _counts.Precision());
        (Tensor lower, Tensor upper) = (ConfusionCounts.Head(y), ConfusionCounts.Tail(y));
        Tensor heights = _summationMethod switch
        {
            "minoring" => Prim.Minimum(lower, upper),
            "majoring" => Prim.Maximum(lower, upper),
            _ => Prim.Multiply(Prim.Add(lower, upper), 0.5),
        };
        return Prim.Multiply(Prim.Subtract(ConfusionCounts.Head(x), ConfusionCounts.Tail(x)), heights);
    }

    /// <summary>Weights in the shape of the predictions. Those of labels count here where labels are not averaged later.</summary>
    private Tensor Weights(Tensor yPred, Tensor? sampleWeight)
    {
        Tensor weight = ConfusionMetric.Weights(sampleWeight, yPred);
        return _labelWeights is null || _multiLabel ? weight : Prim.Multiply(weight, Prim.Constant(Tensor.From<float>(_labelWeights, Shape.Of(_labelWeights.Length))));
    }
}
