using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>How often the prediction of the labelled class is among the k largest.</summary>
/// <remarks><c>yTrue</c>: class numbers, <c>(batch, ...)</c> or <c>(batch, ..., 1)</c>. <c>yPred</c>: <c>(batch, ..., classes)</c>. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="k">How many predictions count.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <param name="fromSortedIds">Whether predictions are class numbers, the likeliest first.</param>
[KerasSerializable(Module, "SparseTopKCategoricalAccuracy")]
public sealed partial class SparseTopKCategoricalAccuracy(
    int k = 5, string? name = "sparse_top_k_categorical_accuracy", DType? dtype = null, bool fromSortedIds = false) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "up";

    private protected override Tensor CastLabels(Tensor yTrue) => yTrue;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => MetricFunctions.SparseTopKCategoricalAccuracy(yTrue, yPred, k, fromSortedIds);

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        Config config = base.GetConfig();
        config["k"] = k;
        if (fromSortedIds)
        {
            config["from_sorted_ids"] = true;
        }

        return config;
    }
}
