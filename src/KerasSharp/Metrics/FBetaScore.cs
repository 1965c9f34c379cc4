using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>The harmonic mean of precision and recall in which recall counts <c>beta</c> times as much.</summary>
/// <remarks>
/// <c>yTrue</c> (0 or 1) and <c>yPred</c>: <c>(batch, classes)</c>. The result is a number, or <c>(classes)</c> where the scores are not averaged (training logs
/// show their mean). State: true positives, false positives, false negatives and the weights of the classes, each <c>(classes)</c>, or <c>()</c> for "micro".
/// </remarks>
/// <param name="average">
/// null: the score of each class; <c>"micro"</c>: one score over all; <c>"macro"</c>: the mean of the classes; <c>"weighted"</c>: that weighted by how often they occur.
/// </param>
/// <param name="beta">How much more recall counts than precision, greater than 0.</param>
/// <param name="threshold">Predictions over it count as positive, greater than 0 and at most 1; when not given, the largest of each sample does.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <exception cref="ArgumentException">An argument is none of those.</exception>
[KerasSerializable(Module, "FBetaScore")]
public sealed partial class FBetaScore(string? average = null, double beta = 1.0, double? threshold = null, string? name = "fbeta_score", DType? dtype = null)
    : FBetaMetric(average, beta, threshold, name, dtype);
