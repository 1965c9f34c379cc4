using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>How many of the positive predictions were right: <c>true positives / (true positives + false positives)</c>, 0 where there were none.</summary>
/// <remarks>
/// <c>yTrue</c> (0 or not) and <c>yPred</c>: the same shape. The result is a number, or one for each threshold of a list. State: <c>true_positives (thresholds)</c>,
/// <c>false_positives (thresholds)</c>.
/// </remarks>
/// <param name="thresholds">
/// Predictions over it count as positive; one number or a list, between 0 and 1. When not given, it is 0.5, or none where <paramref name="topK"/> is given.
/// </param>
/// <param name="topK">How many of the largest predictions along the last axis can count as positive; all when not given.</param>
/// <param name="classId">The one class along the last axis that counts; all when not given.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <exception cref="ArgumentOutOfRangeException">A threshold is not between 0 and 1, <paramref name="topK"/> is less than 1, or <paramref name="classId"/> is negative.</exception>
[KerasSerializable(Module, "Precision")]
public sealed partial class Precision(FloatTuple thresholds = default, int? topK = null, int? classId = null, string? name = null, DType? dtype = null)
    : ConfusionMetric(thresholds, name, dtype, topK, classId)
{
    /// <inheritdoc/>
    public override string? Direction => "up";

    private protected override ConfusionCounts MakeCounts() => new(truePositives: AddCount("true_positives"), falsePositives: AddCount("false_positives"));

    private protected override Tensor ResultOf(ConfusionCounts counts) => PerThreshold(counts.Precision());
}
