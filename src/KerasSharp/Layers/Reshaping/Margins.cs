using System.Runtime.CompilerServices;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>What is added or cut off before and after each spatial axis: one number, one for each axis, or a pair for each axis. For sequences two numbers are a pair.</summary>
[CollectionBuilder(typeof(Margins), nameof(Create))]
public sealed class Margins : IConfigValue<Margins>, IEnumerable<Margin>
{
    private readonly Margin[] _axes;
    private readonly bool _isSingle;

    private Margins(Margin[] axes, bool isSingle) => (_axes, _isSingle) = (axes, isSingle);

    /// <summary>A pair, or one number, for each axis.</summary>
    public static Margins Create(ReadOnlySpan<Margin> axes) => new(axes.ToArray(), isSingle: false);

    /// <summary>The same on all sides.</summary>
    public static implicit operator Margins(int margin) => new([margin], isSingle: true);

    /// <summary>One number for each axis.</summary>
    public static implicit operator Margins(int[] margins) => new(Array.ConvertAll(margins, m => (Margin)m), isSingle: false);

    /// <inheritdoc/>
    public static Margins FromConfigValue(object value) => value switch
    {
        long margin => checked((int)margin),
        List<object?> list when list.TrueForAll(IsMargin) => Create([.. list.Select(item => item is long n ? checked((int)n) : Margin.Create([.. ((List<object?>)item!).Select(m => checked((int)(long)m!))]))]),
        _ => throw new FormatException($"Received: {ConfigJson.Write(value)}; expected an integer, a list of integers or a list of pairs."),
    };

    /// <summary>A pair for each axis; for sequences the pair alone.</summary>
    public object? ToConfigValue() => _axes.Length == 1 ? _axes[0].Pair : _axes.Select(axis => axis.Pair);

    /// <inheritdoc/>
    public IEnumerator<Margin> GetEnumerator() => ((IEnumerable<Margin>)_axes).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A pair for each of <paramref name="rank"/> axes.</summary>
    /// <exception cref="ArgumentException">There are more or less, or one is negative.</exception>
    internal Margins For(int rank, string name, string owner)
    {
        Margin[] axes = _isSingle ? [.. Enumerable.Repeat(_axes[0], rank)]
            : rank == 1 && _axes is [{ IsOne: true } before, { IsOne: true } after] ? [[before.Before, after.Before]]
            : _axes;
        return axes.Length == rank && Array.TrueForAll(axes, a => a.Before >= 0 && a.After >= 0) ? new(axes, isSingle: false) : throw new ArgumentException(
            $"{owner}: {name} must be numbers of 0 or more for {rank} {(rank == 1 ? "axis" : "axes")}: one number, {(rank == 1 ? "or a pair" : "one for each axis or a pair for each axis")}. "
            + $"Received: {name}={(_isSingle ? $"{_axes[0]}" : $"({string.Join(", ", _axes)})")}.", name);
    }

    /// <summary>What comes before and after each axis of a tensor, 0 for axes that are not spatial.</summary>
    internal (int[] Before, int[] After) Spread(int rank, int first)
    {
        int[] before = new int[rank], after = new int[rank];
        for (int i = 0; i < _axes.Length; i++)
        {
            (before[first + i], after[first + i]) = (_axes[i].Before, _axes[i].After);
        }

        return (before, after);
    }

    private static bool IsMargin(object? item) => item is long || (item is List<object?> { Count: 1 or 2 } pair && pair.TrueForAll(n => n is long));
}
