using KerasSharp.Losses;
using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>Mean cosine of the angle between labels and predictions: 1 where they point the same way (the loss of this name is minus that).</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape. State: <c>total ()</c>, <c>count ()</c>. Keras leaves the axis out of configs, and so does this class.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
/// <param name="axis">The axis along which the vectors lie.</param>
[KerasSerializable(Module, "CosineSimilarity")]
public sealed partial class CosineSimilarity(string? name = "cosine_similarity", DType? dtype = null, int axis = -1) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "up";

    /// <inheritdoc/>
    public override Config GetConfig() => base.GetConfig();

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.Cosine(yTrue, yPred, axis);
}
