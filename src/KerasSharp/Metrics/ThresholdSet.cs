using KerasSharp.Primitives;

namespace KerasSharp.Metrics;

/// <summary>Thresholds over which predictions count as positive, in ascending order, the first below 0 and the last above 1.</summary>
internal sealed class ThresholdSet
{
    private const float Epsilon = 1e-7f;

    private readonly float[] _values;
    private readonly bool _even;

    private ThresholdSet(float[] inner, bool even)
    {
        (Inner, _even) = (inner, even);
        _values = [-Epsilon, .. inner, 1 + Epsilon];
    }

    public int Count => _values.Length;

    /// <summary>All but the first and the last.</summary>
    public float[] Inner { get; }

    public static ThresholdSet Even(int count) => count > 1
        ? new ThresholdSet([.. Enumerable.Range(1, count - 2).Select(i => (float)(i / (count - 1.0)))], even: count > 2)
        : throw new ArgumentOutOfRangeException(nameof(count), $"AUC: numThresholds must be at least 2. Received: numThresholds={count}.");

    public static ThresholdSet Of(float[] inner)
    {
        if (Array.Exists(inner, t => !(t is >= 0 and <= 1)))
        {
            throw new ArgumentException($"AUC: thresholds must be between 0 and 1. Received: thresholds=({string.Join(", ", inner)}).", nameof(inner));
        }

        float[] sorted = [.. inner.Order()];
        return new ThresholdSet(sorted, even: false);
    }

    /// <summary>
    /// Whether each prediction is over each threshold; the thresholds' axis comes second. Evenly spread thresholds are compared after scaling to
    /// 0, 1, 2, ..., as Keras finds a prediction's place among them by one multiplication.
    /// </summary>
    public Tensor IsOver(Tensor predictions)
    {
        Shape spread = predictions.Shape.Insert(1, 1);
        float[] values = _values;
        if (_even)
        {
            values = [.. Enumerable.Range(0, Count).Select(i => (float)i)];
            values[0] = -1;
            predictions = Prim.Multiply(predictions, Count - 1);
        }

        Shape own = predictions.Rank == 1 ? Shape.Of(1, Count) : Shape.Of(1, Count, 1);
        Tensor thresholds = Prim.Constant(Tensor.From<float>(values, own));
        return Prim.Greater(Prim.Reshape(predictions, spread), Prim.Convert(thresholds, predictions.DType));
    }
}
