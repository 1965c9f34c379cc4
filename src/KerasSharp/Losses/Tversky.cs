using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>
/// 1 - the Tversky index (Salehi et al. 2017, "Tversky loss function for image segmentation using 3D fully convolutional deep networks"): the Dice
/// loss with weights of its own for what is missed and what is too much.
/// </summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape, values between 0 and 1. One value for all axes that are left.</remarks>
/// <param name="alpha">Weight of what is too much, <c>sum((1 - y) p)</c>.</param>
/// <param name="beta">Weight of what is missed, <c>sum(y (1 - p))</c>.</param>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="axis">The axes summed over; all of them when not given.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "Tversky")]
public sealed partial class Tversky(
    double alpha = 0.5, double beta = 0.5, string? reduction = "sum_over_batch_size", string? name = "tversky", IntTuple axis = default,
    [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.Tversky(yTrue, yPred, alpha, beta, axis);
}
