using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Losses;

/// <summary>
/// Mean over the last axis of half the square of differences up to <c>delta</c>, and of <c>delta |d| - delta² / 2</c> from there (Huber 1964, "Robust
/// estimation of a location parameter").
/// </summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape, <c>(batch, ..., values)</c>; a last axis of size 1 may be missing in one.</remarks>
/// <param name="delta">Where the square ends and the line begins, greater than 0.</param>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is not greater than 0.</exception>
[KerasSerializable(Module, "Huber")]
public sealed partial class Huber(
    double delta = 1.0, string? reduction = "sum_over_batch_size", string? name = "huber_loss", [ConfigName(Omit = true)] DType? dtype = null)
    : Loss(reduction, name, dtype)
{
    private readonly double _delta = Arguments.Positive(nameof(Huber), nameof(delta), delta);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.Huber(yTrue, yPred, _delta);
}
