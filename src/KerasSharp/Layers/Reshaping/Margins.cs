using System.Runtime.CompilerServices;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>What is added before and after each spatial axis: one number, one for each axis, or a pair for each axis.</summary>
[CollectionBuilder(typeof(Margins), nameof(Create))]
public sealed class Margins : IConfigValue<Margins>, IEnumerable<int[]>
{
    private readonly (int Before, int After)[] _pairs;
    private readonly bool _isSingle;

    private Margins((int, int)[] pairs, bool isSingle) => (_pairs, _isSingle) = (pairs, isSingle);

    internal (int Before, int After) this[int axis] => _pairs[axis];

    /// <summary>A pair, or one number, for each axis.</summary>
    public static Margins Create(ReadOnlySpan<int[]> axes)
    {
        var pairs = new (int, int)[axes.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = axes[i] is [int both] ? (both, both) : axes[i] is [int before, int after] ? (before, after) : throw new ArgumentException(
                $"A margin must be one number or two. Received: ({string.Join(", ", axes[i])}).", nameof(axes));
        }

        return new(pairs, isSingle: false);
    }

    /// <summary>The same on all sides.</summary>
    public static implicit operator Margins(int margin) => new([(margin, margin)], isSingle: true);

    /// <summary>One number for each axis.</summary>
    public static implicit operator Margins(int[] margins) => new(Array.ConvertAll(margins, m => (m, m)), isSingle: false);

    /// <inheritdoc/>
    public static Margins FromConfigValue(object value) => value switch
    {
        long margin => (int)margin,
        List<object?> list => Create([.. list.Select(item => item is long n ? [(int)n] : ((List<object?>)item!).Select(n => (int)(long)n!).ToArray())]),
        _ => throw new FormatException($"Received: {ConfigJson.Write(value)}; expected an integer or a list."),
    };

    /// <inheritdoc/>
    public object? ToConfigValue() => _pairs.Select(p => (object)new[] { p.Before, p.After }).ToList();

    /// <inheritdoc/>
    public IEnumerator<int[]> GetEnumerator() => _pairs.Select(p => new[] { p.Before, p.After }).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    internal Margins For(int rank, string owner)
    {
        (int, int)[] pairs = _isSingle ? [.. Enumerable.Repeat(_pairs[0], rank)] : _pairs;
        return pairs.Length == rank && !pairs.Any(p => p.Item1 < 0 || p.Item2 < 0) ? new(pairs, isSingle: false) : throw new ArgumentException(
            $"{owner}: the padding must be numbers of 0 or more for {rank} axes. Received: padding=({string.Join(", ", _pairs)}).");
    }
}
