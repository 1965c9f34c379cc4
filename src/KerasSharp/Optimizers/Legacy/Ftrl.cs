namespace KerasSharp.Optimizers.Legacy;

/// <summary>The Ftrl of Keras 2, which Keras 3 no longer has; use <see cref="Optimizers.Ftrl"/>.</summary>
public sealed class Ftrl : LegacyOptimizer
{
    /// <summary>Throws.</summary>
    /// <param name="arguments">Whatever arguments are given.</param>
    /// <exception cref="NotSupportedException">Always; the message says what to write instead.</exception>
    public Ftrl(params object?[] arguments)
        : base("new KerasSharp.Optimizers.Ftrl(...)")
    {
    }
}
