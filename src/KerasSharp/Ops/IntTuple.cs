using System.Runtime.CompilerServices;
using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>
/// One whole number or several, where Keras takes an int or a tuple: <c>axis: 1</c>, <c>axis: [1, 2]</c>, <c>strides: 2</c>. The default value stands for
/// Keras's <c>None</c>.
/// </summary>
[CollectionBuilder(typeof(IntTuple), nameof(Create))]
public readonly struct IntTuple : IEquatable<IntTuple>, IConfigValue<IntTuple>
{
    private readonly int[]? _values;

    private IntTuple(int[] values, bool single)
    {
        _values = values;
        IsSingle = single;
    }

    /// <summary>Whether nothing was given.</summary>
    public bool IsNone => _values is null;

    /// <summary>Whether one number was given, not a tuple.</summary>
    public bool IsSingle { get; }

    /// <summary>How many numbers were given.</summary>
    public int Count => _values?.Length ?? 0;

    /// <summary>One of the numbers.</summary>
    public int this[int i] => _values![i];

    /// <summary>A tuple of numbers.</summary>
    public static IntTuple Create(ReadOnlySpan<int> values) => new(values.ToArray(), false);

    /// <summary>One number.</summary>
    public static implicit operator IntTuple(int value) => new([value], true);

    /// <summary>A tuple of numbers; null is none.</summary>
    public static implicit operator IntTuple(int[]? values) => values is null ? default : new((int[])values.Clone(), false);

    /// <summary>Whether two tuples are the same.</summary>
    public static bool operator ==(IntTuple left, IntTuple right) => left.Equals(right);

    /// <summary>Whether two tuples differ.</summary>
    public static bool operator !=(IntTuple left, IntTuple right) => !left.Equals(right);

    /// <inheritdoc/>
    public static IntTuple FromConfigValue(object value) => !ConfigConverter.TryRead(value, out int[] numbers)
        ? throw new FormatException($"Received: {ConfigJson.Write(value)}; expected an integer or a list of integers.")
        : value is List<object?> ? numbers : numbers[0];

    /// <inheritdoc/>
    public object? ToConfigValue() => IsNone ? null : IsSingle ? _values![0] : _values;

    /// <summary>The numbers; empty where none were given.</summary>
    public int[] ToArray() => _values is null ? [] : (int[])_values.Clone();

    /// <summary>One number for each of <paramref name="count"/> axes: a single number is meant for all.</summary>
    /// <exception cref="ArgumentException">The tuple has another length.</exception>
    public int[] Expand(int count, string name)
    {
        int[] values = ToArray();
        return values.Length == count && !IsSingle ? values
            : IsSingle ? [.. Enumerable.Repeat(values[0], count)]
            : throw new ArgumentException($"'{name}' must be one number or {count}. Received: {name}={this}.", name);
    }

    /// <summary>The tuple, or a number where nothing was given.</summary>
    internal IntTuple Or(int otherwise) => IsNone ? otherwise : this;

    /// <summary>For <c>foreach</c>.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_values ?? [])).GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(IntTuple other) => IsNone == other.IsNone && (_values ?? []).AsSpan().SequenceEqual(other._values ?? []);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IntTuple other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (_values ?? []).Aggregate(Count, HashCode.Combine);

    /// <summary>As Python writes it.</summary>
    public override string ToString() => IsNone ? "None" : IsSingle ? $"{_values![0]}" : $"({string.Join(", ", _values!)}{(Count == 1 ? "," : "")})";
}
