using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>The number of positive labels that were predicted negative, or the sum of their weights.</summary>
/// <remarks><c>yTrue</c> (0 or not) and <c>yPred</c>: the same shape. The result is a number, or one for each threshold of a list. State: <c>accumulator (thresholds)</c>.</remarks>
/// <param name="thresholds">Predictions over it count as positive; one number or a list, between 0 and 1; 0.5 when not given.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <exception cref="ArgumentOutOfRangeException">A threshold is not between 0 and 1.</exception>
[KerasSerializable(Module, "FalseNegatives")]
public sealed partial class FalseNegatives(FloatTuple thresholds = default, string? name = null, DType? dtype = null)
    : ConfusionMetric(thresholds, name, dtype)
{
    private protected override ConfusionCounts MakeCounts() => new(falseNegatives: AddCount("accumulator"));
}
