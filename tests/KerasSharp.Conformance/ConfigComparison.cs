using KerasSharp.Saving;

namespace KerasSharp.Conformance;

/// <summary>Where a config differs from the one that Keras wrote: in a key, their order, or a value. Numbers of shared objects are addresses: they must mark the same entries as one object.</summary>
internal sealed class ConfigComparison
{
    private const string SharedObject = "shared_object_id";
    private readonly Dictionary<object, object?> _ours = [];
    private readonly Dictionary<object, object?> _theirs = [];

    private ConfigComparison()
    {
    }

    /// <summary>The first difference, with its place; null where there is none.</summary>
    /// <param name="expected">What Keras wrote.</param>
    /// <param name="found">What was written here.</param>
    /// <param name="place">The place of both.</param>
    public static string? Difference(object? expected, object? found, string place = "") => new ConfigComparison().Compare(expected, found, place);

    private string? Compare(object? expected, object? found, string place)
    {
        switch (expected, found)
        {
            case (Config a, Config b):
                return !a.Keys.SequenceEqual(b.Keys) ? $"{place}: keys {string.Join(", ", b.Keys)}, expected {string.Join(", ", a.Keys)}"
                    : a.Keys.Select(key => key == SharedObject ? Sharing(a[key]!, b[key]!, $"{place}/{key}") : Compare(a[key], b[key], $"{place}/{key}")).FirstOrDefault(difference => difference is not null);
            case (List<object?> a, List<object?> b):
                return a.Count != b.Count ? $"{place}: {b.Count} items, expected {a.Count}"
                    : Enumerable.Range(0, a.Count).Select(i => Compare(a[i], b[i], $"{place}/{i}")).FirstOrDefault(difference => difference is not null);
            default:
                return Config.ValuesEqual(expected, found) ? null : $"{place}: {found ?? "null"}, expected {expected ?? "null"}";
        }
    }

    /// <summary>Numbers must stand for each other wherever they occur.</summary>
    private string? Sharing(object expected, object found, string place) =>
        (_ours.TryAdd(expected, found) & _theirs.TryAdd(found, expected)) || (Equals(_ours.GetValueOrDefault(expected), found) && Equals(_theirs.GetValueOrDefault(found), expected)) ? null
        : $"{place}: {found}, where Keras has {expected} for another object";
}
