using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>A penalty on a weight or an output that is added to the loss. Wherever one is asked for, its name (<c>"l2"</c>) will do.</summary>
public abstract class Regularizer : IKerasSerializable, IConfigValue<Regularizer>
{
    internal const string Module = "keras.regularizers";

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal) { ["l1"] = "L1", ["l2"] = "L2", ["l1_l2"] = "L1L2", ["orthogonal_regularizer"] = "OrthogonalRegularizer" };

    /// <summary>The regularizer of a name, as <c>keras.regularizers.get</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(identifier))]
    public static implicit operator Regularizer?(string? identifier) => identifier is null ? null : Get(identifier);

    /// <summary>A function of a weight or an output that gives the penalty, a scalar, as a regularizer. A layer that has it cannot be saved.</summary>
    public static implicit operator Regularizer(Func<Tensor, Tensor> function) => new Regularizers.RegularizerFunction(function);

    /// <summary>The regularizer of a name, as <c>keras.regularizers.get</c>.</summary>
    /// <param name="identifier">Class name, or its snake_case form.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static Regularizer Get(string identifier) => Identifiers.Resolve<Regularizer>(Module, nameof(Regularizer), identifier, Aliases);

    /// <summary>The regularizer that something means, as <c>keras.regularizers.get</c>: null for null, an object itself, a name, or a config.</summary>
    /// <param name="identifier">A Regularizer, a string, or a <see cref="Config"/>.</param>
    /// <exception cref="ArgumentException">There is no such name, or it is something else.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(identifier))]
    public static Regularizer? Get(object? identifier) => Identifiers.Get<Regularizer>(identifier, "Regularizer");

    /// <summary>A regularizer as a config, <c>{module, class_name, config, registered_name}</c>, as <c>keras.regularizers.serialize</c>.</summary>
    /// <param name="value">The regularizer.</param>
    /// <exception cref="NotSupportedException">Its class is not registered.</exception>
    public static Config Serialize(Regularizer value) => ObjectRegistry.Write(value);

    /// <summary>The regularizer of a config or a name, as <c>keras.regularizers.deserialize</c>.</summary>
    /// <param name="config">A <see cref="Config"/> as <see cref="Serialize"/> gives it, or a string.</param>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    public static Regularizer Deserialize(object config) => Identifiers.Deserialize<Regularizer>(config, "Regularizer");

    /// <inheritdoc/>
    public static Regularizer FromConfigValue(object value) => Identifiers.FromConfigValue<Regularizer>(value, Module, nameof(Regularizer), Aliases);

    /// <summary>The penalty: a scalar.</summary>
    /// <param name="x">The weight or output.</param>
    public abstract Tensor Call(Tensor x);

    /// <inheritdoc/>
    public abstract Config GetConfig();

    /// <summary>A factor that makes sense; else throws.</summary>
    private protected static double CheckFactor(string owner, string name, double value) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{owner}: the factor must be finite and 0 or more. Received: {name}={value}.");

    /// <inheritdoc/>
    public object? ToConfigValue() => ObjectRegistry.Write(this);
}
