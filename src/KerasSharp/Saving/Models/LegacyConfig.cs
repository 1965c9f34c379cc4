namespace KerasSharp.Saving;

/// <summary>Configs as legacy files have them: models and layers, and what a model was compiled with, without modules; what stands inside them as everywhere.</summary>
internal static class LegacyConfig
{
    /// <summary>A model or layer: <c>{class_name, config}</c>, with its name and applications where it is in a functional model.</summary>
    public static Config Entry(Config entry)
    {
        // A class of one's own goes by its registered name.
        object? name = entry.GetValueOrDefault("registered_name") is string registered && registered.Contains('>', StringComparison.Ordinal) ? registered : entry["class_name"];
        Config legacy = new() { ["class_name"] = name, ["config"] = entry["config"] };
        if (entry["config"] is Config config && config.GetValueOrDefault("layers") is List<object?> layers)
        {
            legacy["config"] = new Config(config) { ["layers"] = layers.Select(layer => layer is Config inner ? Entry(inner) : layer).ToList() };
        }

        foreach (string key in new[] { "name", "inbound_nodes" })
        {
            if (entry.TryGetValue(key, out object? value))
            {
                legacy[key] = value;
            }
        }

        return legacy;
    }

    /// <summary>What a model was compiled with; the optimizer comes last, as <c>optimizer_config</c>.</summary>
    public static Config Training(Config compiled)
    {
        Config legacy = [];
        foreach ((string key, object? value) in compiled)
        {
            if (key != "optimizer")
            {
                legacy[key] = Plain(value);
            }
        }

        legacy["optimizer_config"] = Plain(compiled["optimizer"]);
        return legacy;
    }

    private static object? Plain(object? value) => value switch
    {
        List<object?> list => list.Select(Plain).ToList(),
        Config map when map.ContainsKey("class_name") => new Config { ["class_name"] = map["class_name"], ["config"] = map["config"] },
        Config map => new Config(map.Select(item => KeyValuePair.Create(item.Key, Plain(item.Value)))),
        _ => value,
    };
}
