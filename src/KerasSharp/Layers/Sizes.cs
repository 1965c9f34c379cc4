using System.Collections;
using System.Runtime.CompilerServices;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>A size for each spatial axis: <c>3</c> stands for <c>[3, 3]</c>.</summary>
[CollectionBuilder(typeof(Sizes), nameof(Create))]
public sealed class Sizes : IConfigValue<Sizes>, IReadOnlyList<int>
{
    private readonly int[] _values;
    private readonly bool _isSingle;

    private Sizes(int[] values, bool isSingle) => (_values, _isSingle) = (values, isSingle);

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public int this[int index] => _values[index];

    /// <summary>One size for each axis.</summary>
    public static Sizes Create(ReadOnlySpan<int> values) => new(values.ToArray(), isSingle: false);

    /// <summary>The same size for all axes.</summary>
    public static implicit operator Sizes(int value) => new([value], isSingle: true);

    /// <summary>One size for each axis.</summary>
    public static implicit operator Sizes(int[] values) => Create(values);

    /// <inheritdoc/>
    public static Sizes FromConfigValue(object value) => value switch
    {
        long size => checked((int)size),
        List<object?> list when list.TrueForAll(item => item is long) => new Sizes([.. list.Select(item => checked((int)(long)item!))], isSingle: false),
        _ => throw new FormatException($"Received: {ConfigJson.Write(value)}; expected an integer or a list of integers."),
    };

    /// <inheritdoc/>
    public object? ToConfigValue() => _isSingle ? _values[0] : _values;

    /// <summary>One size for each of <paramref name="rank"/> axes.</summary>
    /// <exception cref="ArgumentException">There are more or less sizes, or one is less than the least.</exception>
    internal Sizes For(int rank, string name, string owner, int least = 1)
    {
        if ((!_isSingle && _values.Length != rank) || Array.Exists(_values, v => v < least))
        {
            throw new ArgumentException(
                $"{owner}: {name} must be a number of at least {least}, or {rank} of them. Received: {name}=({string.Join(", ", _values)}).", name);
        }

        return new(_isSingle ? [.. Enumerable.Repeat(_values[0], rank)] : _values, isSingle: false);
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
