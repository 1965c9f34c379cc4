using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Optimizers.Schedules;

/// <summary>A learning rate as a function of the number of steps taken. It is computed inside the step, so it must be made of operations on tensors.</summary>
public abstract class LearningRateSchedule : IKerasSerializable
{
    internal const string Module = "keras.optimizers.schedules";

    /// <summary>The learning rate at a step.</summary>
    /// <param name="step">Number of steps taken: an integer scalar, or a tensor of them.</param>
    /// <returns>float32, in the shape of <paramref name="step"/>.</returns>
    public abstract Tensor Call(Tensor step);

    /// <inheritdoc/>
    public abstract Config GetConfig();

    /// <summary>A schedule as a config, <c>{module, class_name, config, registered_name}</c>, as <c>keras.optimizers.schedules.serialize</c>.</summary>
    /// <param name="value">The schedule.</param>
    /// <exception cref="NotSupportedException">Its class is not registered.</exception>
    public static Config Serialize(LearningRateSchedule value) => ObjectRegistry.Write(value);

    /// <summary>The schedule of a config, as <c>keras.optimizers.schedules.deserialize</c>.</summary>
    /// <param name="config">A <see cref="Config"/> as <see cref="Serialize"/> gives it.</param>
    /// <exception cref="ModelFormatException">The config is wrong, or that of something else.</exception>
    public static LearningRateSchedule Deserialize(Config config) => ObjectRegistry.Deserialize(config, "Schedule") as LearningRateSchedule
        ?? throw new ModelFormatException($"Schedule: the config must be that of a schedule. Received: {ConfigJson.Write(config)}.");

    /// <summary>Steps as float32.</summary>
    private protected static Tensor AsFloat(Tensor step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Prim.Convert(step, DType.Float32);
    }

    /// <summary>step / steps, rounded down where asked for.</summary>
    private protected static Tensor Part(Tensor step, int steps, bool floor)
    {
        Tensor part = Prim.Divide(AsFloat(step), steps);
        return floor ? Prim.Floor(part) : part;
    }

    /// <summary>From 1 at 0 to 0 at 1.</summary>
    private protected static Tensor HalfCosine(Tensor part) => Prim.Multiply(Prim.Add(Prim.Cos(Prim.Multiply(part, Math.PI)), 1), 0.5);

    private protected static int Positive(string owner, string name, int steps) => steps > 0
        ? steps
        : throw new ArgumentOutOfRangeException(name, $"{owner}: there must be at least one step. Received: {name}={steps}.");
}
