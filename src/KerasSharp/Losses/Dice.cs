using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>1 - the Dice coefficient: <c>1 - 2 sum(y p) / (sum(y) + sum(p))</c>, for regions of images.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape, values between 0 and 1. One value for all axes that are left.</remarks>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="axis">The axes summed over; all of them when not given.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "Dice")]
public sealed partial class Dice(
    string? reduction = "sum_over_batch_size", string? name = "dice", IntTuple axis = default, [ConfigName(Omit = true)] DType? dtype = null)
    : Loss(reduction, name, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.Dice(yTrue, yPred, axis);
}
