using KerasSharp.Utilities;

namespace KerasSharp.Callbacks;

/// <summary>Shows Keras's progress bar; one plain line for an epoch where the output is no terminal.</summary>
/// <param name="output">Where to write; null stands for the console.</param>
public sealed class ProgbarLogger(TextWriter? output = null) : Callback
{
    private const double Interval = 0.05;

    private ProgressBar? _bar;
    private int _seen;
    private int _verbose;
    private int? _steps;
    private bool _training;
    private long _lastShown;

    /// <inheritdoc/>
    public override bool ReadsBatchLogs => false;

    private bool Plain => output is null && Console.IsOutputRedirected;

    /// <inheritdoc/>
    public override void OnTrainBegin(IDictionary<string, double> logs) => _training = true;

    /// <inheritdoc/>
    public override void OnTrainEnd(IDictionary<string, double> logs) => _training = false;

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, IDictionary<string, double> logs)
    {
        Reset();
        int epochs = Params.TryGetValue("epochs", out object? value) && value is int n ? n : 1;
        if (_verbose > 0 && epochs > 1)
        {
            (output ?? Console.Out).Write($"Epoch {epoch + 1}/{epochs}\n");
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> logs) => Finish(logs);

    /// <inheritdoc/>
    public override void OnTestBegin(IDictionary<string, double> logs)
    {
        if (!_training)
        {
            Reset();
        }
    }

    /// <inheritdoc/>
    public override void OnTestEnd(IDictionary<string, double> logs)
    {
        if (!_training)
        {
            Finish(logs);
        }
    }

    /// <inheritdoc/>
    public override void OnPredictBegin(IDictionary<string, double> logs) => Reset();

    /// <inheritdoc/>
    public override void OnPredictEnd(IDictionary<string, double> logs) => Finish(logs);

    /// <summary>Shows a batch, if it is time.</summary>
    internal void BatchEnd(RunKind kind, int batch, Func<IDictionary<string, double>> logs)
    {
        if (_verbose == 0 || _bar is null || (_training && kind == RunKind.Test))
        {
            return;
        }

        _seen = batch + 1;
        if (_verbose != 1 || Plain)
        {
            return;
        }

        long now = System.Diagnostics.Stopwatch.GetTimestamp();
        if (_seen == 1 || System.Diagnostics.Stopwatch.GetElapsedTime(_lastShown, now).TotalSeconds >= Interval)
        {
            _lastShown = now;
            _bar.Update(_seen, logs(), finalize: false);
        }
    }

    private void Reset()
    {
        _verbose = Params.TryGetValue("verbose", out object? value) && value is int v ? v : 1;
        _steps = Params.TryGetValue("steps", out value) && value is int s ? s : null;
        _seen = 0;
        _lastShown = 0;
        _bar = _verbose == 0 ? null : new ProgressBar(_steps, output, verbose: _verbose, plain: Plain, statefulMetrics: null);
    }

    private void Finish(IDictionary<string, double> logs)
    {
        if (_bar is null)
        {
            return;
        }

        _bar.Target ??= _seen;
        _bar.Update(_bar.Target.Value, logs, finalize: true);
        _bar = null;
    }
}
