namespace KerasSharp.Saving;

/// <summary>
/// Marks objects that a file holds more than once, as Keras's serializer does while a model is saved (keras/src/saving/serialization_lib.py: <c>ObjectSharingScope</c>): from the second
/// time on an object is written with <c>shared_object_id</c>, and so is its first entry where that can still be reached. An entry cannot once the config that it stands in is complete, as
/// Keras copies that.
/// </summary>
/// <remarks>Numbers are given in the order in which they are needed, so that the same model gives the same file.</remarks>
internal sealed class SharedObjectWriter : IDisposable
{
    /// <summary>The key of the number.</summary>
    public const string Key = "shared_object_id";

    [ThreadStatic]
    private static SharedObjectWriter? t_current;

    private readonly SharedObjectWriter? _outer = t_current;
    private readonly Dictionary<object, Config> _entries = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, Config> _ahead = new(ReferenceEqualityComparer.Instance);
    private long _last;

    private SharedObjectWriter()
    {
    }

    /// <summary>Until the result is disposed, what this thread writes is one file.</summary>
    public static SharedObjectWriter Enter() => t_current = new SharedObjectWriter();

    /// <summary>Notes that an object has been written; nothing outside of a file.</summary>
    public static void Record(object value, Config entry) => t_current?.Note(value, entry);

    /// <summary>A complete config: its own copy within a file, where those of objects written before are no longer reached.</summary>
    public static Config Complete(Config config) => t_current is null ? config : (Config)Copy(config, withoutNumbers: false)!;

    /// <summary>Writes objects that Keras writes before their owner's own fields; what is written of them is kept for where it is wanted.</summary>
    public static void WriteAhead(IEnumerable<IKerasSerializable> values)
    {
        if (t_current is { } current)
        {
            foreach (IKerasSerializable value in values)
            {
                current._ahead[value] = ObjectRegistry.Write(value);
            }
        }
    }

    /// <summary>What was written of an object ahead, once; null where nothing was.</summary>
    public static Config? TakeAhead(object value) => t_current is { } current && current._ahead.Remove(value, out Config? entry) ? entry : null;

    /// <summary>A copy of a config value without the numbers of another file.</summary>
    public static object? WithoutNumbers(object? value) => Copy(value, withoutNumbers: true);

    /// <inheritdoc/>
    public void Dispose() => t_current = _outer;

    private static object? Copy(object? value, bool withoutNumbers) => value switch
    {
        Config map => new Config(map.Where(item => !withoutNumbers || item.Key != Key).Select(item => KeyValuePair.Create(item.Key, Copy(item.Value, withoutNumbers)))),
        List<object?> list => list.ConvertAll(item => Copy(item, withoutNumbers)),
        _ => value,
    };

    private void Note(object value, Config entry)
    {
        if (_entries.TryAdd(value, entry))
        {
            return;
        }

        Config first = _entries[value];
        if (!first.TryGetValue(Key, out object? number))
        {
            first[Key] = number = ++_last;
        }

        entry[Key] = number;
    }
}
