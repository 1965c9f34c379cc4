using System.Diagnostics.CodeAnalysis;

namespace KerasSharp.Saving;

/// <summary>
/// An object as a file holds it: <c>{module, class_name, config, registered_name}</c>, and what may stand beside those
/// (<c>build_config</c>, <c>compile_config</c>, <c>name</c>, <c>inbound_nodes</c>, <c>shared_object_id</c>).
/// </summary>
/// <param name="Module">Python module, null for classes of one's own.</param>
/// <param name="ClassName">Class name.</param>
/// <param name="Config">The config: a <see cref="Saving.Config"/>, or the name of a function.</param>
/// <param name="RegisteredName"><c>package&gt;name</c> of a class of one's own, null for Keras's classes.</param>
public sealed record SerializedObject(string? Module, string ClassName, object? Config, string? RegisteredName)
{
    /// <summary>Entries beside the four standard ones, in the order of the file.</summary>
    public Config Extras { get; } = [];

    /// <summary>A function of Keras's, such as an activation: only its name is kept.</summary>
    /// <param name="name">Name of the function.</param>
    public static SerializedObject Function(string name) => new("builtins", "function", name, "function");

    /// <summary>Whether a config value has the form of a serialized object; if so, reads it.</summary>
    /// <param name="value">A config value.</param>
    /// <param name="result">The object read.</param>
    public static bool TryParse(object? value, [NotNullWhen(true)] out SerializedObject? result)
    {
        result = null;
        if (value is not Config map || !map.TryGetValue("class_name", out object? name) || name is not string className)
        {
            return false;
        }

        map.TryGetValue("config", out object? config);
        map.TryGetValue("module", out object? module);
        map.TryGetValue("registered_name", out object? registeredName);
        result = new(module as string, className, config, registeredName as string);
        foreach ((string key, object? item) in map)
        {
            if (key is not ("module" or "class_name" or "config" or "registered_name"))
            {
                result.Extras[key] = item;
            }
        }

        return true;
    }

    /// <summary>The object as a config, keys in Keras's order.</summary>
    public Config ToConfig()
    {
        Config result = new() { ["module"] = Module, ["class_name"] = ClassName, ["config"] = Config, ["registered_name"] = RegisteredName };
        foreach ((string key, object? value) in Extras)
        {
            result[key] = value;
        }

        return result;
    }
}
