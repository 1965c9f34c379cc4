using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>How often the largest prediction stands where the one of the one-hot label does.</summary>
/// <remarks><c>yTrue</c>: one-hot, <c>(batch, ..., classes)</c>. <c>yPred</c>: <c>(batch, ..., classes)</c>. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
[KerasSerializable(Module, "CategoricalAccuracy")]
public sealed partial class CategoricalAccuracy(string? name = "categorical_accuracy", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "up";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => MetricFunctions.CategoricalAccuracy(yTrue, yPred);
}
