using KerasSharp.Losses;
using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>Mean magnitude of the differences, in percent of the labels.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
[KerasSerializable(Module, "MeanAbsolutePercentageError")]
public sealed partial class MeanAbsolutePercentageError(string? name = "mean_absolute_percentage_error", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "down";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.MeanAbsolutePercentageError(yTrue, yPred);
}
