namespace KerasSharp.Callbacks;

/// <summary>Hooks into training, evaluation and prediction. Logs hold numbers by name, sorted; a callback may change them for those that follow.</summary>
public abstract class Callback
{
    /// <summary>The model; set before the first hook.</summary>
    public Model Model { get; internal set; } = null!;

    /// <summary><c>verbose</c>, <c>epochs</c> and <c>steps</c> of the run.</summary>
    public IReadOnlyDictionary<string, object?> Params { get; internal set; } = new Dictionary<string, object?>();

    /// <summary>Whether its batch hooks look at their logs. Where no callback does, the numbers are not computed at every batch.</summary>
    public virtual bool ReadsBatchLogs => true;

    /// <summary>Called before training.</summary>
    public virtual void OnTrainBegin(IDictionary<string, double> logs)
    {
    }

    /// <summary>Called after training, with the logs of the last epoch.</summary>
    public virtual void OnTrainEnd(IDictionary<string, double> logs)
    {
    }

    /// <summary>Called before an epoch.</summary>
    public virtual void OnEpochBegin(int epoch, IDictionary<string, double> logs)
    {
    }

    /// <summary>Called after an epoch, with its logs, those of validation (<c>val_...</c>) included.</summary>
    public virtual void OnEpochEnd(int epoch, IDictionary<string, double> logs)
    {
    }

    /// <summary>Called before a training batch, by <see cref="OnTrainBatchBegin"/>.</summary>
    public virtual void OnBatchBegin(int batch, IDictionary<string, double> logs)
    {
    }

    /// <summary>Called after a training batch, by <see cref="OnTrainBatchEnd"/>.</summary>
    public virtual void OnBatchEnd(int batch, IDictionary<string, double> logs)
    {
    }

    /// <summary>Called before a training batch.</summary>
    public virtual void OnTrainBatchBegin(int batch, IDictionary<string, double> logs) => OnBatchBegin(batch, logs);

    /// <summary>Called after a training batch, with the means of the epoch so far.</summary>
    public virtual void OnTrainBatchEnd(int batch, IDictionary<string, double> logs) => OnBatchEnd(batch, logs);

    /// <summary>Called before evaluation, also within training.</summary>
    public virtual void OnTestBegin(IDictionary<string, double> logs)
    {
    }

    /// <summary>Called after evaluation.</summary>
    public virtual void OnTestEnd(IDictionary<string, double> logs)
    {
    }

    /// <summary>Called before a batch of evaluation.</summary>
    public virtual void OnTestBatchBegin(int batch, IDictionary<string, double> logs)
    {
    }

    /// <summary>Called after a batch of evaluation.</summary>
    public virtual void OnTestBatchEnd(int batch, IDictionary<string, double> logs)
    {
    }

    /// <summary>Called before prediction.</summary>
    public virtual void OnPredictBegin(IDictionary<string, double> logs)
    {
    }

    /// <summary>Called after prediction.</summary>
    public virtual void OnPredictEnd(IDictionary<string, double> logs)
    {
    }

    /// <summary>Called before a batch of prediction.</summary>
    public virtual void OnPredictBatchBegin(int batch, IDictionary<string, double> logs)
    {
    }

    /// <summary>Called after a batch of prediction.</summary>
    public virtual void OnPredictBatchEnd(int batch, IDictionary<string, double> logs)
    {
    }

    /// <summary>Called when training has ended, before the optimizer overwrites weights with their moving averages.</summary>
    internal virtual void OnLastStepTaken()
    {
    }
}
