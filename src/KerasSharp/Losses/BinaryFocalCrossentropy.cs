using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Losses;

/// <summary>
/// Cross-entropy of yes-or-no labels in which easy samples count less (Lin et al. 2017, "Focal loss for dense object detection"): times
/// <c>(1 - p)^gamma</c> where the label is 1, and <c>p^gamma</c> where it is 0.
/// </summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: <c>(batch, ...)</c>.</remarks>
/// <param name="applyClassBalancing">Whether labels of 1 are weighted with alpha, those of 0 with 1 - alpha.</param>
/// <param name="alpha">Weight of labels of 1, between 0 and 1.</param>
/// <param name="gamma">How much less easy samples count, 0 or more; 0 gives the plain cross-entropy.</param>
/// <param name="fromLogits">Whether predictions are logits rather than probabilities.</param>
/// <param name="labelSmoothing">How far labels are drawn to 1/2, between 0 and 1.</param>
/// <param name="axis">The axis averaged over.</param>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> or <paramref name="labelSmoothing"/> is not between 0 and 1, or <paramref name="gamma"/> is negative.</exception>
[KerasSerializable(Module, "BinaryFocalCrossentropy")]
[ConfigOrder("axis", "apply_class_balancing", "alpha", "gamma")]
public sealed partial class BinaryFocalCrossentropy(
    bool applyClassBalancing = false, double alpha = 0.25, double gamma = 2.0, bool fromLogits = false, double labelSmoothing = 0.0, int axis = -1,
    string? reduction = "sum_over_batch_size", string? name = "binary_focal_crossentropy", [ConfigName(Omit = true)] DType? dtype = null)
    : Loss(reduction, name, dtype)
{
    private readonly double _alpha = Arguments.Part(nameof(BinaryFocalCrossentropy), nameof(alpha), alpha);
    private readonly double _gamma = Arguments.NotNegative(nameof(BinaryFocalCrossentropy), nameof(gamma), gamma);
    private readonly double _labelSmoothing = Arguments.Part(nameof(BinaryFocalCrossentropy), nameof(labelSmoothing), labelSmoothing);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) =>
        LossFunctions.BinaryFocalCrossentropy(yTrue, yPred, applyClassBalancing, _alpha, _gamma, fromLogits, _labelSmoothing, axis);
}
