using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>Mean over the last axis of <c>max(1 - y p, 0)</c>, for labels of -1 and 1. Labels that are all 0 or 1 are taken for -1 and 1.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape, <c>(batch, ..., values)</c>; a last axis of size 1 may be missing in one.</remarks>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "Hinge")]
public sealed partial class Hinge(
    string? reduction = "sum_over_batch_size", string? name = "hinge", [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.Hinge(yTrue, yPred);
}
