using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>By how much the prediction of the labelled class is not 1 ahead of all others: <c>max(max((1 - y) p) - sum(y p) + 1, 0)</c>.</summary>
/// <remarks><c>yTrue</c>: one-hot, <c>(batch, ..., classes)</c>. <c>yPred</c>: <c>(batch, ..., classes)</c>.</remarks>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "CategoricalHinge")]
public sealed partial class CategoricalHinge(
    string? reduction = "sum_over_batch_size", string? name = "categorical_hinge", [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.CategoricalHinge(yTrue, yPred);
}
