using System.Collections;
using System.Diagnostics.CodeAnalysis;
using KerasSharp.Layers;

namespace KerasSharp.Saving;

/// <summary>
/// Classes and functions of your own under the names that files have for them: what Keras takes as <c>custom_objects</c>. A file can ask for nothing else than Keras's own classes,
/// classes marked <see cref="KerasSerializableAttribute"/>, and what stands here.
/// </summary>
/// <remarks>
/// A class is found under its registered name (<c>package&gt;name</c>) or its class name; a function under its own name, or under the name of a layer whose function cannot
/// be read, such as <c>Lambda</c>.
/// <code>
/// new CustomObjects
/// {
///     { "MyLayer", MyLayer.FromConfig },
///     { "my_activation", x => Ops.Tanh(x) * 2 },
/// }
/// </code>
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "Keras calls them custom objects.")]
public sealed class CustomObjects : IEnumerable<string>
{
    private readonly Dictionary<string, Func<Config, IKerasSerializable>> _classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Delegate> _functions = new(StringComparer.Ordinal);

    /// <summary>The objects that every load may use, as <c>keras.saving.get_custom_objects()</c>. Fill it before models are loaded, not meanwhile.</summary>
    public static CustomObjects Global { get; } = new();

    /// <summary>Adds a class.</summary>
    /// <param name="name">Its registered name (<c>package&gt;name</c>) or class name in files.</param>
    /// <param name="fromConfig">Makes an object of it from its config.</param>
    public void Add(string name, Func<Config, IKerasSerializable> fromConfig) => Put(_classes, name, fromConfig);

    /// <summary>Adds a function of a tensor: an activation, or what a layer does whose function a file cannot bring.</summary>
    /// <param name="name">Name of the function in files, or of the layer.</param>
    /// <param name="function">The function.</param>
    public void Add(string name, Func<Tensor, Tensor> function) => Put(_functions, name, function);

    /// <summary>Adds a function of labels and predictions: a loss or a metric.</summary>
    /// <param name="name">Name of the function in files.</param>
    /// <param name="function">One value per sample or position.</param>
    public void Add(string name, Func<Tensor, Tensor, Tensor> function) => Put(_functions, name, function);

    /// <summary>Adds what a layer of several inputs or outputs does whose function a file cannot bring.</summary>
    /// <param name="name">Name of the function in files, or of the layer.</param>
    /// <param name="function">The function.</param>
    public void Add(string name, Func<CallArguments, Tensor[]> function) => Put(_functions, name, function);

    /// <summary>The names.</summary>
    public IEnumerator<string> GetEnumerator() => _classes.Keys.Concat(_functions.Keys).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Makes an object of a class, where one has the name.</summary>
    internal bool TryGetClass(string name, [NotNullWhen(true)] out Func<Config, IKerasSerializable>? fromConfig) => _classes.TryGetValue(name, out fromConfig);

    /// <summary>The function of a name and kind.</summary>
    internal bool TryGetFunction<T>(string name, [NotNullWhen(true)] out T? function)
        where T : Delegate => (function = _functions.GetValueOrDefault(name) as T) is not null;

    private static void Put<T>(Dictionary<string, T> table, string name, T value)
        where T : Delegate
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        table[name] = value;
    }
}
