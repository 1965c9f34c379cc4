namespace KerasSharp.Optimizers.Legacy;

/// <summary>The base class of Keras 2's optimizers, which Keras 3 no longer has; derive from <see cref="KerasSharp.Optimizer"/>.</summary>
public class Optimizer : LegacyOptimizer
{
    /// <summary>Throws.</summary>
    /// <param name="arguments">Whatever arguments are given.</param>
    /// <exception cref="NotSupportedException">Always; the message says what to write instead.</exception>
    public Optimizer(params object?[] arguments)
        : base("a class derived from KerasSharp.Optimizer")
    {
    }
}
