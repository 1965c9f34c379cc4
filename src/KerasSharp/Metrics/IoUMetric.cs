using KerasSharp.Primitives;
using KerasSharp.Utilities;

namespace KerasSharp.Metrics;

/// <summary>Base of the metrics of how well predicted regions cover true ones: a matrix of how often each class was taken for each.</summary>
public abstract class IoUMetric : Metric
{
    private const double Epsilon = 1e-7;
    private const int LargestPart = 1 << 23;

    private readonly Variable _matrix;
    private readonly bool[] _counts;

    private protected IoUMetric(
        int numClasses, int[]? targetClassIds, string? name, DType? dtype, int? ignoreClass, bool sparseYTrue, bool sparseYPred, int axis)
        : base(name, dtype ?? DType.Int32)
    {
        NumClasses = Arguments.Count(GetType().Name, nameof(numClasses), numClasses);
        TargetClassIds = [.. targetClassIds ?? [.. Enumerable.Range(0, numClasses)]];
        if (TargetClassIds.Any(id => id < 0 || id >= numClasses))
        {
            throw new ArgumentException(
                $"{GetType().Name}: targetClassIds must be classes, from 0 to {numClasses - 1}. Received: targetClassIds=({string.Join(", ", TargetClassIds)}), numClasses={numClasses}.",
                nameof(targetClassIds));
        }

        (IgnoreClass, SparseYTrue, SparseYPred, Axis) = (ignoreClass, sparseYTrue, sparseYPred, axis);
        _counts = [.. Enumerable.Range(0, numClasses).Select(TargetClassIds.Contains)];
        _matrix = AddVariable(Shape.Of(numClasses, numClasses), name: "total_confusion_matrix");
    }

    /// <inheritdoc/>
    public sealed override string? Direction => "up";

    /// <summary>Number of classes.</summary>
    public int NumClasses { get; }

    /// <summary>The classes that count.</summary>
    public IReadOnlyList<int> TargetClassIds { get; }

    /// <summary>A label whose positions do not count, or null.</summary>
    public int? IgnoreClass { get; }

    /// <summary>Whether labels are class numbers.</summary>
    public bool SparseYTrue { get; }

    /// <summary>Whether predictions are class numbers.</summary>
    public bool SparseYPred { get; }

    /// <summary>Axis of the classes, where there is one.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">There are not as many labels as predictions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class number (seen where the metric is not compiled; else it does not count).</exception>
    public sealed override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        Tensor labels = Flat(SparseYTrue ? yTrue : Prim.ArgMax(yTrue, Axis)), predictions = Flat(SparseYPred ? ClassesOf(yPred) : Prim.ArgMax(yPred, Axis));
        if (!labels.Shape.IsCompatibleWith(predictions.Shape))
        {
            throw new ShapeException(
                $"{GetType().Name} '{Name}': there must be a label for each prediction. Received: yTrue.Shape={yTrue.Shape}, yPred.Shape={yPred.Shape}, "
                + $"sparseYTrue={SparseYTrue}, sparseYPred={SparseYPred}. Scores of the classes along an axis want sparse...: false.", nameof(yTrue));
        }

        if (labels.IsConcrete && !Dispatch.IsAbstract)
        {
            Losses.SparseLabels.Check(labels.Read<int>(), NumClasses, IgnoreClass, GetType().Name);
        }

        Tensor counts = Prim.LogicalAnd(IsClass(labels), IsClass(predictions));
        counts = IgnoreClass is { } ignored ? Prim.LogicalAnd(counts, Prim.NotEqual(labels, Prim.Scalar(ignored, DType.Int32))) : counts;
        Tensor cell = Prim.Select(counts, Prim.Add(Prim.Multiply(labels, Prim.Scalar(NumClasses, DType.Int32)), predictions), Prim.Scalar(-1, DType.Int32));
        Tensor weight = sampleWeight is null ? Prim.Ones(Shape.Scalar, Dtype) : Prim.Convert(sampleWeight, Dtype);
        weight = weight.Rank > 0 ? Prim.Reshape(weight, Shape.Of(checked((int)weight.Count))) : weight;
        Tensor added = CountCells(cell, Prim.BroadcastTo(Prim.Convert(weight, DType.Float32), labels.Shape));
        _matrix.Assign(Prim.Add(_matrix.Value, Prim.Reshape(added, _matrix.Shape)));
    }

    /// <inheritdoc/>
    public sealed override Tensor Result()
    {
        DType type = Dtype.IsFloating() ? Dtype : DType.Float32;
        Tensor matrix = Prim.Convert(_matrix.Value, type), zero = Prim.Scalar(0, type);
        Tensor isDiagonal = Prim.Equal(Prim.Iota(matrix.Shape, 0, DType.Int32), Prim.Iota(matrix.Shape, 1, DType.Int32));
        Tensor hits = Prim.ReduceSum(Prim.Select(isDiagonal, matrix, zero), 0);
        Tensor union = Prim.Subtract(Prim.Add(Prim.ReduceSum(matrix, 0), Prim.ReduceSum(matrix, 1)), hits);
        Tensor isWanted = Prim.Constant(Tensor.From(_counts, Shape.Of(NumClasses)));

        // Classes that occur neither in labels nor in predictions do not count.
        Tensor present = Prim.LogicalAnd(isWanted, Prim.Greater(union, Prim.Scalar(1e-9, type)));
        Tensor parts = Prim.Select(isWanted, Prim.Divide(hits, Prim.Add(union, Epsilon)), zero);
        return Prim.Divide(Prim.ReduceSum(parts), Prim.Add(Prim.ReduceSum(Prim.Convert(present, type)), Epsilon));
    }

    /// <summary>The predicted classes, where predictions do not have an axis of scores.</summary>
    private protected virtual Tensor ClassesOf(Tensor yPred) => yPred;

    /// <summary>The weights of each cell of the matrix, summed as float32 in parts that are small enough for whole numbers to stay whole.</summary>
    private Tensor CountCells(Tensor cell, Tensor weight)
    {
        int cells = NumClasses * NumClasses, parts = (int)((cell.Count + LargestPart - 1) / LargestPart);
        if (parts > 1)
        {
            Tensor part = Prim.FloorDivide(Prim.Iota(cell.Shape, 0, DType.Int32), Prim.Scalar(LargestPart, DType.Int32));
            Tensor none = Prim.Scalar(-1, DType.Int32), moved = Prim.Add(cell, Prim.Multiply(part, Prim.Scalar(cells, DType.Int32)));
            cell = Prim.Select(Prim.Equal(cell, none), none, moved);
        }

        Tensor sums = Prim.Convert(Ops.SegmentSum(weight, cell, cells * Math.Max(1, parts)), Dtype);
        return parts > 1 ? Prim.ReduceSum(Prim.Reshape(sums, Shape.Of(parts, cells)), 0) : sums;
    }

    private static Tensor Flat(Tensor x) => Prim.Reshape(Prim.Convert(x, DType.Int32), Shape.Of(checked((int)x.Count)));

    private Tensor IsClass(Tensor numbers) =>
        Prim.LogicalAnd(Prim.GreaterEqual(numbers, Prim.Scalar(0, DType.Int32)), Prim.Less(numbers, Prim.Scalar(NumClasses, DType.Int32)));
}
