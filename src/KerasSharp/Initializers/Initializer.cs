using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>Gives weights their first values. Wherever one is asked for, its name (<c>"he_normal"</c>) will do.</summary>
public abstract class Initializer : IKerasSerializable, IConfigValue<Initializer>
{
    internal const string Module = "keras.initializers";

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["uniform"] = "RandomUniform",
        ["normal"] = "RandomNormal",
        ["one"] = "Ones",
        ["zero"] = "Zeros",
        ["IdentityInitializer"] = "Identity",
        ["OrthogonalInitializer"] = "Orthogonal",
        ["stft"] = "STFT",
        ["STFTInitializer"] = "STFT",
    };

    /// <summary>The initializer of a name, as <c>keras.initializers.get</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(identifier))]
    public static implicit operator Initializer?(string? identifier) => identifier is null ? null : Get(identifier);

    /// <summary>A function of a shape and a dtype as an initializer. A layer that has it cannot be saved.</summary>
    public static implicit operator Initializer(Func<Shape, DType, Tensor> function) => new Initializers.InitializerFunction(function);

    /// <summary>The initializer of a name, as <c>keras.initializers.get</c>.</summary>
    /// <param name="identifier">Class name, or its snake_case form.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static Initializer Get(string identifier) => Identifiers.Resolve<Initializer>(Module, nameof(Initializer), identifier, Aliases);

    /// <summary>The initializer that something means, as <c>keras.initializers.get</c>: null for null, an object itself, a name, or a config.</summary>
    /// <param name="identifier">A Initializer, a string, or a <see cref="Config"/>.</param>
    /// <exception cref="ArgumentException">There is no such name, or it is something else.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(identifier))]
    public static Initializer? Get(object? identifier) => Identifiers.Get<Initializer>(identifier, "Initializer");

    /// <summary>An initializer as a config, <c>{module, class_name, config, registered_name}</c>, as <c>keras.initializers.serialize</c>.</summary>
    /// <param name="value">The initializer.</param>
    /// <exception cref="NotSupportedException">Its class is not registered.</exception>
    public static Config Serialize(Initializer value) => ObjectRegistry.Write(value);

    /// <summary>The initializer of a config or a name, as <c>keras.initializers.deserialize</c>.</summary>
    /// <param name="config">A <see cref="Config"/> as <see cref="Serialize"/> gives it, or a string.</param>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    public static Initializer Deserialize(object config) => Identifiers.Deserialize<Initializer>(config, "Initializer");

    /// <inheritdoc/>
    public static Initializer FromConfigValue(object value) => Identifiers.FromConfigValue<Initializer>(value, Module, nameof(Initializer), Aliases);

    /// <summary>Makes the values.</summary>
    /// <param name="shape">Shape of the weight; every size known.</param>
    /// <param name="dtype">Its dtype; float32 when not given.</param>
    public abstract Tensor Call(Shape shape, DType? dtype = null);

    /// <inheritdoc/>
    public abstract Config GetConfig();

    /// <inheritdoc/>
    public object? ToConfigValue() => ObjectRegistry.Write(this);
}
