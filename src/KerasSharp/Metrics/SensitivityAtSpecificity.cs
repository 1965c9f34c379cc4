using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Metrics;

/// <summary>The best sensitivity (recall) at any threshold where specificity, <c>true negatives / (true negatives + false positives)</c>, is at least a value; 0 where it nowhere is.</summary>
/// <remarks>
/// <c>yTrue</c> (0 or not) and <c>yPred</c> (0 to 1): the same shape. State: true positives, false positives, true negatives, false negatives, each <c>(thresholds)</c>.
/// </remarks>
/// <param name="specificity">The specificity to be reached, between 0 and 1.</param>
/// <param name="numThresholds">Number of thresholds, evenly spread from 0 to 1, at least 1.</param>
/// <param name="classId">The one class along the last axis that counts; all when not given.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="specificity"/> is not between 0 and 1, <paramref name="numThresholds"/> is less than 1, or <paramref name="classId"/> is negative.</exception>
[KerasSerializable(Module, "SensitivityAtSpecificity")]
public sealed partial class SensitivityAtSpecificity(double specificity, int numThresholds = 200, int? classId = null, string? name = null, DType? dtype = null)
    : SensitivitySpecificityBase(nameof(SensitivityAtSpecificity), numThresholds, classId, name, dtype)
{
    private readonly double _specificity = Arguments.Part(nameof(SensitivityAtSpecificity), nameof(specificity), specificity);

    private protected override Tensor ResultOf(ConfusionCounts counts) => Best(counts.Specificity(), counts.Recall(), _specificity);
}
