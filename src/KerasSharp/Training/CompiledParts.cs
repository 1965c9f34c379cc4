using KerasSharp.Metrics;
using KerasSharp.Primitives;

namespace KerasSharp.Training;

/// <summary>The losses and metrics of <c>Compile</c>, tied to the outputs of a model once its shapes are known.</summary>
internal sealed class CompiledParts
{
    private readonly Loss?[] _losses;
    private readonly double[] _weights;
    private readonly Mean?[] _lossTrackers;
    private readonly List<Metric>[] _metrics;
    private readonly List<Metric>[] _weighted;

    public CompiledParts(CompileOptions options, IReadOnlyList<string> outputs, Shape[] yTrue, Shape[] yPred, string owner)
    {
        int count = yPred.Length;
        _losses = new Loss?[count];
        _lossTrackers = new Mean?[count];
        _metrics = new List<Metric>[count];
        _weighted = new List<Metric>[count];
        _weights = Weights(options.LossWeights, outputs, owner);
        LossArgument?[] losses = Spread(options.Loss, l => l.Items, l => l.Names, outputs, "loss", owner);
        MetricArgument?[] metrics = SpreadMetrics(options.Metrics, outputs, owner), weighted = SpreadMetrics(options.WeightedMetrics, outputs, owner);
        for (int i = 0; i < count; i++)
        {
            Shape labels = i < yTrue.Length ? yTrue[i] : yPred[i];
            _losses[i] = losses[i] is { } l ? l.Loss ?? Shorthand.ToLoss(l.Identifier!, labels, yPred[i]) : null;
            _metrics[i] = Make(metrics[i], labels, yPred[i]);
            _weighted[i] = Make(weighted[i], labels, yPred[i]);
        }

        bool several = _losses.Count(l => l is not null) > 1;
        for (int i = 0; i < count; i++)
        {
            _lossTrackers[i] = several && _losses[i] is not null ? new Mean($"{outputs[i]}_loss") : null;
        }

        NameMetrics(outputs);
    }

    /// <summary>The loss of all outputs, before penalties: a Mean over the epoch.</summary>
    public Mean LossTracker { get; } = new("loss");

    public bool HasLoss => _losses.Any(l => l is not null);

    public IReadOnlyList<Loss?> Losses => _losses;

    /// <summary>Everything that is reported, with its key, in Keras's order.</summary>
    public List<(string Key, Metric Metric)> Reported { get; } = [];

    public IEnumerable<Metric> All => Reported.Select(r => r.Metric);

    /// <summary>The loss of a batch, penalties included; trackers take it into account.</summary>
    public Tensor ComputeLoss(Tensor[] yTrue, Tensor[] yPred, Tensor?[] sampleWeights, IReadOnlyList<Tensor> penalties)
    {
        Tensor? total = null;
        int batch = yPred[0].Shape[0];
        for (int i = 0; i < _losses.Length; i++)
        {
            if (_losses[i] is { } loss)
            {
                Tensor value = loss.Apply(yTrue[i], yPred[i], Of(sampleWeights, i));
                value = value.Rank == 0 ? value : Prim.Divide(Prim.ReduceSum(value), value.Count);
                _lossTrackers[i]?.UpdateMean(value, batch);
                value = _weights[i] == 1 ? value : Prim.Multiply(value, _weights[i]);
                total = total is null ? value : Prim.Add(total, value);
            }
        }

        foreach (Tensor penalty in penalties)
        {
            Tensor value = penalty.Rank == 0 ? penalty : Prim.Divide(Prim.ReduceSum(penalty), penalty.Count);
            total = total is null ? value : Prim.Add(total, Prim.Convert(value, total.DType));
        }

        total ??= Prim.Scalar(0, DType.Float32);
        LossTracker.UpdateMean(total, batch);
        return total;
    }

    public void UpdateMetrics(Tensor[] yTrue, Tensor[] yPred, Tensor?[] sampleWeights)
    {
        for (int i = 0; i < _metrics.Length && i < yTrue.Length; i++)
        {
            foreach (Metric metric in _metrics[i])
            {
                metric.UpdateState(yTrue[i], yPred[i]);
            }

            foreach (Metric metric in _weighted[i])
            {
                metric.UpdateState(yTrue[i], yPred[i], Of(sampleWeights, i));
            }
        }
    }

    private static Tensor? Of(Tensor?[] weights, int i) => weights.Length == 0 ? null : weights.Length == 1 ? weights[0] : weights[i];

    private static List<Metric> Make(MetricArgument? argument, Shape yTrue, Shape yPred) => argument is null ? []
        : argument.Items is { } items ? [.. items.SelectMany(item => Make(item, yTrue, yPred))]
        : [argument.Metric ?? Shorthand.ToMetric(argument.Identifier!, yTrue, yPred)];

    private static double[] Weights(IReadOnlyDictionary<string, double>? given, IReadOnlyList<string> outputs, string owner)
    {
        if (given?.Keys.FirstOrDefault(key => !outputs.Contains(key) && !int.TryParse(key, out _)) is { } unknown)
        {
            throw new ArgumentException($"{owner}: lossWeights must name outputs: {string.Join(", ", outputs)}. Received: '{unknown}'.", nameof(given));
        }

        return [.. outputs.Select((name, i) => given is null ? 1 : given.TryGetValue(name, out double w) || given.TryGetValue(i.ToString(System.Globalization.CultureInfo.InvariantCulture), out w) ? w : 1)];
    }

    private static MetricArgument?[] SpreadMetrics(MetricArgument? argument, IReadOnlyList<string> outputs, string owner)
    {
        // For one output a flat list holds its metrics; for several a list has one entry each.
        return argument is null ? new MetricArgument?[outputs.Count]
            : outputs.Count == 1 && argument.Names is null ? [argument]
            : Spread(argument, m => m.Items, m => m.Names, outputs, "metrics", owner);
    }

    private static T?[] Spread<T>(T? argument, Func<T, IReadOnlyList<T?>?> itemsOf, Func<T, IReadOnlyList<string>?> namesOf, IReadOnlyList<string> outputs, string what, string owner)
        where T : class
    {
        var spread = new T?[outputs.Count];
        if (argument is null)
        {
            return spread;
        }

        IReadOnlyList<T?>? items = itemsOf(argument);
        if (items is null)
        {
            Array.Fill(spread, argument);
            return spread;
        }

        if (namesOf(argument) is { } names)
        {
            for (int i = 0; i < names.Count; i++)
            {
                int at = outputs.ToList().IndexOf(names[i]);
                spread[at >= 0 ? at : throw new ArgumentException(
                    $"{owner}: {what} must name outputs: {string.Join(", ", outputs)}. Received: '{names[i]}'.{Utilities.NearestName.Hint(names[i], outputs)}", what)] = items[i];
            }

            return spread;
        }

        return items.Count == outputs.Count ? [.. items] : throw new ArgumentException(
            $"{owner}: {what} must have one entry for each of the {outputs.Count} outputs ({string.Join(", ", outputs)}). Received: {items.Count}.", what);
    }

    private void NameMetrics(IReadOnlyList<string> outputs)
    {
        Reported.Add(("loss", LossTracker));
        var used = new HashSet<string>(StringComparer.Ordinal) { "loss" };
        for (int i = 0; i < outputs.Count; i++)
        {
            if (_lossTrackers[i] is { } tracker)
            {
                Add(tracker.Name, tracker, weighted: false);
            }
        }

        for (int i = 0; i < outputs.Count; i++)
        {
            string prefix = outputs.Count > 1 ? outputs[i] + "_" : "";
            foreach (Metric metric in _metrics[i])
            {
                Add(prefix + metric.Name, metric, weighted: false);
            }

            foreach (Metric metric in _weighted[i])
            {
                Add(prefix + metric.Name, metric, weighted: true);
            }
        }

        void Add(string key, Metric metric, bool weighted)
        {
            string name = weighted && used.Contains(key) ? "weighted_" + key : key;
            string unique = name;
            for (int k = 1; !used.Add(unique); k++)
            {
                unique = $"{name}_{k}";
            }

            Reported.Add((unique, metric));
        }
    }
}

/// <summary>What <c>Compile</c> was given.</summary>
internal sealed record CompileOptions(
    Optimizer Optimizer, LossArgument? Loss, IReadOnlyDictionary<string, double>? LossWeights, MetricArgument? Metrics, MetricArgument? WeightedMetrics,
    bool RunEagerly, int StepsPerExecution)
{
    /// <summary>Whether the model of a file ran eagerly, as all of Keras on PyTorch do; it is written again, and changes nothing else.</summary>
    public bool RanEagerly { get; init; }
}
