using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Activations;

/// <summary>
/// A function applied to a layer's output: by Keras's name (<c>"relu"</c>), or a function of your own. (Keras's class <c>Activation</c> is the
/// layer that applies one.)
/// </summary>
public sealed class ActivationFunction : IConfigValue<ActivationFunction>
{
    private readonly Func<Tensor, Tensor> _function;

    /// <summary>A function of your own.</summary>
    /// <param name="function">The function; the result has the shape of its argument.</param>
    /// <param name="name">Name under which configs hold it; without one the layer cannot be saved.</param>
    public ActivationFunction(Func<Tensor, Tensor> function, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = function;
        Name = name;
    }

    /// <summary>Keras's name, or null for a function that has none.</summary>
    public string? Name { get; }

    /// <summary>The identity, <c>"linear"</c>.</summary>
    public static ActivationFunction Linear { get; } = new(x => x, "linear");

    /// <summary>Whether this is the identity.</summary>
    public bool IsLinear => Name == "linear";

    /// <summary>The function of a name, as <c>keras.activations.get</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(identifier))]
    public static implicit operator ActivationFunction?(string? identifier) => identifier is null ? null : Get(identifier);

    /// <summary>A function of your own.</summary>
    public static implicit operator ActivationFunction(Func<Tensor, Tensor> function) => new(function);

    /// <summary>The function of a name, as <c>keras.activations.get</c>.</summary>
    /// <param name="identifier">Name in snake_case.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static ActivationFunction Get(string identifier)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        return CustomObjectScope.TryGetFunction(identifier, out Func<Tensor, Tensor>? own) ? new(own, identifier) : ActivationTable.Find(identifier) ?? throw new ArgumentException(
            $"Activation: '{identifier}' is no known name. Received: identifier=\"{identifier}\".{NearestName.Hint(identifier, ActivationTable.Names)} "
            + "For a function of your own pass new ActivationFunction(x => ...).",
            nameof(identifier));
    }

    /// <summary>The function that something means, as <c>keras.activations.get</c>: a function itself, a name, a config; the identity for null.</summary>
    /// <param name="identifier">An ActivationFunction, a function of one tensor, a string, or a <see cref="Config"/>.</param>
    /// <exception cref="ArgumentException">There is no such name, or it is something else.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    public static ActivationFunction Get(object? identifier) =>
        identifier is Func<Tensor, Tensor> function ? function : Identifiers.Get<ActivationFunction>(identifier, "Activation") ?? Linear;

    /// <summary>What configs hold for a function, as <c>keras.activations.serialize</c>: its name.</summary>
    /// <param name="value">The function.</param>
    /// <exception cref="NotSupportedException">It has no name.</exception>
    public static object Serialize(ActivationFunction value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ToConfigValue()!;
    }

    /// <summary>The function that a config holds, as <c>keras.activations.deserialize</c>.</summary>
    /// <param name="config">A name, or a <see cref="Config"/> with one.</param>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    public static ActivationFunction Deserialize(object config) => Identifiers.Deserialize<ActivationFunction>(config, "Activation");

    /// <inheritdoc/>
    public static ActivationFunction FromConfigValue(object value) => value switch
    {
        string identifier => Get(identifier),
        _ when SerializedObject.TryParse(value, out SerializedObject? parsed) && parsed.Config is string function => Get(function),
        _ => throw new FormatException($"Received: {ConfigJson.Write(value)}; expected the name of an activation."),
    };

    /// <summary>Applies the function.</summary>
    /// <param name="x">Its argument.</param>
    public Tensor Apply(Tensor x) => _function(x);

    /// <inheritdoc/>
    public object? ToConfigValue() => Name ?? throw new NotSupportedException(
        "An activation made of a function without a name cannot be saved. Give it one of Keras's names, or new ActivationFunction(function, name).");

    /// <inheritdoc/>
    public override string ToString() => Name ?? "<function>";
}
