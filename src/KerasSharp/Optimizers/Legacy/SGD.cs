namespace KerasSharp.Optimizers.Legacy;

/// <summary>The SGD of Keras 2, which Keras 3 no longer has; use <see cref="Optimizers.SGD"/>.</summary>
public sealed class SGD : LegacyOptimizer
{
    /// <summary>Throws.</summary>
    /// <param name="arguments">Whatever arguments are given.</param>
    /// <exception cref="NotSupportedException">Always; the message says what to write instead.</exception>
    public SGD(params object?[] arguments)
        : base("new KerasSharp.Optimizers.SGD(...)")
    {
    }
}
