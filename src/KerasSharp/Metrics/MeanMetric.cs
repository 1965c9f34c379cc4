using KerasSharp.Primitives;

namespace KerasSharp.Metrics;

/// <summary>A metric that averages a function of labels and predictions over samples (Keras's <c>MeanMetricWrapper</c>).</summary>
/// <remarks>State: <c>total ()</c>, <c>count ()</c>.</remarks>
public abstract class MeanMetric : Metric
{
    private readonly Variable _total, _count;

    /// <summary>Sets what all have.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dtype">Dtype of its state.</param>
    protected MeanMetric(string? name = null, DType? dtype = null)
        : base(name, dtype)
    {
        _total = AddVariable(Shape.Scalar, name: "total");
        _count = AddVariable(Shape.Scalar, name: "count");
    }

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        Tensor values = Call(CastLabels(yTrue), Prim.Convert(yPred, Dtype));
        Tensor? mask = yPred.Mask;
        if (values.Mask is { } own && (mask ?? sampleWeight) is not null)
        {
            // The function's own mask counts where there are weights, as in Keras.
            mask = mask is null ? own : Prim.LogicalAnd(mask, own);
        }

        WeightedMean.Update(_total, _count, values, sampleWeight, mask);
    }

    /// <inheritdoc/>
    public override Tensor Result() => WeightedMean.Result(_total, _count);

    internal override double Read() => Mean.ReadRatio(_total, _count);

    /// <summary>The function: one value per sample or position.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted.</param>
    protected abstract Tensor Call(Tensor yTrue, Tensor yPred);

    private protected virtual Tensor CastLabels(Tensor yTrue) => Prim.Convert(yTrue, Dtype);
}
