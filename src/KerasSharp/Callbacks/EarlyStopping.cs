namespace KerasSharp.Callbacks;

/// <summary>Stops training when a measure has not become better for some epochs.</summary>
/// <param name="monitor">Name of the measure in the logs.</param>
/// <param name="minDelta">A change by less than this is none.</param>
/// <param name="patience">How many epochs without improvement are allowed.</param>
/// <param name="verbose">1 to say so.</param>
/// <param name="mode"><c>"min"</c>, <c>"max"</c> or <c>"auto"</c>: less is better for a loss, else as the metric says.</param>
/// <param name="baseline">A value that has to be beaten.</param>
/// <param name="restoreBestWeights">Whether the weights of the best epoch come back at the end.</param>
/// <param name="startFromEpoch">Epochs to let pass first.</param>
public sealed class EarlyStopping(
    string monitor = "val_loss", double minDelta = 0, int patience = 0, int verbose = 0, string mode = "auto", double? baseline = null,
    bool restoreBestWeights = false, int startFromEpoch = 0) : Callback
{
    private readonly string _mode = mode is "auto" or "min" or "max" ? mode : throw new ArgumentException(
        $"EarlyStopping: the mode must be \"auto\", \"min\" or \"max\". Received: mode=\"{mode}\".", nameof(mode));

    private readonly double _minDelta = Math.Abs(minDelta);
    private bool? _less;
    private double? _best;
    private int _wait;
    private int _bestEpoch;
    private IReadOnlyList<Tensor>? _bestWeights;

    /// <summary>The epoch at which training was stopped, 0 where it was not.</summary>
    public int StoppedEpoch { get; private set; }

    /// <inheritdoc/>
    public override bool ReadsBatchLogs => false;

    /// <inheritdoc/>
    public override void OnTrainBegin(IDictionary<string, double> logs)
    {
        (_wait, StoppedEpoch, _best, _bestEpoch, _bestWeights, _less) = (0, 0, null, 0, null, null);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _less ??= IsLessBetter();
        if (!logs.TryGetValue(monitor, out double current))
        {
            Console.Error.WriteLine($"EarlyStopping: the measure '{monitor}' is not in the logs, which have: {string.Join(", ", logs.Keys)}.{Utilities.NearestName.Hint(monitor, logs.Keys)}");
            return;
        }

        if (epoch < startFromEpoch)
        {
            return;
        }

        if (restoreBestWeights && _bestWeights is null)
        {
            (_bestWeights, _bestEpoch) = (Model.GetWeights(), epoch);
        }

        _wait++;
        if (_best is null || IsBetter(current, _best.Value))
        {
            (_best, _bestEpoch) = (current, epoch);
            _bestWeights = restoreBestWeights ? Model.GetWeights() : null;
            if (baseline is null || IsBetter(current, baseline.Value))
            {
                _wait = 0;
            }

            return;
        }

        if (_wait >= patience && epoch > 0)
        {
            StoppedEpoch = epoch;
            Model.StopTraining = true;
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(IDictionary<string, double> logs)
    {
        if (StoppedEpoch > 0 && verbose > 0)
        {
            Console.WriteLine($"Epoch {StoppedEpoch + 1}: early stopping");
        }

        if (restoreBestWeights && _bestWeights is not null)
        {
            if (verbose > 0)
            {
                Console.WriteLine($"Restoring model weights from the end of the best epoch: {_bestEpoch + 1}.");
            }

            Model.SetWeights(_bestWeights);
        }
    }

    private bool IsBetter(double value, double reference) => _less!.Value ? value < reference - _minDelta : value > reference + _minDelta;

    private bool IsLessBetter()
    {
        if (_mode != "auto")
        {
            return _mode == "min";
        }

        string name = monitor.StartsWith("val_", StringComparison.Ordinal) ? monitor[4..] : monitor;
        if (name == "loss" || name.EndsWith("_loss", StringComparison.Ordinal))
        {
            return true;
        }

        return Model.DirectionOf(name) switch
        {
            "up" => false,
            "down" => true,
            _ => throw new ArgumentException($"EarlyStopping: it is not known whether more or less of '{monitor}' is better. Received: mode=\"auto\". Pass mode: \"max\" or mode: \"min\"."),
        };
    }
}
