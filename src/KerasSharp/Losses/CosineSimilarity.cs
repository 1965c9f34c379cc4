using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>Minus the cosine of the angle between labels and predictions: -1 where they point the same way, 0 where they are orthogonal or one of them is 0.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape, <c>(batch, ..., values)</c>; a last axis of size 1 may be missing in one.</remarks>
/// <param name="axis">The axis along which the vectors lie.</param>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "CosineSimilarity")]
public sealed partial class CosineSimilarity(
    int axis = -1, string? reduction = "sum_over_batch_size", string? name = "cosine_similarity", [ConfigName(Omit = true)] DType? dtype = null)
    : Loss(reduction, name, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.CosineSimilarity(yTrue, yPred, axis);
}
