using KerasSharp.Primitives;

namespace KerasSharp.Metrics;

/// <summary>Thresholds over which predictions count as positive.</summary>
internal sealed class ThresholdSet
{
    private const float Epsilon = 1e-7f;

    /// <summary>Under everything: Keras's threshold where only the largest predictions count, and the value of those that do not.</summary>
    public const float Lowest = -1e10f;

    private readonly float[] _values;
    private readonly bool _even;

    private ThresholdSet(float[] values, bool even) => (_values, _even) = (values, even);

    public int Count => _values.Length;

    public IReadOnlyList<float> Values => _values;

    /// <summary>All but the first and the last.</summary>
    public float[] Inner => _values[1..^1];

    /// <summary>For areas: thresholds evenly spread from just below 0 to just above 1.</summary>
    public static ThresholdSet Spread(int count) => Around(Steps(count), count > 2);

    /// <summary>For areas: thresholds given, with one just below 0 and one just above 1 besides.</summary>
    public static ThresholdSet Around(float[] inner, string owner)
    {
        float[] sorted = [.. Checked(inner, owner).Order()];
        return Around(sorted, IsEven([0, .. sorted, 1]));
    }

    /// <summary>Thresholds evenly spread from 0 to 1; a single one is 0.5.</summary>
    public static ThresholdSet Even(int count) => count == 1 ? new([0.5f], false) : new([0, .. Steps(count), 1], true);

    /// <summary>Thresholds as they are given.</summary>
    public static ThresholdSet Of(FloatTuple given, float otherwise, string owner)
    {
        float[] values = given.IsNone ? [otherwise] : Checked([.. given.ToArray().Select(t => (float)t)], owner);
        return values.Length > 0 ? new(values, IsEven(values)) : throw new ArgumentException($"{owner}: there must be at least one threshold. Received: thresholds=[].", nameof(given));
    }

    /// <summary>
    /// Whether each prediction is over each threshold; the thresholds' axis comes second. Evenly spread thresholds are compared after scaling to
    /// 0, 1, 2, ..., as Keras finds a prediction's place among them by one multiplication; predictions outside 0 to 1 then count as the nearer end.
    /// </summary>
    public Tensor IsOver(Tensor predictions)
    {
        Shape spread = predictions.Shape.Insert(1, 1);
        float[] values = _values;
        if (_even)
        {
            values = [.. Enumerable.Range(0, Count).Select(i => (float)i)];
            values[0] = _values[0] < 0 ? -1 : 0;
            predictions = Prim.Multiply(Prim.Minimum(Prim.Maximum(predictions, 0), 1), Count - 1);
        }

        Shape own = predictions.Rank == 1 ? Shape.Of(1, Count) : Shape.Of(1, Count, 1);
        Tensor thresholds = Prim.Constant(Tensor.From<float>(values, own));
        return Prim.Greater(Prim.Reshape(predictions, spread), Prim.Convert(thresholds, predictions.DType));
    }

    private static ThresholdSet Around(float[] inner, bool even) => new([-Epsilon, .. inner, 1 + Epsilon], even);

    private static float[] Steps(int count) => [.. Enumerable.Range(1, count - 2).Select(i => (float)(i / (count - 1.0)))];

    private static float[] Checked(float[] thresholds, string owner) => Array.TrueForAll(thresholds, t => t is >= 0 and <= 1)
        ? thresholds
        : throw new ArgumentOutOfRangeException(
            nameof(thresholds), $"{owner}: thresholds must be between 0 and 1. Received: thresholds=({string.Join(", ", thresholds.Select(t => t.ToString(System.Globalization.CultureInfo.InvariantCulture)))}).");

    /// <summary>Whether thresholds divide 0 to 1 into equal parts, as numpy.allclose sees it.</summary>
    private static bool IsEven(float[] thresholds) =>
        thresholds.Length > 2 && !thresholds.Where((t, i) => Math.Abs(t - (i / (thresholds.Length - 1.0))) > Epsilon + (1e-5 * i / (thresholds.Length - 1.0))).Any();
}
