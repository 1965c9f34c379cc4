using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>How often predictions, rounded, equal labels of 0 and 1.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <param name="threshold">Predictions over it count as 1.</param>
[KerasSerializable(Module, "BinaryAccuracy")]
public sealed partial class BinaryAccuracy(
    string? name = "binary_accuracy", DType? dtype = null, double threshold = 0.5) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "up";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => MetricFunctions.BinaryAccuracy(yTrue, yPred, threshold);
}
