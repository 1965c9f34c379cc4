using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>Intersection over union of classes: <c>true positives / (true positives + false positives + false negatives)</c>, averaged over all.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: class numbers in the same shape (or scores of the classes along an axis). State: <c>total_confusion_matrix (classes, classes)</c>, rows for labels.</remarks>
/// <param name="numClasses">Number of classes, at least 1.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state; int32 when not given, as in Keras: weights of samples are rounded down then.</param>
/// <param name="ignoreClass">A label whose positions do not count, such as -1 or 255 for what has no class.</param>
/// <param name="sparseYTrue">Whether labels are class numbers; else the largest along the axis is the class.</param>
/// <param name="sparseYPred">Whether predictions are class numbers; else the largest along the axis is the class.</param>
/// <param name="axis">Axis of the classes, where labels or predictions have one.</param>
/// <exception cref="ArgumentException">A class is not one of those.</exception>
[KerasSerializable(Module, "MeanIoU")]
[ConfigOrder("", "num_classes", "name")]
public sealed partial class MeanIoU(int numClasses, string? name = null, DType? dtype = null, int? ignoreClass = null,
    bool sparseYTrue = true, bool sparseYPred = true, int axis = -1)
    : IoUMetric(numClasses, null, name, dtype, ignoreClass, sparseYTrue, sparseYPred, axis);
