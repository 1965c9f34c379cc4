using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>How often the largest prediction is that of the labelled class.</summary>
/// <remarks><c>yTrue</c>: class numbers, <c>(batch, ...)</c> or <c>(batch, ..., 1)</c>. <c>yPred</c>: <c>(batch, ..., classes)</c>. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
[KerasSerializable(Module, "SparseCategoricalAccuracy")]
public sealed partial class SparseCategoricalAccuracy(string? name = "sparse_categorical_accuracy", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "up";

    private protected override Tensor CastLabels(Tensor yTrue) => yTrue;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => MetricFunctions.SparseCategoricalAccuracy(yTrue, yPred);
}
