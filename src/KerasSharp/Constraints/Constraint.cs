using KerasSharp.Saving;

namespace KerasSharp.Constraints;

/// <summary>What a weight is brought to after each update, such as a largest norm. Wherever one is asked for, its name (<c>"max_norm"</c>) will do.</summary>
public abstract class Constraint : IKerasSerializable, IConfigValue<Constraint>
{
    internal const string Module = "keras.constraints";

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal) { ["nonneg"] = "NonNeg" };

    /// <summary>The constraint of a name, as <c>keras.constraints.get</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(identifier))]
    public static implicit operator Constraint?(string? identifier) => identifier is null ? null : Get(identifier);

    /// <summary>The constraint of a name, as <c>keras.constraints.get</c>.</summary>
    /// <param name="identifier">Class name, or its snake_case form.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static Constraint Get(string identifier) => Identifiers.Resolve<Constraint>(Module, nameof(Constraint), identifier, Aliases);

    /// <inheritdoc/>
    public static Constraint FromConfigValue(object value) => Identifiers.FromConfigValue<Constraint>(value, Module, nameof(Constraint), Aliases);

    /// <summary>The weight as the constraint has it: same shape and dtype.</summary>
    /// <param name="w">The weight.</param>
    public abstract Tensor Call(Tensor w);

    /// <inheritdoc/>
    public abstract Config GetConfig();

    /// <inheritdoc/>
    public object? ToConfigValue() => ObjectRegistry.Serialize(this).ToConfig();
}
