using KerasSharp.Optimizers.Schedules;
using KerasSharp.Saving;

namespace KerasSharp.Optimizers;

/// <summary>A learning rate: a number, or a schedule that gives one for each step.</summary>
public sealed class LearningRate : IConfigValue<LearningRate>
{
    private LearningRate(double value, LearningRateSchedule? schedule) => (Value, Schedule) = (value, schedule);

    /// <summary>The number; NaN where there is a schedule.</summary>
    public double Value { get; }

    /// <summary>The schedule, or null.</summary>
    public LearningRateSchedule? Schedule { get; }

    /// <summary>A fixed rate.</summary>
    public static implicit operator LearningRate(double value) => new(value, null);

    /// <summary>A rate that follows a schedule.</summary>
    public static implicit operator LearningRate(LearningRateSchedule schedule) => new(double.NaN, schedule);

    /// <inheritdoc/>
    public static LearningRate FromConfigValue(object value) => value switch
    {
        double number => number,
        long number => (double)number,
        _ => ObjectRegistry.Deserialize(value, "learning_rate") as LearningRateSchedule ?? throw new FormatException("Expected a number or a schedule."),
    };

    /// <inheritdoc/>
    public object? ToConfigValue() => Schedule is null ? (double)(float)Value : ObjectRegistry.Write(Schedule);
}
