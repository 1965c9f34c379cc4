using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>Mean of Pearson's coefficient of correlation between labels and predictions along an axis, -1 to 1.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <param name="axis">The axis along which they are correlated.</param>
[KerasSerializable(Module, "PearsonCorrelation")]
public sealed partial class PearsonCorrelation(string? name = "pearson_correlation", DType? dtype = null, int axis = -1) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "up";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => MetricFunctions.PearsonCorrelation(yTrue, yPred, axis);
}
