using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Metrics;

/// <summary>The best recall at any threshold where precision is at least a value; 0 where it nowhere is.</summary>
/// <remarks>
/// <c>yTrue</c> (0 or not) and <c>yPred</c> (0 to 1): the same shape. State: true positives, false positives, true negatives, false negatives, each <c>(thresholds)</c>.
/// </remarks>
/// <param name="precision">The precision to be reached, between 0 and 1.</param>
/// <param name="numThresholds">Number of thresholds, evenly spread from 0 to 1, at least 1.</param>
/// <param name="classId">The one class along the last axis that counts; all when not given.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="precision"/> is not between 0 and 1, <paramref name="numThresholds"/> is less than 1, or <paramref name="classId"/> is negative.</exception>
[KerasSerializable(Module, "RecallAtPrecision")]
public sealed partial class RecallAtPrecision(double precision, int numThresholds = 200, int? classId = null, string? name = null, DType? dtype = null)
    : SensitivitySpecificityBase(nameof(RecallAtPrecision), numThresholds, classId, name, dtype)
{
    private readonly double _precision = Arguments.Part(nameof(RecallAtPrecision), nameof(precision), precision);

    private protected override Tensor ResultOf(ConfusionCounts counts) => Best(counts.Precision(), counts.Recall(), _precision);
}
