namespace KerasSharp.Callbacks;

/// <summary>A measure that a callback watches, and which way it becomes better (keras/src/callbacks/monitor_callback.py).</summary>
/// <param name="owner">The callback, for messages.</param>
/// <param name="name">Name of the measure in the logs.</param>
/// <param name="mode"><c>"min"</c>, <c>"max"</c> or <c>"auto"</c>: less is better for a loss, else as the metric says.</param>
/// <param name="minDelta">A change by less than this is none.</param>
internal sealed class MonitoredMeasure(string owner, string name, string mode, double minDelta = 0)
{
    private readonly string _mode = mode is "auto" or "min" or "max" ? mode : throw new ArgumentException(
        $"{owner}: the mode must be \"auto\", \"min\" or \"max\". Received: mode=\"{mode}\".", nameof(mode));

    private readonly double _minDelta = Math.Abs(minDelta);
    private bool? _less;

    /// <summary>Name of the measure in the logs.</summary>
    public string Name => name;

    /// <summary>Forgets the direction: the model may have been compiled with other metrics.</summary>
    public void Reset() => _less = null;

    /// <summary>Finds out which way is better, where that is not known yet.</summary>
    /// <exception cref="ArgumentException">The mode is auto, and nobody knows.</exception>
    public void Resolve(Model model) => _less ??= IsLessBetter(model);

    /// <summary>The value in the logs; null with a sentence for a warning where there is none.</summary>
    public double? Find(IDictionary<string, double> logs, out string missing)
    {
        missing = "";
        if (logs.TryGetValue(name, out double value))
        {
            return value;
        }

        missing = $"{owner}: the measure '{name}' is not in the logs, which have: {string.Join(", ", logs.Keys)}.{Utilities.NearestName.Hint(name, logs.Keys)}";
        return null;
    }

    /// <summary>Whether a value is better than another; anything is better than none.</summary>
    public bool IsBetter(double value, double? reference) => reference is not { } other || (_less!.Value ? value < other - _minDelta : value > other + _minDelta);

    private bool IsLessBetter(Model model)
    {
        if (_mode != "auto")
        {
            return _mode == "min";
        }

        string key = name.StartsWith("val_", StringComparison.Ordinal) ? name[4..] : name;
        if (key == "loss" || key.EndsWith("_loss", StringComparison.Ordinal))
        {
            return true;
        }

        return model.DirectionOf(key) switch
        {
            "up" => false,
            "down" => true,
            _ => throw new ArgumentException($"{owner}: it is not known whether more or less of '{name}' is better. Received: mode=\"auto\". Pass mode: \"max\" or mode: \"min\"."),
        };
    }
}
