using KerasSharp.Saving;

namespace KerasSharp.Tool;

/// <summary>Finds what a config names that is not Keras's own.</summary>
internal static class CustomObjectNames
{
    /// <summary>Registered names or modules and classes, each once; layers that hold code say so.</summary>
    public static IEnumerable<string> In(object? config) => Visit(config).Distinct();

    private static IEnumerable<string> Visit(object? value)
    {
        switch (value)
        {
            case Config map:
                if (map.GetValueOrDefault("class_name") is string className && map.ContainsKey("config") && Name(map, className) is { } name)
                {
                    yield return name;
                }

                foreach (string inner in map.Values.SelectMany(Visit))
                {
                    yield return inner;
                }

                break;
            case List<object?> list:
                foreach (string inner in list.SelectMany(Visit))
                {
                    yield return inner;
                }

                break;
            default: break;
        }
    }

    private static string? Name(Config map, string className)
    {
        if (className is "Lambda" or "__lambda__")
        {
            return "Lambda (Python code, which is not run)";
        }

        if (map.GetValueOrDefault("registered_name") is string registered && registered.Contains('>', StringComparison.Ordinal))
        {
            return registered;
        }

        // Files before Keras 3 name no module of Keras's own classes.
        return map.GetValueOrDefault("module") is string module && module != "builtins" && module.Split('.')[0] is not ("keras" or "tensorflow" or "tf_keras") ? $"{module}.{className}" : null;
    }
}
