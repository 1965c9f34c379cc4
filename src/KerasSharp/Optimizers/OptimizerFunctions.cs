using KerasSharp.Saving;

namespace KerasSharp.Optimizers;

/// <summary>The functions of <c>keras.optimizers</c>.</summary>
public static class OptimizerFunctions
{
    /// <inheritdoc cref="Optimizer.Get(object)"/>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(identifier))]
    public static Optimizer? Get(object? identifier) => Optimizer.Get(identifier);

    /// <inheritdoc cref="Optimizer.Serialize"/>
    public static Config Serialize(Optimizer value) => Optimizer.Serialize(value);

    /// <inheritdoc cref="Optimizer.Deserialize"/>
    public static Optimizer Deserialize(object config) => Optimizer.Deserialize(config);
}
