using KerasSharp.Saving;
using KerasSharp.Primitives;
using KerasSharp.Utilities;

namespace KerasSharp.Metrics;

/// <summary>Base of the metrics that look for the best of one rate at all thresholds where another is good enough.</summary>
[ConfigOrder("", "class_id", "num_thresholds")]
public abstract class SensitivitySpecificityBase : ConfusionMetric
{
    private protected SensitivitySpecificityBase(string owner, int numThresholds, int? classId, string? name, DType? dtype)
        : base(ThresholdSet.Even(Arguments.Count(owner, nameof(numThresholds), numThresholds)), name, dtype, topK: null, classId) =>
        NumThresholds = numThresholds;

    /// <inheritdoc/>
    public sealed override string? Direction => "up";

    /// <summary>Number of thresholds.</summary>
    public int NumThresholds { get; }

    private protected sealed override ConfusionCounts MakeCounts() =>
        new(AddCount("true_positives"), AddCount("false_positives"), AddCount("true_negatives"), AddCount("false_negatives"));

    /// <summary>The largest of one rate where another is at least a value; 0 where it nowhere is.</summary>
    private protected static Tensor Best(Tensor constrained, Tensor dependent, double value)
    {
        Tensor isFeasible = Prim.GreaterEqual(constrained, Prim.Scalar(value, constrained.DType));
        return Prim.ReduceMax(Prim.Select(isFeasible, dependent, Prim.Scalar(0, dependent.DType)));
    }
}
