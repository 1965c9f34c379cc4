using KerasSharp.Saving;

namespace KerasSharp.Conformance;

/// <summary>The object of a case, made as users would (from the arguments given) where the case has them, and its config held to Keras's.</summary>
internal static class CaseObjects
{
    public static T Make<T>(ConformanceCase item, string module)
        where T : class, IKerasSerializable
    {
        string className = item.Text("class_name") ?? throw new CaseFailedException("the case names no class");
        if (!ObjectRegistry.TryFind(module, className, null, out RegisteredClass? entry))
        {
            throw new CaseFailedException($"there is no {className}");
        }

        Config config = item.Object("config") ?? [];
        Utils.ClearSession();
        IKerasSerializable made = item.Object("ctor_kwargs") is { } given ? entry.FromConfig(given) : entry.FromConfig(config);
        Config own = made.GetConfig();
        if (!item.Has("disputed") && ConfigComparison.Difference(PublicNames(config), own, "config") is { } difference)
        {
            throw new CaseFailedException(difference);
        }

        return Again<T>(item, module, config);
    }

    /// <summary>A config in which the optimizers of Keras's Torch back end have the names that Keras exports.</summary>
    private static object? PublicNames(object? value)
    {
        if (value is List<object?> list)
        {
            return list.ConvertAll(PublicNames);
        }

        if (value is not Config map)
        {
            return value;
        }

        bool isOfBackend = map.TryGetValue("module", out object? module) && module is string name && name.StartsWith("keras.src.backend.", StringComparison.Ordinal);
        return new Config(map.Select(entry => new KeyValuePair<string, object?>(
            entry.Key, !isOfBackend ? PublicNames(entry.Value) : entry.Key switch { "module" => "keras.optimizers", "registered_name" => null, _ => PublicNames(entry.Value) })));
    }

    /// <summary>A fresh object from the config.</summary>
    public static T Again<T>(ConformanceCase item, string module, Config config)
        where T : class
    {
        Utils.ClearSession();
        return (T)ObjectRegistry.Deserialize(new SerializedObject(module, item.Text("class_name")!, config, null));
    }

    public static T Again<T>(ConformanceCase item, string module)
        where T : class => Again<T>(item, module, item.Object("config") ?? []);
}
