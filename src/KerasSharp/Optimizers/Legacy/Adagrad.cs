namespace KerasSharp.Optimizers.Legacy;

/// <summary>The Adagrad of Keras 2, which Keras 3 no longer has; use <see cref="Optimizers.Adagrad"/>.</summary>
public sealed class Adagrad : LegacyOptimizer
{
    /// <summary>Throws.</summary>
    /// <param name="arguments">Whatever arguments are given.</param>
    /// <exception cref="NotSupportedException">Always; the message says what to write instead.</exception>
    public Adagrad(params object?[] arguments)
        : base("new KerasSharp.Optimizers.Adagrad(...)")
    {
    }
}
