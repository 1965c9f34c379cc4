namespace KerasSharp.Layers;

/// <summary>
/// Many numbers in short: some of them in order, each standing for as many as its weight says. Keras's discretization keeps and merges such summaries
/// (keras/src/layers/preprocessing/discretization.py); all is rounded to float32 where NumPy rounds there.
/// </summary>
internal sealed class QuantileSummary
{
    private readonly float[] _values, _weights;

    private QuantileSummary(float[] values, float[] weights) => (_values, _weights) = (values, weights);

    public static QuantileSummary Empty { get; } = new([], []);

    public int Count => _values.Length;

    /// <summary>Every so-manieth of the numbers in order.</summary>
    public static QuantileSummary Of(float[] numbers, double epsilon)
    {
        float[] sorted = [.. numbers];
        Array.Sort(sorted);
        double increment = sorted.Length / (1 / epsilon), step = Math.Max(increment, 1);
        var values = new List<float>();
        for (int i = (int)increment; i < sorted.Length; i += (int)step)
        {
            values.Add(sorted[i]);
        }

        return new([.. values], [.. Enumerable.Repeat((float)step, values.Count)]);
    }

    /// <summary>A summary that was kept: a row of numbers, and one of their weights.</summary>
    public static QuantileSummary Of(Tensor rows)
    {
        float[] all = rows.ToArray<float>();
        int count = all.Length / 2;
        return new(all[..count], all[count..]);
    }

    /// <summary>Both in one, no longer than need be.</summary>
    public QuantileSummary Merge(QuantileSummary other, double epsilon)
    {
        float[] values = [.. other._values, .. _values], weights = [.. other._weights, .. _weights];
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        return new QuantileSummary(Array.ConvertAll(order, i => values[i]), Array.ConvertAll(order, i => weights[i])).Compress(epsilon);
    }

    /// <summary>The borders between that many bins of equal weight.</summary>
    public double[] Boundaries(int bins)
    {
        float[] values = Compress(1.0 / bins)._values;
        return [.. values[..^1].Select(v => (double)v)];
    }

    private QuantileSummary Compress(double epsilon)
    {
        if (Count * epsilon < 1)
        {
            return this;
        }

        float[] sums = new float[Count];
        float sum = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = sum += _weights[i];
        }

        double[] parts = Array.ConvertAll(sums, s => (double)(s / sums[^1]));
        int count = (int)Math.Ceiling(1 / epsilon);
        float[] values = new float[count], weights = new float[count];
        double last = 0;
        for (int i = 0; i < count; i++)
        {
            double part = epsilon + (i * epsilon), reached = Interpolate(part, parts, sums);
            values[i] = (float)Interpolate(part, parts, _values);
            weights[i] = (float)(reached - last);
            last = reached;
        }

        return new(values, weights);
    }

    /// <summary>What a line through points has at a place; beyond the points what the nearest has.</summary>
    private static double Interpolate(double at, double[] places, float[] heights)
    {
        int right = Array.BinarySearch(places, at);
        if (right >= 0)
        {
            // Of equal places the last counts.
            while (right + 1 < places.Length && places[right + 1] == at)
            {
                right++;
            }

            return heights[right];
        }

        right = ~right;
        return right == 0 ? heights[0]
            : right == places.Length ? heights[^1]
            : heights[right - 1] + (((double)heights[right] - heights[right - 1]) / (places[right] - places[right - 1]) * (at - places[right - 1]));
    }
}
