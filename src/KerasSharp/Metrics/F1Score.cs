using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>The harmonic mean of precision and recall.</summary>
/// <remarks>
/// <c>yTrue</c> (0 or 1) and <c>yPred</c>: <c>(batch, classes)</c>. The result is a number, or <c>(classes)</c> where the scores are not averaged (training logs
/// show their mean). State: as that of <see cref="FBetaScore"/>.
/// </remarks>
/// <param name="average">As of <see cref="FBetaScore"/>.</param>
/// <param name="threshold">As of <see cref="FBetaScore"/>.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <exception cref="ArgumentException">An argument is none of those.</exception>
[KerasSerializable(Module, "F1Score")]
public sealed partial class F1Score(string? average = null, double? threshold = null, string? name = "f1_score", DType? dtype = null)
    : FBetaMetric(average, 1, threshold, name, dtype);
