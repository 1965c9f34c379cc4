using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>Intersection over union of class 0, class 1 or both, for predictions that become classes at a threshold.</summary>
/// <remarks><c>yTrue</c> (0 or 1) and <c>yPred</c>: the same shape. State: <c>total_confusion_matrix (classes, classes)</c>, rows for labels.</remarks>
/// <param name="targetClassIds">The classes that count.</param>
/// <param name="threshold">Predictions of at least this count as class 1.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state; int32 when not given, as in Keras: weights of samples are rounded down then.</param>
/// <exception cref="ArgumentException">A class is not one of those.</exception>
[KerasSerializable(Module, "BinaryIoU")]
[ConfigOrder("", "target_class_ids", "threshold", "name")]
public sealed partial class BinaryIoU(int[]? targetClassIds = null, double threshold = 0.5, string? name = null, DType? dtype = null)
    : IoUMetric(2, targetClassIds ?? [0, 1], name, dtype, null, sparseYTrue: true, sparseYPred: true, axis: -1)
{
    private readonly double _threshold = threshold;

    private protected override Tensor ClassesOf(Tensor yPred) => Prim.Convert(Prim.GreaterEqual(yPred, Prim.Scalar(_threshold, yPred.DType)), DType.Int32);
}
