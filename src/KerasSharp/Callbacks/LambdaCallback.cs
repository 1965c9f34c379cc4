namespace KerasSharp.Callbacks;

/// <summary>A callback made of functions.</summary>
/// <param name="onEpochBegin">Called before an epoch.</param>
/// <param name="onEpochEnd">Called after an epoch.</param>
/// <param name="onTrainBegin">Called before training.</param>
/// <param name="onTrainEnd">Called after training.</param>
/// <param name="onTrainBatchBegin">Called before a training batch.</param>
/// <param name="onTrainBatchEnd">Called after a training batch.</param>
public sealed class LambdaCallback(
    Action<int, IDictionary<string, double>>? onEpochBegin = null, Action<int, IDictionary<string, double>>? onEpochEnd = null,
    Action<IDictionary<string, double>>? onTrainBegin = null, Action<IDictionary<string, double>>? onTrainEnd = null,
    Action<int, IDictionary<string, double>>? onTrainBatchBegin = null, Action<int, IDictionary<string, double>>? onTrainBatchEnd = null) : Callback
{
    /// <inheritdoc/>
    public override bool ReadsBatchLogs => onTrainBatchEnd is not null;

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, IDictionary<string, double> logs) => onEpochBegin?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> logs) => onEpochEnd?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnTrainBegin(IDictionary<string, double> logs) => onTrainBegin?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTrainEnd(IDictionary<string, double> logs) => onTrainEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch, IDictionary<string, double> logs) => onTrainBatchBegin?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, IDictionary<string, double> logs) => onTrainBatchEnd?.Invoke(batch, logs);
}
