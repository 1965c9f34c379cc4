namespace KerasSharp.Saving;

/// <summary>
/// Marks a <c>partial</c> class whose constructor is its configuration: the source generator derives
/// <c>GetConfig</c>, <c>FromConfig</c> and the registration for loading from it.
/// </summary>
/// <remarks>
/// Classes of Keras itself carry the module they have in Python (<c>"keras.layers"</c>). For classes of your own give a package,
/// as <c>keras.saving.register_keras_serializable(package, name)</c> does; a file then names them <c>package&gt;name</c>.
/// </remarks>
/// <param name="package">Module of Keras, or a package of your own.</param>
/// <param name="name">Class name in files; null stands for the name of the class.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KerasSerializableAttribute(string package = "Custom", string? name = null) : Attribute
{
    /// <summary>Module of Keras (<c>"keras.layers"</c>), or a package of your own.</summary>
    public string Package { get; } = package;

    /// <summary>Class name in files; null stands for the name of the class.</summary>
    public string? Name { get; } = name;
}

/// <summary>Says how a constructor parameter stands in the config, where the mechanical snake_case name is not right.</summary>
/// <param name="name">Key in the config (<c>"beta_1"</c>); null keeps the mechanical one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ConfigNameAttribute(string? name = null) : Attribute
{
    /// <summary>Key in the config.</summary>
    public string? Name { get; } = name;

    /// <summary>Place in the config: parameters are written by ascending order, then as the constructor has them.</summary>
    public int Order { get; set; }

    /// <summary>True for a parameter that is no part of the config; it must have a default.</summary>
    public bool Omit { get; set; }
}

/// <summary>Keys of the config that stand one after another, where that is not the order of the constructor. It holds for derived classes, too.</summary>
/// <param name="keys">The keys: each is written behind the one before it. An empty first one is the start, and <c>"name"</c> as the last after that says that the keys of the base class follow.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ConfigOrderAttribute(params string[] keys) : Attribute
{
    /// <summary>The keys, in their order.</summary>
    public IReadOnlyList<string> Keys { get; } = keys;
}

/// <summary>
/// On a base class: the config keys that its own <c>GetConfig</c> writes, so that derived classes do not repeat them.
/// A base without the attribute is taken to write <c>name</c>, <c>trainable</c> and <c>dtype</c>.
/// </summary>
/// <param name="keys">The keys.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WritesConfigAttribute(params string[] keys) : Attribute
{
    /// <summary>The keys that the base class writes itself.</summary>
    public IReadOnlyList<string> Keys { get; } = keys;
}
