namespace KerasSharp.Optimizers.Legacy;

/// <summary>
/// Base of the names in <c>keras.optimizers.legacy</c>: the optimizers of Keras 2.10 and before, which Keras 3 no longer has. Making one throws, with a message that
/// says what to write instead.
/// </summary>
public abstract class LegacyOptimizer
{
    private protected LegacyOptimizer(string instead) => throw new NotSupportedException(
        $"keras.optimizers.legacy.{GetType().Name}: the optimizers of Keras 2 are not part of Keras 3. Write {instead}; its state is laid out in another way, so that checkpoints of the old one do "
        + "not fit.");
}
