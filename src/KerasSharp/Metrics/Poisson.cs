using KerasSharp.Losses;
using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>Mean of <c>p - y log p</c>, the loss of counts.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
[KerasSerializable(Module, "Poisson")]
public sealed partial class Poisson(string? name = "poisson", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "down";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.Poisson(yTrue, yPred);
}
