namespace KerasSharp.Primitives;

/// <summary>A list of integers that compares by value, for attributes of primitives.</summary>
internal sealed class IntList(params int[] values) : IEquatable<IntList>
{
    public int Count => values.Length;

    public ReadOnlySpan<int> Span => values;

    public int this[int i] => values[i];

    public int[] ToArray() => (int[])values.Clone();

    public bool Contains(int value) => Array.IndexOf(values, value) >= 0;

    public bool Equals(IntList? other) => other is not null && Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => Equals(obj as IntList);

    public override int GetHashCode() => values.Aggregate(values.Length, HashCode.Combine);

    public override string ToString() => $"({string.Join(", ", values)})";
}
