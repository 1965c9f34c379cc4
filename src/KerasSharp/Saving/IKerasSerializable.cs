namespace KerasSharp.Saving;

/// <summary>An object that a file can hold: its config, given to <c>FromConfig</c>, makes an equal object.</summary>
public interface IKerasSerializable
{
    /// <summary>Returns the configuration with Keras's own keys.</summary>
    Config GetConfig();
}

/// <summary>
/// A value that writes itself into a config and reads itself back: what Keras accepts as "a string, a dictionary or an object",
/// such as an activation or an initializer.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IConfigValue<TSelf>
    where TSelf : IConfigValue<TSelf>
{
    /// <summary>The value as a config holds it: null, bool, long, double, string, list or <see cref="Config"/>.</summary>
    object? ToConfigValue();

    /// <summary>Reads the value back.</summary>
    /// <param name="value">What the config holds; never null.</param>
    /// <exception cref="FormatException">The value does not describe a <typeparamref name="TSelf"/>.</exception>
    static abstract TSelf FromConfigValue(object value);
}
