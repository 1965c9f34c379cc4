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
    };

    /// <summary>The initializer of a name, as <c>keras.initializers.get</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(identifier))]
    public static implicit operator Initializer?(string? identifier) => identifier is null ? null : Get(identifier);

    /// <summary>The initializer of a name, as <c>keras.initializers.get</c>.</summary>
    /// <param name="identifier">Class name, or its snake_case form.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static Initializer Get(string identifier) => Identifiers.Resolve<Initializer>(Module, nameof(Initializer), identifier, Aliases);

    /// <inheritdoc/>
    public static Initializer FromConfigValue(object value) => Identifiers.FromConfigValue<Initializer>(value, Module, nameof(Initializer), Aliases);

    /// <summary>Makes the values.</summary>
    /// <param name="shape">Shape of the weight; every size known.</param>
    /// <param name="dtype">Its dtype; float32 when not given.</param>
    public abstract Tensor Call(Shape shape, DType? dtype = null);

    /// <inheritdoc/>
    public abstract Config GetConfig();

    /// <inheritdoc/>
    public object? ToConfigValue() => ObjectRegistry.Serialize(this).ToConfig();
}
