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

    /// <summary>The regularizer of a name, as <c>keras.regularizers.get</c>.</summary>
    /// <param name="identifier">Class name, or its snake_case form.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static Regularizer Get(string identifier) => Identifiers.Resolve<Regularizer>(Module, nameof(Regularizer), identifier, Aliases);

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
    public object? ToConfigValue() => ObjectRegistry.Serialize(this).ToConfig();
}
