using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Losses;

/// <summary>Cross-entropy of one-hot labels: <c>-sum(y log p)</c>.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: <c>(batch, ..., classes)</c>.</remarks>
/// <param name="fromLogits">Whether predictions are logits rather than probabilities.</param>
/// <param name="labelSmoothing">How far labels are drawn to 1 / classes, between 0 and 1.</param>
/// <param name="axis">Axis of the classes.</param>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is not between 0 and 1.</exception>
[KerasSerializable(Module, "CategoricalCrossentropy")]
public sealed partial class CategoricalCrossentropy(
    bool fromLogits = false, double labelSmoothing = 0.0, int axis = -1, string? reduction = "sum_over_batch_size", string? name = "categorical_crossentropy",
    [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    private readonly double _labelSmoothing = Arguments.Part(nameof(CategoricalCrossentropy), nameof(labelSmoothing), labelSmoothing);

    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits { get; } = fromLogits;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.CategoricalCrossentropy(yTrue, yPred, FromLogits, _labelSmoothing, axis);
}
