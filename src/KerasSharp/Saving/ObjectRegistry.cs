using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using KerasSharp.Utilities;

namespace KerasSharp.Saving;

/// <summary>Where a class stands in files, and how to make an object of it.</summary>
/// <param name="Module">Module of Keras, or null for classes of one's own.</param>
/// <param name="ClassName">Class name in files.</param>
/// <param name="RegisteredName"><c>package&gt;name</c>, or null for Keras's classes.</param>
/// <param name="Type">The class.</param>
/// <param name="FromConfig">Makes an object from its config.</param>
public sealed record RegisteredClass(string? Module, string ClassName, string? RegisteredName, Type Type, Func<Config, IKerasSerializable> FromConfig)
{
    /// <summary>Makes an object from its config, which may have the keys of older versions of Keras.</summary>
    internal IKerasSerializable Make(Config config) => FromConfig(Module is null ? config : OldKeys.Upgrade(Type, ClassName, config));
}

/// <summary>
/// The closed table of classes that files may name. The source generator fills it for every class marked
/// <see cref="KerasSerializableAttribute"/>; nothing is ever looked up by reflection, so a file cannot name anything else.
/// </summary>
public static class ObjectRegistry
{
    private static readonly ConcurrentDictionary<string, RegisteredClass> ByName = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Type, RegisteredClass> ByType = new();

    /// <summary>Adds a class; called by generated code.</summary>
    /// <param name="package">Module of Keras, or a package of one's own.</param>
    /// <param name="className">Class name in files.</param>
    /// <param name="type">The class.</param>
    /// <param name="fromConfig">Makes an object from its config.</param>
    public static void Register(string package, string className, Type type, Func<Config, IKerasSerializable> fromConfig)
    {
        ArgumentNullException.ThrowIfNull(package);
        bool isKeras = IsKeras(package);
        // Keras does not export Functional: files name its source module, and the class name as the registered name.
        string? registeredName = !isKeras ? $"{package}>{className}" : package.StartsWith("keras.src.", StringComparison.Ordinal) ? className : null;
        RegisteredClass entry = new(isKeras ? package : null, className, registeredName, type, fromConfig);
        ByName[isKeras ? $"{package}.{className}" : registeredName!] = entry;
        ByType[type] = entry;
    }

    /// <summary>The entry of a class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="entry">The entry.</param>
    public static bool TryGet(Type type, [NotNullWhen(true)] out RegisteredClass? entry) => ByType.TryGetValue(type, out entry);

    /// <summary>The entries of one module of Keras, or of one package.</summary>
    /// <param name="package">The module or package.</param>
    public static IEnumerable<RegisteredClass> InPackage(string package) => ByName.Values
        .Where(e => e.Module == package || (e.Module is null && e.RegisteredName!.StartsWith(package + ">", StringComparison.Ordinal)))
        .OrderBy(e => e.ClassName, StringComparer.Ordinal);

    /// <summary>The entry that a file means.</summary>
    /// <param name="module">Module as the file has it.</param>
    /// <param name="className">Class name.</param>
    /// <param name="registeredName">Registered name, or null.</param>
    /// <param name="entry">The entry.</param>
    public static bool TryFind(string? module, string className, string? registeredName, [NotNullWhen(true)] out RegisteredClass? entry)
    {
        if (registeredName is not null && registeredName.Contains('>', StringComparison.Ordinal) && ByName.TryGetValue(registeredName, out entry))
        {
            return true;
        }

        if (className.Contains('>', StringComparison.Ordinal) && ByName.TryGetValue(className, out entry))
        {
            return true;
        }

        entry = null;
        return module is not null
            && (ByName.TryGetValue($"{module}.{className}", out entry) || ByName.TryGetValue($"{PublicModule(module)}.{ClassAliases.Canonical(className)}", out entry));
    }

    /// <summary>The class that a string identifier means within a module: its name, or its name in snake_case.</summary>
    /// <param name="package">Module, such as <c>keras.losses</c>.</param>
    /// <param name="identifier">The identifier; <c>package&gt;name</c> finds classes of one's own.</param>
    /// <param name="entry">The entry.</param>
    public static bool TryResolve(string package, string identifier, [NotNullWhen(true)] out RegisteredClass? entry)
    {
        entry = ByName.TryGetValue($"{package}.{identifier}", out RegisteredClass? exact) || ByName.TryGetValue(identifier, out exact)
            ? exact
            : InPackage(package).FirstOrDefault(e => Naming.ToSnakeCase(e.ClassName) == identifier);
        return entry is not null;
    }

    /// <summary>Writes an object in the form that files hold.</summary>
    /// <param name="value">The object.</param>
    /// <exception cref="NotSupportedException">Its class is not registered.</exception>
    public static SerializedObject Serialize(IKerasSerializable value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value is Layers.PlaceholderLayer placeholder)
        {
            return placeholder.Written();
        }

        if (TryGet(value.GetType(), out RegisteredClass? entry))
        {
            var serialized = new SerializedObject(entry.Module, entry.ClassName, SharedObjectWriter.Complete(value.GetConfig()), entry.RegisteredName);
            if (value is Layers.Layer { BuildConfig: { } built })
            {
                serialized.Extras["build_config"] = built;
            }

            return serialized;
        }

        throw new NotSupportedException(
            $"{value.GetType().Name} cannot be saved: the class is not registered. Make it partial and mark it [KerasSerializable(\"Custom\", \"{value.GetType().Name}\")].");
    }

    /// <summary>An object as files hold it: of a model also what it was compiled with, and the number of an object that the file has already.</summary>
    /// <exception cref="NotSupportedException">Its class is not registered.</exception>
    internal static Config Write(IKerasSerializable value)
    {
        if (SharedObjectWriter.TakeAhead(value) is { } ahead)
        {
            return ahead;
        }

        Config entry = Serialize(value).ToConfig();
        if (value is Model model)
        {
            entry["compile_config"] = SharedObjectWriter.Complete(CompileConfig.Write(model));
        }

        SharedObjectWriter.Record(value, entry);
        return entry;
    }

    /// <summary>Makes the object that a serialized object describes.</summary>
    /// <param name="value">A config value of the form <c>{module, class_name, config, registered_name}</c>.</param>
    /// <param name="where">Place in the file, for error messages.</param>
    /// <exception cref="ModelFormatException">The value has another form, names an unknown class, or its config is wrong.</exception>
    public static IKerasSerializable Deserialize(object? value, string where = "Loading") =>
        SerializedObject.TryParse(value, out SerializedObject? parsed)
            ? Deserialize(parsed, where)
            : throw new ModelFormatException($"{where}: a serialized object must have module, class_name and config. Received: {ConfigJson.Write(value)}.");

    /// <summary>Makes the object that a serialized object describes.</summary>
    /// <param name="value">The serialized object.</param>
    /// <param name="where">Place in the file, for error messages.</param>
    /// <exception cref="ModelFormatException">The class is unknown, or its config is wrong.</exception>
    public static IKerasSerializable Deserialize(SerializedObject value, string where = "Loading")
    {
        ArgumentNullException.ThrowIfNull(value);
        if (IsKeras(value.Module) && value.RegisteredName is not null && value.RegisteredName != value.ClassName)
        {
            throw new ModelFormatException(
                $"{where}: a class of Keras must not be registered under another name. Received: module={value.Module}, class_name={value.ClassName}, registered_name={value.RegisteredName}.");
        }

        return SharedObjectReader.Get(value, () => Make(value, where));
    }

    private static IKerasSerializable Make(SerializedObject value, string where)
    {
        if (Layers.PlaceholderLayer.StandsFor(value))
        {
            return Layers.PlaceholderLayer.Read(value, where);
        }

        if (FindCustom(value) is { } custom)
        {
            return custom(value.Config as Config ?? throw NoConfig(value, where));
        }

        value = value.Module is null && !TryFind(null, value.ClassName, value.RegisteredName, out _) ? OldEntries.Upgrade(value) : value;
        if (!TryFind(value.Module, value.ClassName, value.RegisteredName, out RegisteredClass? entry))
        {
            string hint = NearestName.Hint(value.ClassName, ByName.Values.Select(e => e.ClassName).Distinct());
            throw new ModelFormatException(
                $"{where}: the file names a class that is not known. Received: module={value.Module ?? "null"}, class_name={value.ClassName}, " +
                $"registered_name={value.RegisteredName ?? "null"}.{hint} Mark a class of your own [KerasSerializable(package, name)], or pass it by CustomObjects.");
        }

        return value.Config is Config or null ? entry.Make(value.Config as Config ?? []) : throw NoConfig(value, where);
    }

    /// <summary>
    /// A class of the caller's: under its registered name, or its class name where no module of Keras is named. Keras's own classes are never replaced.
    /// </summary>
    internal static Func<Config, IKerasSerializable>? FindCustom(SerializedObject value) =>
        value.RegisteredName is { } registered && registered != value.ClassName && CustomObjectScope.TryGetClass(registered, out Func<Config, IKerasSerializable>? custom) ? custom
        : !IsKeras(value.Module) && CustomObjectScope.TryGetClass(value.ClassName, out custom) ? custom : null;

    /// <summary>Whether a module is one of Keras's own.</summary>
    internal static bool IsKeras(string? module) => module is not null && (module == "keras" || module.StartsWith("keras.", StringComparison.Ordinal));

    private static ModelFormatException NoConfig(SerializedObject value, string where) =>
        new($"{where}: the config of {value.ClassName} must be an object. Received: {ConfigJson.Write(value.Config)}.");

    /// <summary>
    /// Files may name the module that defines a class (<c>keras.src.layers.core.dense</c>, or a back end's optimizer) instead of the one
    /// that exports it (<c>keras.layers</c>).
    /// </summary>
    private static string PublicModule(string module)
    {
        string[] parts = module.Split('.');
        int group = Array.FindIndex(parts, p => p is "layers" or "losses" or "metrics" or "optimizers" or "initializers" or "regularizers"
            or "constraints" or "models" or "random");
        bool schedule = parts.Contains("schedules");
        return group < 0 ? module : schedule ? "keras.optimizers.schedules" : "keras." + parts[group];
    }
}
