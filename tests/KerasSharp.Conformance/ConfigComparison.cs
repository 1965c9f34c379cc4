using KerasSharp.Saving;

namespace KerasSharp.Conformance;

/// <summary>Where a config differs from the one that Keras wrote: in a key, their order, or a value.</summary>
internal static class ConfigComparison
{
    /// <summary>The first difference, with its place; null where there is none.</summary>
    /// <param name="expected">What Keras wrote.</param>
    /// <param name="found">What was written here.</param>
    /// <param name="place">The place of both.</param>
    public static string? Difference(object? expected, object? found, string place = "")
    {
        switch (expected, found)
        {
            case (Config a, Config b):
                // Identities of objects differ from run to run: that both have one counts.
                return !a.Keys.SequenceEqual(b.Keys) ? $"{place}: keys {string.Join(", ", b.Keys)}, expected {string.Join(", ", a.Keys)}"
                    : a.Keys.Where(key => key != "shared_object_id").Select(key => Difference(a[key], b[key], $"{place}/{key}")).FirstOrDefault(difference => difference is not null);
            case (List<object?> a, List<object?> b):
                return a.Count != b.Count ? $"{place}: {b.Count} items, expected {a.Count}"
                    : Enumerable.Range(0, a.Count).Select(i => Difference(a[i], b[i], $"{place}/{i}")).FirstOrDefault(difference => difference is not null);
            default:
                return Config.ValuesEqual(expected, found) ? null : $"{place}: {found ?? "null"}, expected {expected ?? "null"}";
        }
    }
}
