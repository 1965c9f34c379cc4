using KerasSharp.Saving;

namespace KerasSharp.Tool;

/// <summary>Compares configs entry by entry.</summary>
internal static class ConfigComparison
{
    /// <summary>Numbers that Keras gives to objects of a process; they say nothing of the model.</summary>
    private const string SharedObject = "shared_object_id";

    /// <summary>A line for each entry that differs: its path, and both values.</summary>
    public static IEnumerable<string> Differences(object? a, object? b) => Visit("", a, b);

    /// <summary>Whether two objects are of one class that is known, whatever module they name: Keras names that of an optimizer by its back end.</summary>
    private static bool IsSameClass(Config a, Config b) =>
        SerializedObject.TryParse(a, out SerializedObject? left) && SerializedObject.TryParse(b, out SerializedObject? right)
        && ObjectRegistry.TryFind(left.Module, left.ClassName, left.RegisteredName, out RegisteredClass? first) && ObjectRegistry.TryFind(right.Module, right.ClassName, right.RegisteredName, out RegisteredClass? second)
        && first == second;

    private static IEnumerable<string> Visit(string path, object? a, object? b)
    {
        if (a is Config left && b is Config right)
        {
            bool isSameClass = IsSameClass(left, right);
            foreach (string key in left.Keys.Union(right.Keys).Where(key => key != SharedObject && !(isSameClass && key is "module" or "registered_name")))
            {
                string inner = path.Length == 0 ? Shown.Text(key) : $"{path}.{Shown.Text(key)}";
                IEnumerable<string> lines = !left.ContainsKey(key) ? [$"{inner}: - | {Shown.Json(right[key])}"]
                    : !right.ContainsKey(key) ? [$"{inner}: {Shown.Json(left[key])} | -"]
                    : Visit(inner, left[key], right[key]);
                foreach (string line in lines)
                {
                    yield return line;
                }
            }
        }
        else if (a is List<object?> first && b is List<object?> second && first.Count == second.Count)
        {
            foreach (string line in first.Zip(second).SelectMany((pair, i) => Visit($"{path}[{i}]", pair.First, pair.Second)))
            {
                yield return line;
            }
        }
        else if (!Config.ValuesEqual(a, b))
        {
            yield return $"{(path.Length == 0 ? "all" : path)}: {Shown.Json(a)} | {Shown.Json(b)}";
        }
    }
}
