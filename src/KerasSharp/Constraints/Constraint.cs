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

    /// <summary>A function that brings a weight to what it may be, as a constraint. A layer that has it cannot be saved.</summary>
    public static implicit operator Constraint(Func<Tensor, Tensor> function) => new ConstraintFunction(function);

    /// <summary>The constraint of a name, as <c>keras.constraints.get</c>.</summary>
    /// <param name="identifier">Class name, or its snake_case form.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static Constraint Get(string identifier) => Identifiers.Resolve<Constraint>(Module, nameof(Constraint), identifier, Aliases);

    /// <summary>The constraint that something means, as <c>keras.constraints.get</c>: null for null, an object itself, a name, or a config.</summary>
    /// <param name="identifier">A Constraint, a string, or a <see cref="Config"/>.</param>
    /// <exception cref="ArgumentException">There is no such name, or it is something else.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(identifier))]
    public static Constraint? Get(object? identifier) => Identifiers.Get<Constraint>(identifier, "Constraint");

    /// <summary>A constraint as a config, <c>{module, class_name, config, registered_name}</c>, as <c>keras.constraints.serialize</c>.</summary>
    /// <param name="value">The constraint.</param>
    /// <exception cref="NotSupportedException">Its class is not registered.</exception>
    public static Config Serialize(Constraint value) => ObjectRegistry.Write(value);

    /// <summary>The constraint of a config or a name, as <c>keras.constraints.deserialize</c>.</summary>
    /// <param name="config">A <see cref="Config"/> as <see cref="Serialize"/> gives it, or a string.</param>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    public static Constraint Deserialize(object config) => Identifiers.Deserialize<Constraint>(config, "Constraint");

    /// <inheritdoc/>
    public static Constraint FromConfigValue(object value) => Identifiers.FromConfigValue<Constraint>(value, Module, nameof(Constraint), Aliases);

    /// <summary>The weight as the constraint has it: same shape and dtype.</summary>
    /// <param name="w">The weight.</param>
    public abstract Tensor Call(Tensor w);

    /// <inheritdoc/>
    public abstract Config GetConfig();

    /// <inheritdoc/>
    public object? ToConfigValue() => ObjectRegistry.Write(this);
}
