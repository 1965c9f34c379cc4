namespace KerasSharp.Primitives;

/// <summary>A set of axes, in ascending order, none negative: an attribute that compares by value.</summary>
internal sealed class Axes : IEquatable<Axes>
{
    private readonly int[] _axes;

    private Axes(int[] axes) => _axes = axes;

    public int Count => _axes.Length;

    public ReadOnlySpan<int> Span => _axes;

    public int Length => _axes.Length;

    public int this[int i] => _axes[i];

    /// <summary>Axes given by a caller, negative ones counted from the end; none given means all.</summary>
    /// <exception cref="ArgumentException">An axis is out of range or named twice.</exception>
    public static Axes Of(int[] axes, int rank)
    {
        if (axes.Length == 0)
        {
            return new Axes([.. Enumerable.Range(0, rank)]);
        }

        int[] sorted = Array.ConvertAll(axes, axis => Normalize(axis, rank));
        Array.Sort(sorted);
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1])
            {
                throw new ArgumentException($"An axis is named twice. Received: axes=({string.Join(", ", axes)}) of a tensor of rank {rank}.", nameof(axes));
            }
        }

        return new Axes(sorted);
    }

    /// <summary>An axis counted from the start.</summary>
    /// <exception cref="ArgumentException">It is out of range.</exception>
    public static int Normalize(int axis, int rank) => axis >= -rank && axis < rank
        ? axis < 0 ? axis + rank : axis
        : throw new ArgumentException($"An axis must be in the range [{-rank}, {rank}) for a tensor of rank {rank}. Received: axis={axis}.", nameof(axis));

    public bool Contains(int axis) => Array.IndexOf(_axes, axis) >= 0;

    public bool Equals(Axes? other) => other is not null && _axes.AsSpan().SequenceEqual(other._axes);

    public override bool Equals(object? obj) => Equals(obj as Axes);

    public override int GetHashCode() => _axes.Aggregate(17, HashCode.Combine);

    public override string ToString() => $"({string.Join(", ", _axes)})";
}
