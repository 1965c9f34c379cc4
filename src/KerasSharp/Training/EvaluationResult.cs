using System.Collections;

namespace KerasSharp;

/// <summary>What <c>Evaluate</c> found: numbers in the order of <c>Compile</c>, and by name.</summary>
public sealed class EvaluationResult : IReadOnlyList<double>
{
    private readonly IReadOnlyDictionary<string, double> _values;

    internal EvaluationResult(IReadOnlyList<string> names, IReadOnlyDictionary<string, double> values) => (Names, _values) = (names, values);

    /// <summary>Names, the loss first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The loss.</summary>
    public double Loss => _values["loss"];

    /// <inheritdoc/>
    public int Count => Names.Count;

    /// <summary>The number at a place: the loss, then metrics.</summary>
    public double this[int index] => _values[Names[index]];

    /// <summary>The number of a name.</summary>
    public double this[string name] => _values.TryGetValue(name, out double value) ? value : throw new KeyNotFoundException(
        $"Evaluate gave no '{name}'. It gave: {string.Join(", ", Names)}.");

    /// <summary>All by name, sorted.</summary>
    public IReadOnlyDictionary<string, double> ToDictionary() => _values;

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => Names.Select(name => _values[name]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
