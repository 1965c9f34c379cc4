using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>
/// Generalised cross-entropy of class numbers (Zhang and Sabuncu 2018, "Generalized cross entropy loss for training deep neural networks with noisy
/// labels"): <c>(1 - p[label]^q) / q</c>, between cross-entropy (q near 0) and absolute error (q near 1), and so less led astray by wrong labels.
/// </summary>
/// <remarks><c>yTrue</c>: class numbers, <c>(batch, ...)</c> or <c>(batch, ..., 1)</c>. <c>yPred</c>: probabilities, <c>(batch, ..., classes)</c>.</remarks>
/// <param name="q">Between 0 and 1, both excluded.</param>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> is not between 0 and 1.</exception>
[KerasSerializable(Module, "CategoricalGeneralizedCrossEntropy")]
public sealed partial class CategoricalGeneralizedCrossEntropy(
    double q = 0.5, string? reduction = "sum_over_batch_size", string? name = "categorical_generalized_cross_entropy",
    [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    private readonly double _q = q is > 0 and < 1 ? q : throw new ArgumentOutOfRangeException(
        nameof(q), $"CategoricalGeneralizedCrossEntropy: q must be greater than 0 and less than 1. Received: q={q}.");

    private protected override Tensor CastLabels(Tensor yTrue) => yTrue;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.CategoricalGeneralizedCrossEntropy(yTrue, yPred, _q);
}
