using KerasSharp.Losses;
using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>Mean of by how much the prediction of the labelled class is not 1 ahead of all others.</summary>
/// <remarks><c>yTrue</c>: one-hot, <c>(batch, ..., classes)</c>. <c>yPred</c>: <c>(batch, ..., classes)</c>. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
[KerasSerializable(Module, "CategoricalHinge")]
public sealed partial class CategoricalHinge(string? name = "categorical_hinge", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "down";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.CategoricalHinge(yTrue, yPred);
}
