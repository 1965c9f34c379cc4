using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Losses;

/// <summary>Cross-entropy of independent yes-or-no labels: <c>-y log p - (1 - y) log(1 - p)</c>, averaged over an axis.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: <c>(batch, ...)</c>.</remarks>
/// <param name="fromLogits">Whether predictions are logits rather than probabilities.</param>
/// <param name="labelSmoothing">How far labels are drawn to 1/2, between 0 and 1.</param>
/// <param name="axis">The axis averaged over.</param>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is not between 0 and 1.</exception>
[KerasSerializable(Module, "BinaryCrossentropy")]
public sealed partial class BinaryCrossentropy(
    bool fromLogits = false, double labelSmoothing = 0.0, int axis = -1, string? reduction = "sum_over_batch_size", string? name = "binary_crossentropy",
    [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    private readonly double _labelSmoothing = Arguments.Part(nameof(BinaryCrossentropy), nameof(labelSmoothing), labelSmoothing);

    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits { get; } = fromLogits;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.BinaryCrossentropy(yTrue, yPred, FromLogits, _labelSmoothing, axis);
}
