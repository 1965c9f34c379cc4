using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Losses;

/// <summary>
/// Circle loss (Sun et al. 2020, "Circle loss: a unified perspective of pair similarity optimization"): draws embeddings of one class together and
/// those of different classes apart, each pair by how far it is from where it should be.
/// </summary>
/// <remarks>
/// <c>yTrue</c>: class numbers, <c>(batch)</c>. <c>yPred</c>: embeddings of norm 1, <c>(batch, size)</c>; let the model end in UnitNormalization. Samples whose
/// loss is 0 do not count in a mean.
/// </remarks>
/// <param name="gamma">Scale of the similarities, greater than 0.</param>
/// <param name="margin">How far from the best similarity a pair may stay.</param>
/// <param name="removeDiagonal">Whether a sample is no pair with itself.</param>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="gamma"/> is not greater than 0.</exception>
[KerasSerializable(Module, "Circle")]
public sealed partial class Circle(
    double gamma = 80.0, double margin = 0.4, bool removeDiagonal = true, string? reduction = "sum_over_batch_size", string? name = "circle",
    [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    private readonly double _gamma = Arguments.Positive(nameof(Circle), nameof(gamma), gamma);

    private protected override Tensor CastLabels(Tensor yTrue) => yTrue;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.Circle(yTrue, yPred, removeDiagonal: removeDiagonal, gamma: _gamma, margin: margin);
}
