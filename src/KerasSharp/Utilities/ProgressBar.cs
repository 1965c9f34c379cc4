using System.Globalization;
using System.Text;

namespace KerasSharp.Utilities;

/// <summary>
/// Keras's progress bar (<c>keras.utils.Progbar</c>), to the byte: it writes to a <see cref="TextWriter"/> and reads the time from a
/// clock that it is given.
/// </summary>
/// <remarks>
/// On a terminal (<c>verbose = 1</c>) each update rewrites one line. Where the output goes to a file or a pipe, set
/// <c>plain</c>: one line at the end, without control characters, as <c>verbose = 2</c> writes it.
/// </remarks>
public sealed class ProgressBar
{
    private const string Bold = "\u001b[1m", Green = "\u001b[32m", White = "\u001b[37m", Reset = "\u001b[0m";

    private readonly TextWriter _output;
    private readonly Func<double> _clock;
    private readonly int _verbose;
    private readonly int _width;
    private readonly double _interval;
    private readonly string _unitName;
    private readonly HashSet<string> _stateful;
    private readonly OrderedDictionary<string, (double Sum, double Count)> _values = new(StringComparer.Ordinal);
    private readonly double _start;
    private double? _timeAfterFirstStep;
    private double _lastUpdate;
    private long _seen;
    private int _previousWidth;

    /// <summary>Creates a bar; its time starts now.</summary>
    /// <param name="target">Number of steps expected; null where unknown.</param>
    /// <param name="output">Where to write; null stands for the console.</param>
    /// <param name="clock">Seconds since any fixed moment; null stands for the machine's clock.</param>
    /// <param name="verbose">0 silent, 1 a bar, 2 one line at the end.</param>
    /// <param name="plain">Whether the output is no terminal, so that a bar becomes one line at the end.</param>
    /// <param name="statefulMetrics">Values shown as they are; all others are averaged over the steps.</param>
    /// <param name="unitName">Name of a step.</param>
    /// <param name="width">Cells of the bar.</param>
    /// <param name="interval">Seconds that must pass between two drawings.</param>
    public ProgressBar(
        long? target, TextWriter? output = null, Func<double>? clock = null, int verbose = 1, bool plain = false,
        IEnumerable<string>? statefulMetrics = null, string unitName = "step", int width = 20, double interval = 0.05)
    {
        Target = target;
        _output = output ?? Console.Out;
        _clock = clock ?? MachineClock;
        _verbose = verbose == 1 && plain ? 2 : verbose;
        _stateful = [.. statefulMetrics ?? []];
        _unitName = unitName;
        _width = width;
        _interval = interval;
        _start = _clock();
        _lastUpdate = double.NegativeInfinity;
    }

    /// <summary>Number of steps expected; null where unknown. May be set once it is known.</summary>
    public long? Target { get; set; }

    private bool HasTarget => Target > 0;

    /// <summary>Reports that steps have been done.</summary>
    /// <param name="current">Number of steps done.</param>
    /// <param name="values">Values of the last step, in the order of display.</param>
    /// <param name="finalize">Whether this is the last report; null means: when the target is reached.</param>
    public void Update(long current, IEnumerable<KeyValuePair<string, double>>? values = null, bool? finalize = null)
    {
        bool isLast = finalize ?? (Target is { } target && current >= target);
        foreach ((string name, double value) in values ?? [])
        {
            Collect(name, value, Math.Max(current - _seen, 1), isLast);
        }

        _seen = current;
        double now = _clock();
        double perStep = StepDuration(current, now);
        if (_verbose == 1)
        {
            if (now - _lastUpdate < _interval && !isLast)
            {
                return;
            }

            _output.Write(Line(current, now, perStep, isLast));
            _output.Flush();
        }
        else if (_verbose == 2 && isLast && HasTarget)
        {
            string metrics = string.Concat(_values.Select(v => $" - {v.Key}: {Format(Average(v.Value), signed: true)}"));
            _output.Write($"{Count(current)} - {Readable.Whole(now - _start)}s -{PerStep(perStep)}{metrics}\n");
            _output.Flush();
        }

        _lastUpdate = now;
    }

    /// <summary>Reports further steps.</summary>
    /// <param name="steps">Number of steps since the last report.</param>
    /// <param name="values">Values of the last step.</param>
    public void Add(long steps, IEnumerable<KeyValuePair<string, double>>? values = null) => Update(_seen + steps, values);

    private static double MachineClock() => System.Diagnostics.Stopwatch.GetTimestamp() / (double)System.Diagnostics.Stopwatch.Frequency;

    private static double Average((double Sum, double Count) value) => value.Sum / Math.Max(1, value.Count);

    /// <summary>Small numbers get an exponent. The one-line form tests the value itself, so that negative ones get it too: as Keras has it.</summary>
    private static string Format(double value, bool signed) =>
        (signed ? value : Math.Abs(value)) > 1e-3 ? Readable.Fixed4(value) : Readable.Exponent4(value);

    private static string Eta(double seconds)
    {
        long s = (long)seconds;
        return seconds > 3600 ? string.Create(CultureInfo.InvariantCulture, $"{s / 3600}:{s % 3600 / 60:00}:{s % 60:00}")
            : seconds > 60 ? string.Create(CultureInfo.InvariantCulture, $"{s / 60}:{s % 60:00}")
            : $"{s}s";
    }

    private string Line(long current, double now, double perStep, bool isLast)
    {
        StringBuilder bar = new();
        int invisible = 0;
        if (HasTarget)
        {
            int done = (int)(_width * ((double)current / Target!.Value));
            bar.Append(Bold).Append(Count(current)).Append(Reset).Append(' ');
            invisible += Bold.Length + Reset.Length;
            if (done > 0)
            {
                bar.Append(Green).Append('━', done).Append(Reset);
                invisible += Green.Length + Reset.Length;
            }

            bar.Append(White).Append('━', Math.Max(_width - done, 0)).Append(Reset);
            invisible += White.Length + Reset.Length;
        }
        else
        {
            bar.Append(CultureInfo.InvariantCulture, $"{current,7}/Unknown");
        }

        string time = HasTarget && !isLast ? Eta(perStep * (Target!.Value - current)) : Readable.Whole(now - _start) + "s";
        StringBuilder info = new($" {Bold}{time}{Reset}{PerStep(perStep)}");
        invisible += Bold.Length + Reset.Length;
        foreach ((string name, (double, double) value) in _values)
        {
            info.Append($" - {name}: {Format(Average(value), signed: false)}");
        }

        int width = bar.Length + info.Length - invisible;
        StringBuilder line = new();
        line.Append('\b', _previousWidth).Append('\r').Append(bar).Append(info).Append(' ', Math.Max(_previousWidth - width, 0));
        if (isLast)
        {
            line.Append('\n');
        }

        _previousWidth = width;
        return line.ToString();
    }

    private void Collect(string name, double value, double steps, bool isLast)
    {
        if (isLast || _stateful.Contains(name))
        {
            _values[name] = (value, 1);
            return;
        }

        (double sum, double count) = _values.GetValueOrDefault(name);
        _values[name] = (sum + (value * steps), count + steps);
    }

    private string Count(long current)
    {
        string target = Target!.Value.ToString(CultureInfo.InvariantCulture);
        return $"{current.ToString(CultureInfo.InvariantCulture).PadLeft(target.Length)}/{target}";
    }

    private string PerStep(double seconds) => seconds switch
    {
        >= 1 or 0 => $" {Readable.Whole(seconds)}s/{_unitName}",
        >= 1e-3 => $" {Readable.Whole(seconds * 1e3)}ms/{_unitName}",
        _ => $" {Readable.Whole(seconds * 1e6)}us/{_unitName}",
    };

    /// <summary>Seconds a step; the first step, which plans and warms up, is left out once there are more.</summary>
    private double StepDuration(long current, double now)
    {
        if (current == 0)
        {
            return 0;
        }

        double duration = _timeAfterFirstStep is { } first && current > 1 ? (now - first) / (current - 1) : (now - _start) / current;
        if (current == 1)
        {
            _timeAfterFirstStep = now;
        }

        return duration;
    }
}
