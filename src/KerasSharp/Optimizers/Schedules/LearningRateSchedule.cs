using KerasSharp.Saving;

namespace KerasSharp.Optimizers.Schedules;

/// <summary>A learning rate as a function of the number of steps taken.</summary>
public abstract class LearningRateSchedule : IKerasSerializable
{
    internal const string Module = "keras.optimizers.schedules";

    /// <summary>The learning rate at a step.</summary>
    /// <param name="step">Number of steps taken: an integer scalar, or a tensor of them.</param>
    /// <returns>float32, in the shape of <paramref name="step"/>.</returns>
    public abstract Tensor Call(Tensor step);

    /// <inheritdoc/>
    public abstract Config GetConfig();
}
