namespace KerasSharp.Optimizers.Legacy;

/// <summary>The RMSprop of Keras 2, which Keras 3 no longer has; use <see cref="Optimizers.RMSprop"/>.</summary>
public sealed class RMSprop : LegacyOptimizer
{
    /// <summary>Throws.</summary>
    /// <param name="arguments">Whatever arguments are given.</param>
    /// <exception cref="NotSupportedException">Always; the message says what to write instead.</exception>
    public RMSprop(params object?[] arguments)
        : base("new KerasSharp.Optimizers.RMSprop(...)")
    {
    }
}
