namespace KerasSharp.Callbacks;

/// <summary>The callbacks of a run, called in order: those of the user, then history, then the progress bar.</summary>
internal sealed class CallbackList
{
    private static readonly IDictionary<string, double> Nothing = new Dictionary<string, double>();

    private readonly List<Callback> _callbacks;

    public CallbackList(IEnumerable<Callback>? callbacks, bool addHistory, bool addProgress, Model model, IReadOnlyDictionary<string, object?> parameters)
    {
        _callbacks = [.. callbacks ?? []];
        if (addHistory)
        {
            History = _callbacks.OfType<History>().FirstOrDefault();
            if (History is null)
            {
                _callbacks.Add(History = new History());
            }
        }

        if (addProgress && !_callbacks.OfType<ProgbarLogger>().Any())
        {
            _callbacks.Add(new ProgbarLogger());
        }

        foreach (Callback callback in _callbacks)
        {
            callback.Params = parameters;
            callback.Model = model;
        }

        ReadsBatchLogs = _callbacks.Exists(c => c.ReadsBatchLogs);
        HasBatchHooks = _callbacks.Exists(c => c is not KerasSharp.Callbacks.History);
    }

    public History? History { get; }

    /// <summary>Whether a callback looks at the logs of batches.</summary>
    public bool ReadsBatchLogs { get; }

    /// <summary>Whether anything would happen at batches.</summary>
    public bool HasBatchHooks { get; }

    public void TrainBegin() => _callbacks.ForEach(c => c.OnTrainBegin(Nothing));

    public void LastStepTaken() => _callbacks.ForEach(c => c.OnLastStepTaken());

    public void TrainEnd(IDictionary<string, double> logs) => _callbacks.ForEach(c => c.OnTrainEnd(logs));

    public void EpochBegin(int epoch) => _callbacks.ForEach(c => c.OnEpochBegin(epoch, Nothing));

    public void EpochEnd(int epoch, IDictionary<string, double> logs) => _callbacks.ForEach(c => c.OnEpochEnd(epoch, logs));

    public void BatchBegin(RunKind kind, int batch)
    {
        foreach (Callback callback in _callbacks)
        {
            switch (kind)
            {
                case RunKind.Train: callback.OnTrainBatchBegin(batch, Nothing); break;
                case RunKind.Test: callback.OnTestBatchBegin(batch, Nothing); break;
                default: callback.OnPredictBatchBegin(batch, Nothing); break;
            }
        }
    }

    /// <summary>Logs are only asked for where somebody looks at them.</summary>
    public void BatchEnd(RunKind kind, int batch, Func<IDictionary<string, double>> logs)
    {
        IDictionary<string, double>? read = null;
        foreach (Callback callback in _callbacks)
        {
            if (callback is ProgbarLogger bar)
            {
                bar.BatchEnd(kind, batch, logs);
                continue;
            }

            IDictionary<string, double> given = callback.ReadsBatchLogs ? read ??= logs() : Nothing;
            switch (kind)
            {
                case RunKind.Train: callback.OnTrainBatchEnd(batch, given); break;
                case RunKind.Test: callback.OnTestBatchEnd(batch, given); break;
                default: callback.OnPredictBatchEnd(batch, given); break;
            }
        }
    }

    public void TestBegin() => _callbacks.ForEach(c => c.OnTestBegin(Nothing));

    public void TestEnd(IDictionary<string, double> logs) => _callbacks.ForEach(c => c.OnTestEnd(logs));

    public void PredictBegin() => _callbacks.ForEach(c => c.OnPredictBegin(Nothing));

    public void PredictEnd() => _callbacks.ForEach(c => c.OnPredictEnd(Nothing));
}

/// <summary>What a run does.</summary>
internal enum RunKind
{
    /// <summary>Training.</summary>
    Train,

    /// <summary>Evaluation.</summary>
    Test,

    /// <summary>Prediction.</summary>
    Predict,
}
