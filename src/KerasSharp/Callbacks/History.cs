namespace KerasSharp.Callbacks;

/// <summary>What <c>Fit</c> returns: the logs of all epochs, by name.</summary>
public sealed class History : Callback
{
    private readonly OrderedDictionary<string, List<double>> _logs = new(StringComparer.Ordinal);

    private readonly List<int> _epochs = [];

    /// <summary>A value for each epoch, by name: <c>history["val_loss"][0]</c>.</summary>
    public IReadOnlyList<double> this[string name] => _logs.TryGetValue(name, out List<double>? values) ? values : throw new KeyNotFoundException(
        $"History: no epoch logged '{name}'. It has: {string.Join(", ", _logs.Keys)}.");

    /// <summary>The names logged, and a value for each epoch.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Logs => _logs.ToDictionary(e => e.Key, e => (IReadOnlyList<double>)e.Value, StringComparer.Ordinal);

    /// <summary>Numbers of the epochs.</summary>
    public IReadOnlyList<int> Epoch => _epochs;

    /// <inheritdoc/>
    public override bool ReadsBatchLogs => false;

    /// <inheritdoc/>
    public override void OnTrainBegin(IDictionary<string, double> logs)
    {
        _epochs.Clear();
        _logs.Clear();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _epochs.Add(epoch);
        foreach ((string key, double value) in logs)
        {
            if (!_logs.TryGetValue(key, out List<double>? values))
            {
                _logs[key] = values = [];
            }

            values.Add(value);
        }
    }
}
