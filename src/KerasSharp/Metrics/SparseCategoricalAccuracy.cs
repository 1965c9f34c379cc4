using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>How often the largest prediction is that of the labelled class.</summary>
/// <remarks><c>yTrue</c>: class numbers, <c>(batch, ...)</c> or <c>(batch, ..., 1)</c>. <c>yPred</c>: <c>(batch, ..., classes)</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
[KerasSerializable(Module, "SparseCategoricalAccuracy")]
public sealed partial class SparseCategoricalAccuracy(string? name = "sparse_categorical_accuracy", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "up";

    private protected override Tensor CastLabels(Tensor yTrue) => yTrue;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        Tensor labels = yTrue.Rank == yPred.Rank && yTrue.Shape[^1] == 1 ? Prim.Reshape(yTrue, yTrue.Shape[..^1]) : yTrue;
        return Prim.Convert(Prim.Equal(Prim.Convert(labels, DType.Int32), Prim.Convert(Prim.ArgMax(yPred, yPred.Rank - 1), DType.Int32)), Dtype);
    }
}
