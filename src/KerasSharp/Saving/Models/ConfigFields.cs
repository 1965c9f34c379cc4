using KerasSharp.Layers;

namespace KerasSharp.Saving;

/// <summary>Fields of configs that come from files, their types checked.</summary>
internal static class ConfigFields
{
    /// <summary>A text; null where there is none.</summary>
    public static string? Text(Config config, string key, string where) =>
        !config.TryGetValue(key, out object? value) || value is null ? null : value as string ?? throw Wrong(where, key, value, "a text");

    /// <summary>A list; empty where there is none.</summary>
    public static List<object?> List(Config config, string key, string where) =>
        !config.TryGetValue(key, out object? value) || value is null ? [] : value as List<object?> ?? throw Wrong(where, key, value, "a list");

    /// <summary>The object of a text in JSON.</summary>
    public static Config Json(string text, string what)
    {
        try
        {
            return Config.FromJson(text);
        }
        catch (FormatException error)
        {
            throw new ModelFormatException($"{what} is no JSON object. {error.Message}", error);
        }
    }

    /// <summary>The layer that an entry describes. Files older than Keras 3 do not say the module.</summary>
    public static Layer Layer(SerializedObject data, string where)
    {
        CheckSizes(data.Extras.GetValueOrDefault("build_config"), where, 0);
        try
        {
            return ObjectRegistry.Deserialize(ObjectRegistry.FindCustom(data) is null ? OldEntries.Upgrade(data) : data, where) as Layer ?? throw new ModelFormatException($"{where}: {data.ClassName} must be a layer.");
        }
        catch (Exception error) when (IsOfContent(error))
        {
            throw new ModelFormatException($"{where}: {data.ClassName} cannot be made from its config. {error.Message}", error);
        }
    }

    /// <summary>
    /// Whether an error of making an object is one of the config that it is made from. A config may hold anything, and layers, among them those of users, may fail on it in any way: all
    /// is an error of the file but what the machine or the caller brings about.
    /// </summary>
    public static bool IsOfContent(Exception error) => error is not (ModelFormatException or OutOfMemoryException or OperationCanceledException);

    /// <summary>Sizes of axes that a layer was built for: not negative.</summary>
    private static void CheckSizes(object? value, string where, int depth)
    {
        switch (value)
        {
            case long size when size is < 0 or > int.MaxValue:
                throw new ModelFormatException($"{where}: sizes of axes must be 0 or more. Received: build_config with {size}.");
            case List<object?> list when depth < 8:
                list.ForEach(item => CheckSizes(item, where, depth + 1));
                break;
            case Config map when depth < 8:
                foreach (object? item in map.Values)
                {
                    CheckSizes(item, where, depth + 1);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>An error that says what stands where something else should.</summary>
    public static ModelFormatException Wrong(string where, string key, object? value, string expected)
    {
        where = where.Length == 0 ? "the config" : where;
        string text = ConfigJson.Write(value);
        return new ModelFormatException($"{char.ToUpperInvariant(where[0])}{where[1..]}: '{key}' must be {expected}. Received: {(text.Length > 200 ? text[..200] + "..." : text)}.");
    }
}
