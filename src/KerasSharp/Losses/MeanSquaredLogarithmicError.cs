using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>Mean over the last axis of the squared differences of the logarithms: <c>(log(y + 1) - log(p + 1))²</c>. What is less than 1e-7 counts as that.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape, <c>(batch, ..., values)</c>; a last axis of size 1 may be missing in one.</remarks>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "MeanSquaredLogarithmicError")]
public sealed partial class MeanSquaredLogarithmicError(
    string? reduction = "sum_over_batch_size", string? name = "mean_squared_logarithmic_error", [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.MeanSquaredLogarithmicError(yTrue, yPred);
}
