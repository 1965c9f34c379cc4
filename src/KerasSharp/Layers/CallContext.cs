namespace KerasSharp.Layers;

/// <summary>The calls that are under way on this thread: what the inner layers inherit from the outer ones, and the names they stand under.</summary>
internal sealed class CallContext
{
    [ThreadStatic]
    private static CallContext? t_current;

    [ThreadStatic]
    private static List<string>? t_scopes;

    private readonly CallContext? _outer;

    private CallContext(Layer layer, bool? training, CallContext? outer)
    {
        Layer = layer;
        Training = training;
        _outer = outer;
    }

    public static CallContext? Current => t_current;

    public Layer Layer { get; }

    /// <summary>The flag that inner layers inherit; null where nobody said.</summary>
    public bool? Training { get; }

    /// <summary>Names of the scopes of this thread, joined with '/'.</summary>
    public static string Path => t_scopes is { Count: > 0 } scopes ? string.Join('/', scopes) : "";

    public static Scope Enter(Layer layer, bool? training)
    {
        t_current = new CallContext(layer, training, t_current);
        return default;
    }

    public static NameScope EnterName(string name)
    {
        (t_scopes ??= []).Add(name);
        return default;
    }

    internal readonly struct Scope : IDisposable
    {
        public void Dispose() => t_current = t_current!._outer;
    }

    internal readonly struct NameScope : IDisposable
    {
        public void Dispose() => t_scopes!.RemoveAt(t_scopes.Count - 1);
    }
}
