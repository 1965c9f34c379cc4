using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>How often the prediction of the labelled class is among the k largest.</summary>
/// <remarks><c>yTrue</c>: one-hot, <c>(batch, ..., classes)</c>. <c>yPred</c>: <c>(batch, ..., classes)</c>. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="k">How many predictions count.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
[KerasSerializable(Module, "TopKCategoricalAccuracy")]
public sealed partial class TopKCategoricalAccuracy(
    int k = 5, string? name = "top_k_categorical_accuracy", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "up";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => MetricFunctions.TopKCategoricalAccuracy(yTrue, yPred, k);
}
