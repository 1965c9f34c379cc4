using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>Cross-entropy of class numbers: <c>-log p[label]</c>.</summary>
/// <remarks><c>yTrue</c>: class numbers, <c>(batch, ...)</c> or <c>(batch, ..., 1)</c>. <c>yPred</c>: <c>(batch, ..., classes)</c>.</remarks>
/// <param name="fromLogits">Whether predictions are logits rather than probabilities.</param>
/// <param name="ignoreClass">A class number that does not count.</param>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="axis">Axis of the classes.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "SparseCategoricalCrossentropy")]
public sealed partial class SparseCategoricalCrossentropy(
    bool fromLogits = false, int? ignoreClass = null, string? reduction = "sum_over_batch_size", int axis = -1,
    string? name = "sparse_categorical_crossentropy", [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    /// <summary>The class number that does not count, or null.</summary>
    public int? IgnoreClass { get; } = ignoreClass;

    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits { get; } = fromLogits;

    /// <summary>Axis of the classes.</summary>
    public int Axis { get; } = axis;

    private protected override Tensor CastLabels(Tensor yTrue) => yTrue;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.SparseCategoricalCrossentropy(yTrue, yPred, FromLogits, IgnoreClass, Axis);
}
