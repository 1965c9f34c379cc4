using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>Mean over the last axis of the magnitudes of the differences, in percent of the labels: <c>100 |y - p| / max(|y|, 1e-7)</c>.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape, <c>(batch, ..., values)</c>; a last axis of size 1 may be missing in one.</remarks>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "MeanAbsolutePercentageError")]
public sealed partial class MeanAbsolutePercentageError(
    string? reduction = "sum_over_batch_size", string? name = "mean_absolute_percentage_error", [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.MeanAbsolutePercentageError(yTrue, yPred);
}
