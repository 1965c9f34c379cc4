using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>Mean over the last axis of <c>p - y log p</c>: minus the log-likelihood of counts y under Poisson distributions of mean p, up to a constant.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape, <c>(batch, ..., values)</c>; a last axis of size 1 may be missing in one.</remarks>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "Poisson")]
public sealed partial class Poisson(
    string? reduction = "sum_over_batch_size", string? name = "poisson", [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.Poisson(yTrue, yPred);
}
