using KerasSharp.Primitives;
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
    bool fromLogits = false, int? ignoreClass = null, string? reduction = "sum_over_batch_size", [ConfigName(Omit = true)] int axis = -1,
    string? name = "sparse_categorical_crossentropy", [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    /// <summary>The class number that does not count, or null.</summary>
    public int? IgnoreClass { get; } = ignoreClass;

    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits { get; } = fromLogits;

    private protected override Tensor CastLabels(Tensor yTrue) => yTrue;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        int at = axis < 0 ? axis + yPred.Rank : axis;
        Tensor labels = Prim.Convert(yTrue.Rank == yPred.Rank && yTrue.Shape[^1] == 1 ? Prim.Reshape(yTrue, yTrue.Shape[..^1]) : yTrue, DType.Int32);
        Shape spread = labels.Shape.Insert(at, 1);
        Tensor? valid = null;
        if (IgnoreClass is { } ignored)
        {
            valid = Prim.NotEqual(labels, Prim.Scalar(ignored, DType.Int32));
            labels = Prim.Select(valid, labels, Prim.Scalar(0, DType.Int32));
        }

        Tensor classes = Prim.Iota(yPred.Shape, at, DType.Int32);
        Tensor isLabel = Prim.Equal(classes, Prim.Reshape(labels, spread));
        Tensor logs = FromLogits ? LogSoftmax(yPred, at) : LogProbability(yPred, at);
        Tensor loss = Prim.Negate(Prim.ReduceSum(Prim.Select(isLabel, logs, Prim.Scalar(0, logs.DType)), at));
        if (valid is not null)
        {
            loss = Prim.Multiply(loss, Prim.Convert(valid, loss.DType));
            loss.Mask = valid;
        }

        return loss;
    }

    private static Tensor LogSoftmax(Tensor x, int axis)
    {
        Shape kept = x.Shape.With(axis, 1);
        Tensor shifted = Prim.Subtract(x, Prim.StopGradient(Prim.Reshape(Prim.ReduceMax(x, axis), kept)));
        return Prim.Subtract(shifted, Prim.Log(Prim.Reshape(Prim.ReduceSum(Prim.Exp(shifted), axis), kept)));
    }

    private static Tensor LogProbability(Tensor p, int axis)
    {
        p = Prim.Divide(p, Prim.Reshape(Prim.ReduceSum(p, axis), p.Shape.With(axis, 1)));
        return Prim.Log(Prim.Minimum(Prim.Maximum(p, 1e-7), 1 - 1e-7));
    }
}
