using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>Mean over the last axis of <c>log(cosh(p - y))</c>: half the square of small differences, the magnitude of great ones.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape, <c>(batch, ..., values)</c>; a last axis of size 1 may be missing in one.</remarks>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "LogCosh")]
public sealed partial class LogCosh(
    string? reduction = "sum_over_batch_size", string? name = "log_cosh", [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.LogCosh(yTrue, yPred);
}
