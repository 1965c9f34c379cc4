using System.Collections;
using System.Runtime.CompilerServices;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Texts or whole numbers in an order: <c>["a", "b"]</c>, <c>[12, 36]</c>.</summary>
[CollectionBuilder(typeof(Tokens), nameof(Create))]
public sealed class Tokens : IConfigValue<Tokens>, IReadOnlyList<Token>
{
    private readonly Token[] _items;

    private Tokens(Token[] items) => _items = items;

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public Token this[int index] => _items[index];

    /// <summary>A list of these.</summary>
    /// <param name="items">The texts or numbers.</param>
    public static Tokens Create(ReadOnlySpan<Token> items) => new(items.ToArray());

    /// <summary>A list of these.</summary>
    public static implicit operator Tokens(string[] items) => new(Array.ConvertAll(items, item => (Token)item));

    /// <summary>A list of these.</summary>
    public static implicit operator Tokens(long[] items) => new(Array.ConvertAll(items, item => (Token)item));

    /// <inheritdoc/>
    public static Tokens FromConfigValue(object value) => value is List<object?> list && list.TrueForAll(item => item is string or long)
        ? new([.. list.Select(item => Token.FromConfigValue(item!))])
        : throw new FormatException($"Received: {ConfigJson.Write(value)}; expected a list of strings or integers.");

    /// <inheritdoc/>
    public object? ToConfigValue() => Array.ConvertAll(_items, item => item.ToConfigValue());

    /// <inheritdoc/>
    public IEnumerator<Token> GetEnumerator() => ((IEnumerable<Token>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
