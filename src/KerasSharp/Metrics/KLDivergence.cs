using KerasSharp.Losses;
using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>Mean Kullback-Leibler divergence of the predicted from the true distributions.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
[KerasSerializable(Module, "KLDivergence")]
public sealed partial class KLDivergence(string? name = "kl_divergence", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "down";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.KLDivergence(yTrue, yPred);
}
