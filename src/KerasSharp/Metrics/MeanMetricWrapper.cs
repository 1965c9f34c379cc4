using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>A metric that averages a function of labels and predictions over samples.</summary>
/// <remarks>State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="fn">The function, or its name.</param>
/// <param name="name">Its name; that of the function when not given.</param>
/// <param name="dtype">Dtype of its state.</param>
[KerasSerializable(Module, "MeanMetricWrapper")]
public sealed partial class MeanMetricWrapper(MetricFunction fn, string? name = null, DType? dtype = null) : MeanMetric(name ?? fn?.Name, dtype)
{
    /// <summary>A metric that averages a function of your own.</summary>
    /// <param name="fn">The function: one value per sample or position.</param>
    /// <param name="name">Its name.</param>
    /// <param name="dtype">Dtype of its state.</param>
    public MeanMetricWrapper(Func<Tensor, Tensor, Tensor> fn, string? name = null, DType? dtype = null)
        : this(new MetricFunction(fn), name, dtype)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => fn.Apply(yTrue, yPred);
}
