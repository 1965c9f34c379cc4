using System.Globalization;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Tool;

/// <summary>Compares arrays of the same paths, two at a time.</summary>
internal sealed class WeightComparison
{
    private readonly List<string> _differences = [];
    private (double Difference, string Where)? _largest;
    private int _count, _differing;

    private WeightComparison()
    {
    }

    /// <summary>A line for each array that differs.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>The whole in a line.</summary>
    public string Summary => _differences.Count == 0
        ? $"{_count} {(_count == 1 ? "array" : "arrays")}, all the same"
        : $"{_differing} of {_count} arrays differ{(_largest is { } most ? $"; the largest difference is {Number(most.Difference)}, in {most.Where}" : "")}";

    /// <summary>Compares arrays.</summary>
    /// <param name="a">Arrays.</param>
    /// <param name="b">Others.</param>
    /// <param name="tolerance">Numbers that are this near count as the same.</param>
    public static WeightComparison Of(IReadOnlyList<StoredWeight> a, IReadOnlyList<StoredWeight> b, double tolerance)
    {
        var comparison = new WeightComparison();
        Dictionary<string, StoredWeight> others = b.ToDictionary(weight => weight.Path, StringComparer.Ordinal);
        foreach (StoredWeight weight in a)
        {
            if (others.Remove(weight.Path, out StoredWeight? other))
            {
                comparison.Compare(weight, other, tolerance);
            }
            else
            {
                comparison.Differs($"{Name(weight)}: only in the first file");
            }
        }

        foreach (StoredWeight weight in b.Where(weight => others.ContainsKey(weight.Path)))
        {
            comparison.Differs($"{Name(weight)}: only in the second file");
        }

        return comparison;
    }

    private static string Name(StoredWeight weight) => $"{Shown.Text(weight.Path)} ({string.Join(", ", weight.Shape)})";

    private static string Number(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    private void Differs(string line)
    {
        _count++;
        _differing++;
        _differences.Add(line);
    }

    private void Compare(StoredWeight a, StoredWeight b, double tolerance)
    {
        if (!a.Shape.SequenceEqual(b.Shape))
        {
            Differs($"{Name(a)}: the other has the shape ({string.Join(", ", b.Shape)})");
            return;
        }

        Tensor left = a.Read(), right = b.Read();
        (long differing, double largest, long at) = left.DType == DType.String || right.DType == DType.String ? Texts(left, right) : Numbers(left, right, tolerance);
        if (differing == 0)
        {
            _count++;
            return;
        }

        if (_largest is not { } most || !(largest <= most.Difference))
        {
            _largest = (largest, $"{Shown.Text(a.Path)} at ({string.Join(", ", Place(at, a.Shape))})");
        }

        Differs($"{Name(a)}: {Readable.Count(differing)} of {Readable.Count(left.Count)} numbers differ, by {Number(largest)} at most");
    }

    /// <summary>How many numbers differ, the largest difference and where it is. What is not a number differs from all numbers, and from nothing else.</summary>
    private static (long Differing, double Largest, long At) Numbers(Tensor a, Tensor b, double tolerance)
    {
        double[] left = a.ToDoubles(), right = b.ToDoubles();
        (long differing, double largest, long at) = (0, 0, 0);
        for (int i = 0; i < left.Length; i++)
        {
            // Equals holds for two that are no numbers; infinities are equal, but their difference is none.
            double difference = Math.Abs(left[i] - right[i]);
            if (left[i].Equals(right[i]) || difference <= tolerance)
            {
                continue;
            }

            differing++;
            if (!(difference <= largest) && !double.IsNaN(largest))
            {
                (largest, at) = (difference, i);
            }
        }

        return (differing, largest, at);
    }

    private static (long Differing, double Largest, long At) Texts(Tensor a, Tensor b)
    {
        if (a.DType != b.DType)
        {
            return (a.Count, double.NaN, 0);
        }

        int[] places = [.. a.ToStrings().Zip(b.ToStrings()).Select((pair, i) => pair.First == pair.Second ? -1 : i).Where(i => i >= 0)];
        return places.Length == 0 ? (0, 0, 0) : (places.Length, double.NaN, places[0]);
    }

    private static long[] Place(long index, long[] shape)
    {
        long[] place = new long[shape.Length];
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            (index, place[axis]) = Math.DivRem(index, shape[axis]);
        }

        return place;
    }
}
