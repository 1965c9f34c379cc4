using KerasSharp.DTypePolicies;
using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>
/// Dtypes of a layer's computation and of its variables: <c>"float32"</c> uses one for both, <c>"mixed_float16"</c> and <c>"mixed_bfloat16"</c>
/// compute in 16 bits and keep variables in float32 (Micikevicius et al. 2018). A <see cref="DTypePolicyMap"/> gives each layer its own.
/// </summary>
public class DTypePolicy : IConfigValue<DTypePolicy>, IEquatable<DTypePolicy>
{
    private static DTypePolicy s_global = new("float32");
    private readonly DType _compute;
    private readonly DType _variable;
    private readonly string _name;

    /// <summary>A policy by its name.</summary>
    /// <param name="name">Name of a dtype, <c>"mixed_float16"</c> or <c>"mixed_bfloat16"</c>.</param>
    /// <exception cref="ArgumentException">The name is none of those.</exception>
    public DTypePolicy(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
        (_compute, _variable) = name switch
        {
            "mixed_float16" => (DType.Float16, DType.Float32),
            "mixed_bfloat16" => (DType.BFloat16, DType.Float32),
            _ when DTypes.TryParse(name, out DType dtype) => (dtype, dtype),
            _ => throw new ArgumentException(
                $"DTypePolicy: the name must be that of a dtype, \"mixed_float16\" or \"mixed_bfloat16\". Received: name=\"{name}\".{Utilities.NearestName.Hint(name, ["float32", "float16", "bfloat16", "float64", "mixed_float16", "mixed_bfloat16"])}",
                nameof(name)),
        };
    }

    private protected DTypePolicy() => _name = "";

    /// <summary>The policy of layers that are given none: float32, until <see cref="Keras.Config.SetDTypePolicy"/> sets another.</summary>
    public static DTypePolicy Default
    {
        get => Volatile.Read(ref s_global);
        internal set
        {
            value.IsApart = false;
            Volatile.Write(ref s_global, value);
        }
    }

    /// <summary>Its name.</summary>
    public virtual string Name => _name;

    /// <summary>Dtype that floating inputs are cast to and that outputs have.</summary>
    public virtual DType ComputeDType => _compute;

    /// <summary>Dtype of weights.</summary>
    public virtual DType VariableDType => _variable;

    /// <summary>A policy by its name.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(name))]
    public static implicit operator DTypePolicy?(string? name) => name is null ? null : Named(name);

    /// <summary>One dtype for both.</summary>
    public static implicit operator DTypePolicy(DType dtype) => Named(dtype.Name());

    /// <inheritdoc/>
    public static DTypePolicy FromConfigValue(object value) => value switch
    {
        string name => Named(name),
        _ when SerializedObject.TryParse(value, out SerializedObject? parsed) && parsed.Config is Config config => SharedObjectReader.Policy(parsed, () => parsed.ClassName == nameof(DTypePolicyMap)
            ? DTypePolicyMap.FromConfig(config)
            : config.TryGetValue("name", out object? name) && name is string text ? Named(text) : throw Unreadable(value)),
        _ => throw Unreadable(value),
    };

    /// <inheritdoc/>
    public object? ToConfigValue()
    {
        Config entry = Describe();
        if (!IsApart)
        {
            SharedObjectWriter.Record(this, entry);
        }

        return entry;
    }

    /// <inheritdoc/>
    public bool Equals(DTypePolicy? other) => other is not null && other.GetType() == GetType() && Config.ValuesEqual(Describe(), other.Describe());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DTypePolicy);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"<DTypePolicy \"{Name}\">";

    /// <summary>The policy of the layer at a path.</summary>
    internal virtual DTypePolicy For(string path) => this;

    /// <summary>Whether files show it as that of each layer by itself, wherever it is used: Keras makes a policy anew for each layer that is given a name.</summary>
    internal bool IsApart { get; set; }

    private static DTypePolicy Named(string name) => new(name) { IsApart = true };

    /// <summary>The policy as files hold it.</summary>
    private protected virtual Config Describe() => new SerializedObject("keras", "DTypePolicy", new Config { ["name"] = Name }, null).ToConfig();

    private static FormatException Unreadable(object value) => new($"Received: {ConfigJson.Write(value)}; expected a dtype, a DTypePolicy or a DTypePolicyMap.");
}
