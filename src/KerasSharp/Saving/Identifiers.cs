using System.Diagnostics.CodeAnalysis;
using KerasSharp.Utilities;

namespace KerasSharp.Saving;

/// <summary>Objects from what Keras accepts in their place: a string (<c>"glorot_uniform"</c>, <c>"GlorotUniform"</c>, an alias) or a config.</summary>
internal static class Identifiers
{
    /// <summary>The object that a string means within a module.</summary>
    /// <param name="module">Module of the class: <c>keras.initializers</c>.</param>
    /// <param name="kind">What is looked for, in messages: "Initializer".</param>
    /// <param name="identifier">The string.</param>
    /// <param name="aliases">Further names of classes.</param>
    /// <exception cref="ArgumentException">No class has the name; the message suggests the nearest.</exception>
    public static T Resolve<T>(string module, string kind, string identifier, IReadOnlyDictionary<string, string>? aliases = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(identifier);
        string wanted = aliases?.GetValueOrDefault(identifier) ?? identifier;
        if (CustomObjectScope.TryGetClass(identifier, out Func<Config, IKerasSerializable>? custom) && custom([]) is T own)
        {
            return own;
        }

        if (ObjectRegistry.TryResolve(module, wanted, out RegisteredClass? entry) && typeof(T).IsAssignableFrom(entry.Type))
        {
            return (T)WithoutArguments(entry, kind, identifier);
        }

        IEnumerable<string> known = ObjectRegistry.InPackage(module).Select(e => Naming.ToSnakeCase(e.ClassName)).Concat(aliases?.Keys ?? []);
        throw new ArgumentException(
            $"{kind}: '{identifier}' is no known name. Received: identifier=\"{identifier}\".{NearestName.Hint(identifier, known)} "
            + $"A class of your own is found when it is marked [KerasSerializable] (then write \"package>name\"); or pass an object.",
            nameof(identifier));
    }

    /// <summary>The object that something means where Keras takes a name, a config or an object; null for null.</summary>
    /// <exception cref="ArgumentException">No class has the name; the message suggests the nearest. Or it is something else.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    [return: NotNullIfNotNull(nameof(identifier))]
    public static T? Get<T>(object? identifier, string kind)
        where T : class, IConfigValue<T> => identifier switch
        {
            null => null,
            T value => value,
            SerializedObject serialized => Deserialize<T>(serialized.ToConfig(), kind),
            string or Config => Deserialize<T>(identifier, kind),
            _ => throw new ArgumentException($"{kind}: a name, a config or an object must be given. Received: identifier of type {identifier.GetType().Name}.", nameof(identifier)),
        };

    /// <summary>The object that a config or a name describes.</summary>
    /// <exception cref="ArgumentException">No class has the name; the message suggests the nearest.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    public static T Deserialize<T>(object config, string kind)
        where T : class, IConfigValue<T>
    {
        ArgumentNullException.ThrowIfNull(config);
        try
        {
            return T.FromConfigValue(config);
        }
        catch (FormatException e)
        {
            throw new ModelFormatException($"{kind}: a name or a config {{module, class_name, config}} must be given. {e.Message}", e);
        }
    }

    /// <summary>The object of a class made without arguments, as a name alone asks for it.</summary>
    /// <exception cref="ArgumentException">The class needs some.</exception>
    public static IKerasSerializable WithoutArguments(RegisteredClass entry, string kind, string identifier)
    {
        try
        {
            return entry.FromConfig([]);
        }
        catch (ModelFormatException e)
        {
            throw new ArgumentException(
                $"{kind}: {entry.ClassName} needs arguments, which a name alone does not give. Received: identifier=\"{identifier}\". Write new {entry.Type.Name}(...). ({e.Message})",
                nameof(identifier), e);
        }
    }

    /// <summary>The object that a config value means: a string or a serialized object.</summary>
    /// <exception cref="FormatException">The value is neither, or describes something else.</exception>
    public static T FromConfigValue<T>(object value, string module, string kind, IReadOnlyDictionary<string, string>? aliases = null)
        where T : class
    {
        if (value is string identifier)
        {
            return Resolve<T>(module, kind, identifier, aliases);
        }

        if (SerializedObject.TryParse(value, out SerializedObject? data) && ObjectRegistry.FindCustom(data) is not null)
        {
            return ObjectRegistry.Deserialize(data, kind) as T ?? throw new FormatException($"Received: class_name={data.ClassName}, which is no {kind}.");
        }

        // Legacy files write {class_name, config} without a module.
        if (value is Config map && !map.ContainsKey("module") && map.TryGetValue("class_name", out object? name) && name is string className)
        {
            string wanted = aliases?.GetValueOrDefault(className) ?? className;
            if (ObjectRegistry.TryResolve(module, wanted, out RegisteredClass? entry))
            {
                return entry.Make(map.TryGetValue("config", out object? config) && config is Config c ? c : []) as T
                    ?? throw new FormatException($"Received: class_name={className}, which is no {kind}.");
            }
        }

        return ObjectRegistry.Deserialize(value, kind) as T ?? throw new FormatException($"Received: {ConfigJson.Write(value)}, which is no {kind}.");
    }
}
