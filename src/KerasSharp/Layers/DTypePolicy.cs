using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>
/// Dtypes of a layer's computation and of its variables: <c>"float32"</c> uses one for both, <c>"mixed_float16"</c> and <c>"mixed_bfloat16"</c>
/// compute in 16 bits and keep variables in float32.
/// </summary>
public sealed class DTypePolicy : IConfigValue<DTypePolicy>
{
    /// <summary>A policy by its name.</summary>
    /// <param name="name">Name of a dtype, <c>"mixed_float16"</c> or <c>"mixed_bfloat16"</c>.</param>
    /// <exception cref="ArgumentException">The name is none of those.</exception>
    public DTypePolicy(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        bool mixed = name.StartsWith("mixed_", StringComparison.Ordinal);
        ComputeDType = DTypes.Parse(mixed ? name["mixed_".Length..] : name);
        VariableDType = mixed ? DType.Float32 : ComputeDType;
    }

    /// <summary>The policy of layers that are given none: float32.</summary>
    public static DTypePolicy Default { get; } = new("float32");

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Dtype that floating inputs are cast to and that outputs have.</summary>
    public DType ComputeDType { get; }

    /// <summary>Dtype of weights.</summary>
    public DType VariableDType { get; }

    /// <summary>A policy by its name.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(name))]
    public static implicit operator DTypePolicy?(string? name) => name is null ? null : new DTypePolicy(name);

    /// <summary>One dtype for both.</summary>
    public static implicit operator DTypePolicy(DType dtype) => new(dtype.Name());

    /// <inheritdoc/>
    public static DTypePolicy FromConfigValue(object value) => value switch
    {
        string name => new(name),
        _ when SerializedObject.TryParse(value, out SerializedObject? parsed) && parsed.Config is Config config && config.TryGetValue("name", out object? name)
            && name is string text => new(text),
        _ => throw new FormatException($"Received: {ConfigJson.Write(value)}; expected a dtype or a DTypePolicy."),
    };

    /// <inheritdoc/>
    public object? ToConfigValue() => new SerializedObject("keras", "DTypePolicy", new Config { ["name"] = Name }, null).ToConfig();
}
