namespace KerasSharp.Primitives;

/// <summary>A sparse matrix by rows, for <see cref="MixAxis"/>: row i of the result is a weighted sum of some rows of the operand. It compares by value.</summary>
internal sealed class AxisMixture : IEquatable<AxisMixture>
{
    private readonly int[] _starts;
    private readonly int[] _sources;
    private readonly double[] _weights;

    /// <param name="from">Number of rows of the operand.</param>
    /// <param name="rows">The terms of each row of the result.</param>
    public AxisMixture(int from, IReadOnlyList<IReadOnlyList<(int Source, double Weight)>> rows)
    {
        From = from;
        _starts = new int[rows.Count + 1];
        for (int i = 0; i < rows.Count; i++)
        {
            _starts[i + 1] = _starts[i] + rows[i].Count;
        }

        (_sources, _weights) = ([.. rows.SelectMany(row => row.Select(term => term.Source))], [.. rows.SelectMany(row => row.Select(term => term.Weight))]);
        if (Array.Exists(_sources, source => source < 0 || source >= from))
        {
            throw new ArgumentException($"AxisMixture: every source must be at least 0 and less than from. Received: from={from}, sources={string.Join(", ", _sources)}.", nameof(rows));
        }
    }

    /// <summary>Number of rows of the operand.</summary>
    public int From { get; }

    /// <summary>Number of rows of the result.</summary>
    public int To => _starts.Length - 1;

    /// <summary>Where the terms of each row begin, and the end of the last.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>Rows of the operand, term by term.</summary>
    public ReadOnlySpan<int> Sources => _sources;

    /// <summary>Their weights.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The matrix with the elements of a dense one, (from, to), that are not zero.</summary>
    public static AxisMixture Of(double[] dense, int from, int to)
    {
        var rows = new List<(int, double)>[to];
        for (int i = 0; i < to; i++)
        {
            rows[i] = [];
            for (int k = 0; k < from; k++)
            {
                if (dense[(k * to) + i] != 0)
                {
                    rows[i].Add((k, dense[(k * to) + i]));
                }
            }
        }

        return new AxisMixture(from, rows);
    }

    /// <summary>The transposed matrix.</summary>
    public AxisMixture Transposed()
    {
        var rows = new List<(int, double)>[From];
        for (int k = 0; k < From; k++)
        {
            rows[k] = [];
        }

        for (int i = 0; i < To; i++)
        {
            for (int term = _starts[i]; term < _starts[i + 1]; term++)
            {
                rows[_sources[term]].Add((i, _weights[term]));
            }
        }

        return new AxisMixture(To, rows);
    }

    public bool Equals(AxisMixture? other) =>
        other is not null && From == other.From && Starts.SequenceEqual(other.Starts) && Sources.SequenceEqual(other.Sources) && Weights.SequenceEqual(other.Weights);

    public override bool Equals(object? obj) => Equals(obj as AxisMixture);

    public override int GetHashCode() => HashCode.Combine(From, To, _sources.Length, _sources.Length == 0 ? 0 : _weights[^1]);

    public override string ToString() => $"({From} -> {To}, {_sources.Length} terms)";
}
