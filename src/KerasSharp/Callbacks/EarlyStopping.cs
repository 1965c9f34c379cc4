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
    private readonly MonitoredMeasure _measure = new("EarlyStopping", monitor, mode, minDelta);
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
        (_wait, StoppedEpoch, _best, _bestEpoch, _bestWeights) = (0, 0, null, 0, null);
        _measure.Reset();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _measure.Resolve(Model);
        if (_measure.Find(logs, out string missing) is not { } current)
        {
            Console.Error.WriteLine(missing);
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
        if (_measure.IsBetter(current, _best))
        {
            (_best, _bestEpoch) = (current, epoch);
            _bestWeights = restoreBestWeights ? Model.GetWeights() : null;
            if (_measure.IsBetter(current, baseline))
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
}
