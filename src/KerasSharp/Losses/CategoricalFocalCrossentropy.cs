using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Losses;

/// <summary>
/// Cross-entropy of one-hot labels in which easy samples count less (Lin et al. 2017, "Focal loss for dense object detection"):
/// <c>-sum(alpha (1 - p)^gamma y log p)</c>.
/// </summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: <c>(batch, ..., classes)</c>.</remarks>
/// <param name="alpha">One weight for all classes, or a weight for each; 0.25 when not given.</param>
/// <param name="gamma">How much less easy samples count, 0 or more; 0 gives alpha times the plain cross-entropy.</param>
/// <param name="fromLogits">Whether predictions are logits rather than probabilities.</param>
/// <param name="labelSmoothing">How far labels are drawn to 1 / classes, between 0 and 1.</param>
/// <param name="axis">Axis of the classes.</param>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is not between 0 and 1, or <paramref name="gamma"/> is negative.</exception>
[KerasSerializable(Module, "CategoricalFocalCrossentropy")]
[ConfigOrder("axis", "alpha", "gamma")]
public sealed partial class CategoricalFocalCrossentropy(
    FloatTuple alpha = default, double gamma = 2.0, bool fromLogits = false, double labelSmoothing = 0.0, int axis = -1,
    string? reduction = "sum_over_batch_size", string? name = "categorical_focal_crossentropy", [ConfigName(Omit = true)] DType? dtype = null)
    : Loss(reduction, name, dtype)
{
    private readonly FloatTuple _alpha = alpha.IsNone ? LossFunctions.FocalAlpha : alpha;
    private readonly double _gamma = Arguments.NotNegative(nameof(CategoricalFocalCrossentropy), nameof(gamma), gamma);
    private readonly double _labelSmoothing = Arguments.Part(nameof(CategoricalFocalCrossentropy), nameof(labelSmoothing), labelSmoothing);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) =>
        LossFunctions.CategoricalFocalCrossentropy(yTrue, yPred, _alpha, _gamma, fromLogits, _labelSmoothing, axis);
}
