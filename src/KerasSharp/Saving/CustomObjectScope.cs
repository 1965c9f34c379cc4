using System.Diagnostics.CodeAnalysis;

namespace KerasSharp.Saving;

/// <summary>Until it is disposed, what is read from configs and files may use the objects given, before those of scopes around it: <c>keras.saving.custom_object_scope</c>.</summary>
/// <remarks>It holds for the method that opens it and for what that calls and awaits, not for other threads.</remarks>
public sealed class CustomObjectScope : IDisposable
{
    private static readonly AsyncLocal<CustomObjectScope?> Current = new();
    private readonly CustomObjectScope? _outer;
    private readonly CustomObjects _objects;

    /// <summary>Opens the scope.</summary>
    /// <param name="customObjects">Classes and functions by name.</param>
    public CustomObjectScope(CustomObjects customObjects)
    {
        ArgumentNullException.ThrowIfNull(customObjects);
        _objects = customObjects;
        _outer = Current.Value;
        Current.Value = this;
    }

    /// <summary>Closes the scope.</summary>
    public void Dispose() => Current.Value = _outer;

    /// <summary>The class of a name: that of the innermost scope that has one, else the global one.</summary>
    internal static bool TryGetClass(string name, [NotNullWhen(true)] out Func<Config, IKerasSerializable>? fromConfig)
    {
        for (CustomObjectScope? scope = Current.Value; scope is not null; scope = scope._outer)
        {
            if (scope._objects.TryGetClass(name, out fromConfig))
            {
                return true;
            }
        }

        return CustomObjects.Global.TryGetClass(name, out fromConfig);
    }

    /// <summary>The function of a name and kind: that of the innermost scope that has one, else the global one.</summary>
    internal static bool TryGetFunction<T>(string name, [NotNullWhen(true)] out T? function)
        where T : Delegate
    {
        for (CustomObjectScope? scope = Current.Value; scope is not null; scope = scope._outer)
        {
            if (scope._objects.TryGetFunction(name, out function))
            {
                return true;
            }
        }

        return CustomObjects.Global.TryGetFunction(name, out function);
    }
}
