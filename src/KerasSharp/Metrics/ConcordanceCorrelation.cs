using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>Mean of Lin's coefficient of concordance (Lin 1989, "A concordance correlation coefficient to evaluate reproducibility"): correlation that also wants equal means and deviations.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <param name="axis">The axis along which they are compared.</param>
[KerasSerializable(Module, "ConcordanceCorrelation")]
public sealed partial class ConcordanceCorrelation(string? name = "concordance_correlation", DType? dtype = null, int axis = -1) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "up";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => MetricFunctions.ConcordanceCorrelation(yTrue, yPred, axis);
}
