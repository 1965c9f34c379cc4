using KerasSharp.Losses;
using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>Mean of <c>max(1 - y p, 0)</c>, for labels of -1 and 1 (or 0 and 1).</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
[KerasSerializable(Module, "Hinge")]
public sealed partial class Hinge(string? name = "hinge", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "down";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.Hinge(yTrue, yPred);
}
