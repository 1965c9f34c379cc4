using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>Kullback-Leibler divergence of the predicted from the true distribution: <c>sum(y log(y / p))</c> over the last axis.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape, <c>(batch, ..., values)</c>; a last axis of size 1 may be missing in one. Both are kept between 1e-7 and 1.</remarks>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "KLDivergence")]
public sealed partial class KLDivergence(
    string? reduction = "sum_over_batch_size", string? name = "kl_divergence", [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.KLDivergence(yTrue, yPred);
}
