namespace KerasSharp.Saving;

/// <summary>
/// Reads constructor arguments out of a config, for <c>FromConfig</c>; its errors name the class, the key, what was expected and what
/// was found.
/// </summary>
/// <param name="config">The config.</param>
/// <param name="owner">Class that the config is for.</param>
public sealed class ConfigReader(Config config, string owner)
{
    private readonly HashSet<string> _read = [];

    /// <summary>Whether the config has a key; the key then counts as read.</summary>
    /// <param name="key">The key.</param>
    public bool Has(string key)
    {
        _read.Add(key);
        return config.ContainsKey(key);
    }

    /// <summary>Reads a number, a string, a list, or another type that <see cref="ConfigConverter"/> knows.</summary>
    /// <typeparam name="T">The wanted type.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="allowNull">Whether null is a value of the parameter.</param>
    public T Get<T>(string key, bool allowNull = false) => Find(key) is { } value
        ? ConfigConverter.TryRead(value, out T result) ? result : throw Wrong(key, ConfigConverter.Expected<T>(), value)
        : allowNull ? default! : throw Wrong(key, ConfigConverter.Expected<T>(), null);

    /// <summary>Reads a member of an enumeration by its snake_case name.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="key">The key.</param>
    public T GetEnum<T>(string key)
        where T : struct, Enum => GetNullableEnum<T>(key) ?? throw Wrong(key, EnumNames<T>(), null);

    /// <summary>Reads a member of an enumeration, or null.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="key">The key.</param>
    public T? GetNullableEnum<T>(string key)
        where T : struct, Enum =>
        Find(key) is not { } value ? null : ConfigConverter.TryReadEnum(value, out T result) ? result : throw Wrong(key, EnumNames<T>(), value);

    /// <summary>Reads a value that reads itself, such as an activation.</summary>
    /// <typeparam name="T">The wanted type.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="allowNull">Whether null is a value of the parameter.</param>
    public T GetValue<T>(string key, bool allowNull = false)
        where T : IConfigValue<T>
    {
        if (Find(key) is not { } value)
        {
            return allowNull ? default! : throw Wrong(key, $"a {typeof(T).Name}", null);
        }

        try
        {
            return T.FromConfigValue(value);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new ModelFormatException($"{owner}: config key '{key}' must be a {typeof(T).Name}. {e.Message}", e);
        }
    }

    /// <summary>Reads a value type that reads itself, or null.</summary>
    /// <typeparam name="T">The wanted type.</typeparam>
    /// <param name="key">The key.</param>
    public T? GetNullableValue<T>(string key)
        where T : struct, IConfigValue<T> => Find(key) is null ? null : GetValue<T>(key);

    /// <summary>Reads a nested serialized object.</summary>
    /// <typeparam name="T">The wanted class.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="allowNull">Whether null is a value of the parameter.</param>
    public T GetObject<T>(string key, bool allowNull = false)
        where T : class => Find(key) is { } value ? Deserialize<T>(key, value) : allowNull ? null! : throw Wrong(key, $"a {typeof(T).Name}", null);

    /// <summary>Reads a list of nested serialized objects.</summary>
    /// <typeparam name="T">The wanted class.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="allowNull">Whether null is a value of the parameter.</param>
    public T[] GetObjects<T>(string key, bool allowNull = false)
        where T : class => Find(key) switch
        {
            null when allowNull => null!,
            List<object?> list => [.. list.Select(item => Deserialize<T>(key, item))],
            var other => throw Wrong(key, $"a list of {typeof(T).Name}", other),
        };

    /// <summary>
    /// Warns of keys that nothing has read, unless they ask for nothing (null or false): a setting that is dropped may change what the object
    /// computes. Such keys are those of a newer Keras, or misspelt.
    /// </summary>
    /// <param name="baseKeys">Keys that the base class reads.</param>
    public void Finish(params ReadOnlySpan<string> baseKeys)
    {
        foreach ((string key, object? value) in config)
        {
            if (value is not (null or false) && !_read.Contains(key) && !baseKeys.Contains(key))
            {
                string hint = Utilities.NearestName.Hint(key, _read);
                string label = config.GetValueOrDefault("name") is string name ? $"{owner} '{name}'" : owner;
                Console.Error.WriteLine($"Warning: {label}: the config has a key that the class does not know, and that is left out. Received: '{key}': {Show(value)}.{hint}");
            }
        }
    }

    private static string EnumNames<T>()
        where T : struct, Enum => "one of " + string.Join(", ", Enum.GetValues<T>().Select(v => $"\"{ConfigConverter.WriteEnum<T>(v)}\""));

    private static string Show(object? value)
    {
        string text = ConfigJson.Write(value);
        return text.Length > 80 ? text[..77] + "..." : text;
    }

    private T Deserialize<T>(string key, object? value)
        where T : class => ObjectRegistry.Deserialize(value, $"{owner}: config key '{key}'") as T ?? throw Wrong(key, $"a {typeof(T).Name}", value);

    private object? Find(string key)
    {
        _read.Add(key);
        return config.TryGetValue(key, out object? value)
            ? value
            : throw new ModelFormatException($"{owner}: the config has no '{key}'. It has: {string.Join(", ", config.Keys)}.");
    }

    private ModelFormatException Wrong(string key, string expected, object? found) =>
        new($"{owner}: config key '{key}' must be {expected}. Received: {Show(found)}.");
}
