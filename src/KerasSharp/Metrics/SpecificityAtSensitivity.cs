using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Metrics;

/// <summary>The best specificity, <c>true negatives / (true negatives + false positives)</c>, at any threshold where sensitivity (recall) is at least a value; 0 where it nowhere is.</summary>
/// <remarks>
/// <c>yTrue</c> (0 or not) and <c>yPred</c> (0 to 1): the same shape. State: true positives, false positives, true negatives, false negatives, each <c>(thresholds)</c>.
/// </remarks>
/// <param name="sensitivity">The sensitivity to be reached, between 0 and 1.</param>
/// <param name="numThresholds">Number of thresholds, evenly spread from 0 to 1, at least 1.</param>
/// <param name="classId">The one class along the last axis that counts; all when not given.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="sensitivity"/> is not between 0 and 1, <paramref name="numThresholds"/> is less than 1, or <paramref name="classId"/> is negative.</exception>
[KerasSerializable(Module, "SpecificityAtSensitivity")]
public sealed partial class SpecificityAtSensitivity(double sensitivity, int numThresholds = 200, int? classId = null, string? name = null, DType? dtype = null)
    : SensitivitySpecificityBase(nameof(SpecificityAtSensitivity), numThresholds, classId, name, dtype)
{
    private readonly double _sensitivity = Arguments.Part(nameof(SpecificityAtSensitivity), nameof(sensitivity), sensitivity);

    private protected override Tensor ResultOf(ConfusionCounts counts) => Best(counts.Recall(), counts.Specificity(), _sensitivity);
}
