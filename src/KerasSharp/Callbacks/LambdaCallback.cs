namespace KerasSharp.Callbacks;

/// <summary>A callback made of functions.</summary>
/// <param name="onEpochBegin">Called before an epoch.</param>
/// <param name="onEpochEnd">Called after an epoch.</param>
/// <param name="onTrainBegin">Called before training.</param>
/// <param name="onTrainEnd">Called after training.</param>
/// <param name="onTrainBatchBegin">Called before a training batch.</param>
/// <param name="onTrainBatchEnd">Called after a training batch.</param>
/// <param name="onTestBegin">Called before evaluation, also within training.</param>
/// <param name="onTestEnd">Called after evaluation, also within training.</param>
/// <param name="onTestBatchBegin">Called before a batch of evaluation.</param>
/// <param name="onTestBatchEnd">Called after a batch of evaluation.</param>
/// <param name="onPredictBegin">Called before prediction.</param>
/// <param name="onPredictEnd">Called after prediction.</param>
/// <param name="onPredictBatchBegin">Called before a batch of prediction.</param>
/// <param name="onPredictBatchEnd">Called after a batch of prediction.</param>
public sealed class LambdaCallback(
    Action<int, IDictionary<string, double>>? onEpochBegin = null, Action<int, IDictionary<string, double>>? onEpochEnd = null,
    Action<IDictionary<string, double>>? onTrainBegin = null, Action<IDictionary<string, double>>? onTrainEnd = null,
    Action<int, IDictionary<string, double>>? onTrainBatchBegin = null, Action<int, IDictionary<string, double>>? onTrainBatchEnd = null,
    Action<IDictionary<string, double>>? onTestBegin = null, Action<IDictionary<string, double>>? onTestEnd = null,
    Action<int, IDictionary<string, double>>? onTestBatchBegin = null, Action<int, IDictionary<string, double>>? onTestBatchEnd = null,
    Action<IDictionary<string, double>>? onPredictBegin = null, Action<IDictionary<string, double>>? onPredictEnd = null,
    Action<int, IDictionary<string, double>>? onPredictBatchBegin = null, Action<int, IDictionary<string, double>>? onPredictBatchEnd = null) : Callback
{
    /// <inheritdoc/>
    public override bool ReadsBatchLogs => onTrainBatchEnd is not null || onTestBatchEnd is not null || onPredictBatchEnd is not null;

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

    /// <inheritdoc/>
    public override void OnTestBegin(IDictionary<string, double> logs) => onTestBegin?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTestEnd(IDictionary<string, double> logs) => onTestEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTestBatchBegin(int batch, IDictionary<string, double> logs) => onTestBatchBegin?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int batch, IDictionary<string, double> logs) => onTestBatchEnd?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void OnPredictBegin(IDictionary<string, double> logs) => onPredictBegin?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnPredictEnd(IDictionary<string, double> logs) => onPredictEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnPredictBatchBegin(int batch, IDictionary<string, double> logs) => onPredictBatchBegin?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int batch, IDictionary<string, double> logs) => onPredictBatchEnd?.Invoke(batch, logs);
}
