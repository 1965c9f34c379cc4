using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>Intersection over union of classes: <c>true positives / (true positives + false positives + false negatives)</c>, averaged over some of them, for one-hot labels.</summary>
/// <remarks><c>yTrue</c>: one-hot, <c>(batch, ..., classes)</c>. <c>yPred</c>: scores of the same shape, or class numbers. State: <c>total_confusion_matrix (classes, classes)</c>, rows for labels.</remarks>
/// <param name="numClasses">Number of classes, at least 1.</param>
/// <param name="targetClassIds">The classes that count.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state; int32 when not given, as in Keras: weights of samples are rounded down then.</param>
/// <param name="ignoreClass">A label whose positions do not count, such as -1 or 255 for what has no class.</param>
/// <param name="sparseYPred">Whether predictions are class numbers; else the largest along the axis is the class.</param>
/// <param name="axis">Axis of the classes, where labels or predictions have one.</param>
/// <exception cref="ArgumentException">A class is not one of those.</exception>
[KerasSerializable(Module, "OneHotIoU")]
[ConfigOrder("", "num_classes", "target_class_ids", "name")]
public sealed partial class OneHotIoU(int numClasses, int[] targetClassIds, string? name = null, DType? dtype = null,
    int? ignoreClass = null, bool sparseYPred = false, int axis = -1)
    : IoUMetric(numClasses, targetClassIds, name, dtype, ignoreClass, sparseYTrue: false, sparseYPred, axis);
