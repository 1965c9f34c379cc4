namespace KerasSharp.Optimizers.Legacy;

/// <summary>The Adam of Keras 2, which Keras 3 no longer has; use <see cref="Optimizers.Adam"/>.</summary>
public sealed class Adam : LegacyOptimizer
{
    /// <summary>Throws.</summary>
    /// <param name="arguments">Whatever arguments are given.</param>
    /// <exception cref="NotSupportedException">Always; the message says what to write instead.</exception>
    public Adam(params object?[] arguments)
        : base("new KerasSharp.Optimizers.Adam(...)")
    {
    }
}
