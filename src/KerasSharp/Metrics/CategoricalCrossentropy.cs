using KerasSharp.Losses;
using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>Mean cross-entropy of one-hot labels.</summary>
/// <remarks><c>yTrue</c>: one-hot, <c>(batch, ..., classes)</c>. <c>yPred</c>: <c>(batch, ..., classes)</c>. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <param name="fromLogits">Whether predictions are logits rather than probabilities.</param>
/// <param name="labelSmoothing">How far labels are drawn to 1 / classes.</param>
/// <param name="axis">Axis of the classes.</param>
[KerasSerializable(Module, "CategoricalCrossentropy")]
public sealed partial class CategoricalCrossentropy(
    string? name = "categorical_crossentropy", DType? dtype = null, bool fromLogits = false, double labelSmoothing = 0, int axis = -1) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "down";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.CategoricalCrossentropy(yTrue, yPred, fromLogits, labelSmoothing, axis);
}
