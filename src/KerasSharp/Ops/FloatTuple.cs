using System.Globalization;
using System.Runtime.CompilerServices;
using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>
/// One number or several, where Keras takes a float or a list: <c>thresholds: 0.3</c>, <c>thresholds: [0.2, 0.5]</c>. The default value stands for
/// Keras's <c>None</c>.
/// </summary>
[CollectionBuilder(typeof(FloatTuple), nameof(Create))]
public readonly struct FloatTuple : IEquatable<FloatTuple>, IConfigValue<FloatTuple>
{
    private readonly double[]? _values;

    private FloatTuple(double[] values, bool single) => (_values, IsSingle) = (values, single);

    /// <summary>Whether nothing was given.</summary>
    public bool IsNone => _values is null;

    /// <summary>Whether one number was given, not a list.</summary>
    public bool IsSingle { get; }

    /// <summary>How many numbers were given.</summary>
    public int Count => _values?.Length ?? 0;

    /// <summary>One of the numbers.</summary>
    public double this[int i] => _values![i];

    /// <summary>A list of numbers.</summary>
    public static FloatTuple Create(ReadOnlySpan<double> values) => new(values.ToArray(), false);

    /// <summary>One number.</summary>
    public static implicit operator FloatTuple(double value) => new([value], true);

    /// <summary>A list of numbers; null is none.</summary>
    public static implicit operator FloatTuple(double[]? values) => values is null ? default : new([.. values], false);

    /// <summary>Whether two are the same.</summary>
    public static bool operator ==(FloatTuple left, FloatTuple right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(FloatTuple left, FloatTuple right) => !left.Equals(right);

    /// <inheritdoc/>
    public static FloatTuple FromConfigValue(object value) => value is List<object?>
        ? ConfigConverter.TryRead(value, out double[] list) ? list : throw Wrong(value)
        : ConfigConverter.TryRead(value, out double number) ? number : throw Wrong(value);

    /// <summary>The numbers; empty where none were given.</summary>
    public double[] ToArray() => [.. _values ?? []];

    /// <summary>For <c>foreach</c>.</summary>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)(_values ?? [])).GetEnumerator();

    /// <inheritdoc/>
    public object? ToConfigValue() => IsNone ? null : IsSingle ? _values![0] : _values;

    /// <inheritdoc/>
    public bool Equals(FloatTuple other) => IsNone == other.IsNone && IsSingle == other.IsSingle && (_values ?? []).AsSpan().SequenceEqual(other._values ?? []);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FloatTuple other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (_values ?? []).Aggregate(Count, HashCode.Combine);

    /// <summary>As Python writes it.</summary>
    public override string ToString()
    {
        string text = string.Join(", ", (_values ?? []).Select(v => v.ToString(CultureInfo.InvariantCulture)));
        return IsNone ? "None" : IsSingle ? text : $"[{text}]";
    }

    private static FormatException Wrong(object value) => new($"Received: {ConfigJson.Write(value)}; expected a number or a list of numbers.");
}
