using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace KerasSharp.Saving;

/// <summary>
/// An ordered map from names to plain values: what Keras calls a config. Values are null, bool, long, double, string,
/// lists of those and nested configs; other integers, floats, arrays and enumerables are converted when they are put in.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "Keras calls it a config.")]
public sealed class Config : IReadOnlyDictionary<string, object?>
{
    private readonly OrderedDictionary<string, object?> _entries = new(StringComparer.Ordinal);

    /// <summary>Creates an empty config.</summary>
    public Config()
    {
    }

    /// <summary>Creates a config with a copy of the entries given.</summary>
    /// <param name="entries">The entries, in order.</param>
    public Config(IEnumerable<KeyValuePair<string, object?>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach ((string key, object? value) in entries)
        {
            this[key] = value;
        }
    }

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _entries.Values;

    /// <summary>The value of a key; setting a new key appends it.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    /// <exception cref="ArgumentException">The value set is of a kind that a config cannot hold.</exception>
    public object? this[string key]
    {
        get => _entries.TryGetValue(key, out object? value)
            ? value
            : throw new KeyNotFoundException($"The config has no '{key}'. It has: {string.Join(", ", _entries.Keys)}.");
        set => _entries[key] = Normalize(value);
    }

    /// <summary>Appends an entry, or replaces the one of that key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public void Add(string key, object? value) => this[key] = value;

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>True where there was one.</returns>
    public bool Remove(string key) => _entries.Remove(key);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => _entries.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The config as JSON text, as Python writes it.</summary>
    public string ToJson() => ConfigJson.Write(this);

    /// <summary>Reads a config from JSON text.</summary>
    /// <param name="json">A JSON object.</param>
    /// <exception cref="ModelFormatException">The text is no JSON object.</exception>
    public static Config FromJson(string json) => ConfigJson.Read(json) as Config
        ?? throw new ModelFormatException("The config must be a JSON object.");

    /// <summary>Whether two config values are equal, entry for entry; the order of keys does not count, and 1 equals 1.0.</summary>
    /// <param name="left">A config value.</param>
    /// <param name="right">Another one.</param>
    public static bool ValuesEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (Config a, Config b) => a.Count == b.Count && a.All(e => b.TryGetValue(e.Key, out object? other) && ValuesEqual(e.Value, other)),
        (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => ValuesEqual(pair.First, pair.Second)),
        (long a, double b) => a == b,
        (double a, long b) => a == b,
        _ => Equals(left, right),
    };

    /// <inheritdoc/>
    public override string ToString() => ToJson();

    /// <summary>Brings a value into one of the kinds that a config holds.</summary>
    /// <param name="value">Any value.</param>
    /// <exception cref="ArgumentException">The value has no plain form.</exception>
    internal static object? Normalize(object? value) => value switch
    {
        null or bool or long or double or string or Config => value,
        int v => (long)v,
        uint v => (long)v,
        short v => (long)v,
        ushort v => (long)v,
        byte v => (long)v,
        sbyte v => (long)v,
        ulong v when v <= long.MaxValue => (long)v,
        float v => (double)v,
        Half v => (double)v,
        decimal v => (double)v,
        SerializedObject v => v.ToConfig(),
        IKerasSerializable v => ObjectRegistry.Write(v),
        List<object?> v => NormalizeList(v),
        IEnumerable<KeyValuePair<string, object?>> v => new Config(v),
        IEnumerable v => NormalizeList(v),
        _ => throw new ArgumentException(
            $"A config holds null, bool, integers, floats, strings, lists and configs. Received: {value.GetType().Name}.", nameof(value)),
    };

    private static List<object?> NormalizeList(IEnumerable values)
    {
        List<object?> list = [];
        foreach (object? item in values)
        {
            list.Add(Normalize(item));
        }

        return list;
    }
}
