using KerasSharp.Losses;
using KerasSharp.Primitives;
using KerasSharp.Utilities;

namespace KerasSharp.Metrics;

/// <summary>Base of <see cref="FBetaScore"/> and <see cref="F1Score"/>: weighted harmonic means of precision and recall.</summary>
public abstract class FBetaMetric : Metric
{
    private const double Epsilon = 1e-7;

    private Variable? _truePositives, _falsePositives, _falseNegatives, _weights;

    private protected FBetaMetric(string? average, double beta, double? threshold, string? name, DType? dtype)
        : base(name, dtype)
    {
        string owner = GetType().Name;
        Average = average is null or "micro" or "macro" or "weighted" ? average : throw new ArgumentException(
            $"{owner}: average must be null, \"micro\", \"macro\" or \"weighted\". Received: average=\"{average}\".", nameof(average));
        Beta = Arguments.Positive(owner, nameof(beta), beta);
        Threshold = threshold is null or (> 0 and <= 1) ? threshold : throw new ArgumentOutOfRangeException(
            nameof(threshold), FormattableString.Invariant($"{owner}: the threshold must be greater than 0 and at most 1. Received: threshold={threshold}."));
    }

    /// <inheritdoc/>
    public sealed override string? Direction => "up";

    /// <summary>How the scores of the classes become one; null where they stay.</summary>
    public string? Average { get; }

    /// <summary>How much more recall counts than precision.</summary>
    public double Beta { get; }

    /// <summary>Predictions over it count as positive; null where the largest one does.</summary>
    public double? Threshold { get; }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The shapes are not both <c>(batch, classes)</c>.</exception>
    public sealed override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        (yTrue, yPred) = (Cast(yTrue), Cast(yPred));
        if (yTrue.Rank != 2 || yPred.Rank != 2 || !yTrue.Shape.IsCompatibleWith(yPred.Shape))
        {
            throw new ShapeException(
                $"{GetType().Name} '{Name}': labels and predictions must both be (batch, classes). Received: yTrue.Shape={yTrue.Shape}, yPred.Shape={yPred.Shape}. "
                + "Labels that are class numbers must be made one-hot.", nameof(yPred));
        }

        Shape state = Average == "micro" ? Shape.Scalar : yPred.Shape[1..];
        _truePositives ??= AddVariable(state, name: "true_positives");
        _falsePositives ??= AddVariable(state, name: "false_positives");
        _falseNegatives ??= AddVariable(state, name: "false_negatives");
        _weights ??= AddVariable(state, name: "intermediate_weights");

        Tensor positive = Cast(IsPositive(yPred)), one = Prim.Scalar(1, Dtype), weight = ConfusionMetric.Weights(sampleWeight, yPred);
        Increase(_truePositives, Prim.Multiply(positive, yTrue));
        Increase(_falsePositives, Prim.Multiply(positive, Prim.Subtract(one, yTrue)));
        Increase(_falseNegatives, Prim.Multiply(Prim.Subtract(one, positive), yTrue));
        Increase(_weights, yTrue);

        void Increase(Variable variable, Tensor values)
        {
            Tensor weighted = Prim.Multiply(values, weight);
            variable.Assign(Prim.Add(variable.Value, Average == "micro" ? Prim.ReduceSum(weighted) : Prim.ReduceSum(weighted, 0)));
        }
    }

    /// <inheritdoc/>
    /// <returns>The score of each class where they are not averaged, else a number; 0 before the first batch.</returns>
    public sealed override Tensor Result()
    {
        if (_truePositives is null)
        {
            return Prim.Scalar(0, Dtype);
        }

        Tensor hits = _truePositives.Value;
        Tensor precision = Prim.Divide(hits, Prim.Add(Prim.Add(hits, _falsePositives!), Epsilon)), recall = Prim.Divide(hits, Prim.Add(Prim.Add(hits, _falseNegatives!), Epsilon));
        double square = Beta * Beta;
        Tensor sum = Prim.Add(Prim.Multiply(precision, square), recall);
        Tensor score = Prim.Multiply(Prim.Divide(Prim.Multiply(precision, recall), Prim.Add(sum, Epsilon)), 1 + square);
        return Average switch
        {
            "weighted" => Prim.ReduceSum(Prim.Multiply(score, Prim.Divide(_weights!, Prim.Add(Prim.ReduceSum(_weights!), Epsilon)))),
            "macro" => LossFunctions.MeanOfLast(score),
            _ => score,
        };
    }

    /// <summary>What is over the threshold; without one the largest of each sample, unless it is 0.</summary>
    private Tensor IsPositive(Tensor yPred)
    {
        if (Threshold is { } threshold)
        {
            return Prim.Greater(yPred, Prim.Scalar(threshold, Dtype));
        }

        Tensor most = Prim.Reshape(Prim.ReduceMax(yPred, 1), yPred.Shape.With(1, 1));
        return Prim.LogicalAnd(Prim.GreaterEqual(yPred, most), Prim.Greater(Prim.Abs(yPred), Prim.Scalar(1e-9, Dtype)));
    }
}
