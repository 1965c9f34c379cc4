using KerasSharp.Losses;
using KerasSharp.Primitives;
using KerasSharp.Utilities;

namespace KerasSharp.Metrics;

/// <summary>Base of the metrics that count right and wrong predictions at thresholds.</summary>
public abstract class ConfusionMetric : Metric
{
    private readonly ThresholdSet _set;
    private readonly ConfusionCounts _counts;

    private protected ConfusionMetric(FloatTuple thresholds, string? name, DType? dtype, int? topK = null, int? classId = null)
        : this(null, name, dtype, topK, classId, thresholds)
    {
    }

    private protected ConfusionMetric(ThresholdSet? set, string? name, DType? dtype, int? topK, int? classId, FloatTuple thresholds = default)
        : base(name, dtype)
    {
        string owner = GetType().Name;
        TopK = topK is { } k ? Arguments.Count(owner, nameof(topK), k) : null;
        ClassId = classId is { } id ? Arguments.AtLeast(owner, nameof(classId), id, 0) : null;
        Thresholds = thresholds;
        _set = set ?? ThresholdSet.Of(thresholds, topK is null ? 0.5f : ThresholdSet.Lowest, owner);
        _counts = MakeCounts();
    }

    /// <summary>The thresholds given; none where they are the usual ones.</summary>
    public FloatTuple Thresholds { get; }

    /// <summary>How many of the largest predictions can count as positive; null for all.</summary>
    public int? TopK { get; }

    /// <summary>The one class that counts; null for all.</summary>
    public int? ClassId { get; }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The shapes do not fit together, or there is no axis of classes where one is needed.</exception>
    public sealed override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        (yTrue, yPred) = LossFunctions.Prepare(yTrue, yPred);
        yPred = Prim.Convert(yPred, Dtype);
        Check(yTrue, yPred);
        if (TopK is { } k)
        {
            yPred = Largest(yPred, k);
        }

        if (ClassId is { } id)
        {
            (yTrue, yPred) = (Prim.SliceAxis(yTrue, -1, id, id + 1), Prim.SliceAxis(yPred, -1, id, id + 1));
        }

        Tensor weight = Weights(sampleWeight, yPred);
        _counts.Add(yTrue, yPred, weight, _set);
    }

    /// <inheritdoc/>
    public sealed override Tensor Result() => ResultOf(_counts);

    /// <summary>Makes the counts that the metric keeps, with <see cref="AddCount"/>.</summary>
    private protected abstract ConfusionCounts MakeCounts();

    /// <summary>A count for each threshold.</summary>
    private protected Variable AddCount(string name) => AddVariable(Shape.Of(_set.Count), name: name);

    private protected virtual Tensor ResultOf(ConfusionCounts counts) => PerThreshold(counts.Single());

    /// <summary>A number where there is one threshold, else one for each.</summary>
    private protected Tensor PerThreshold(Tensor values) => _set.Count == 1 ? Prim.Reshape(values, Shape.Scalar) : values;

    /// <summary>Weights in the shape of the predictions: those of samples count for all that belongs to one.</summary>
    internal static Tensor Weights(Tensor? sampleWeight, Tensor yPred)
    {
        Tensor weight = sampleWeight is null ? Prim.Ones(Shape.Scalar, yPred.DType) : Prim.Convert(sampleWeight, yPred.DType);
        while (sampleWeight is not null && weight.Rank < yPred.Rank)
        {
            weight = Prim.Reshape(weight, weight.Shape.Insert(weight.Rank, 1));
        }

        return Prim.BroadcastTo(weight, yPred.Shape);
    }

    /// <summary>The k largest predictions along the last axis (of equal ones the first); the others as low as can be.</summary>
    private static Tensor Largest(Tensor yPred, int k)
    {
        (_, Tensor indices) = Prim.TopK(yPred, k);
        Shape pairs = yPred.Shape.Insert(yPred.Rank - 1, k);
        Tensor isChosen = Prim.Equal(Prim.Iota(pairs, pairs.Rank - 1, DType.Int32), Prim.Reshape(Prim.Convert(indices, DType.Int32), indices.Shape.Insert(indices.Rank, 1)));
        Tensor chosen = Prim.ReduceSum(Prim.Convert(isChosen, yPred.DType), pairs.Rank - 2), zero = Prim.Scalar(0, yPred.DType);
        return Prim.Select(Prim.Greater(chosen, zero), yPred, Prim.Scalar(ThresholdSet.Lowest, yPred.DType));
    }

    private void Check(Tensor yTrue, Tensor yPred)
    {
        string what = $"Received: yTrue.Shape={yTrue.Shape}, yPred.Shape={yPred.Shape}";
        if (yTrue.Rank != yPred.Rank || !yTrue.Shape.IsCompatibleWith(yPred.Shape))
        {
            throw new ShapeException($"{GetType().Name} '{Name}': labels must have the shape of the predictions. {what}. Labels that are class numbers must be made one-hot.", nameof(yTrue));
        }

        if (ClassId is { } id && (yPred.Rank < 2 || id >= yPred.Shape[^1]))
        {
            throw new ShapeException($"{GetType().Name} '{Name}': predictions must have a last axis of classes that holds classId. {what}, classId={id}. Leave classId out for one yes-or-no prediction a sample.", nameof(yPred));
        }

        if (TopK is { } k && (yPred.Rank < 1 || k > yPred.Shape[^1]))
        {
            throw new ShapeException($"{GetType().Name} '{Name}': predictions must have a last axis of at least topK classes. {what}, topK={k}. Give a smaller topK.", nameof(yPred));
        }
    }
}
