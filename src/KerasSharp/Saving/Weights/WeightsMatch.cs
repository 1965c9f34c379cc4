using KerasSharp.Layers;

namespace KerasSharp.Saving;

/// <summary>Weights of a model and what a file has for them. All is checked before anything is set.</summary>
internal sealed class WeightsMatch
{
    private readonly List<(Variable Variable, StoredWeight? Stored)> _pairs = [];
    private readonly List<StoredWeight> _unexpected = [];
    private readonly List<(Variable State, Tensor Value)> _randomStates = [];
    private readonly List<Action> _oldStates = [];

    /// <summary>Puts a weight and what the file has for it together; null for nothing.</summary>
    public void Add(Variable variable, StoredWeight? stored) => _pairs.Add((variable, stored));

    /// <summary>Adds a weight of the file that the model does not have.</summary>
    public void AddUnexpected(StoredWeight stored) => _unexpected.Add(stored);

    /// <summary>Adds what older versions kept among the weights of a layer, where the layer knows it; false otherwise.</summary>
    public bool AddOldState(Layer? layer, params IReadOnlyList<StoredWeight> stored)
    {
        if (layer?.OldState(stored) is { } take)
        {
            _oldStates.Add(take);
            return true;
        }

        return false;
    }

    /// <summary>A model's weights by their places in a file.</summary>
    public static WeightsMatch ByPlace(Model model, WeightsSource source)
    {
        var match = new WeightsMatch();
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string path, _, Layer layer) in WeightsLayout.All(model).Where(at => at.Layer is PlaceholderLayer).ToList())
        {
            // What such a layer has is what the file has for it.
            ((PlaceholderLayer)layer).AdoptWeights(source.All().Where(stored => Inside(stored.Path, path) is not null).Select(stored => (Inside(stored.Path, path)!, stored.Read)));
        }

        foreach (WeightPlace place in WeightsLayout.Places(model))
        {
            StoredWeight? stored = source.Find(place);
            match.Add(place.Variable, stored);
            met.Add(stored?.Path ?? "");
        }

        foreach ((string path, _, Layer layer) in WeightsLayout.All(model))
        {
            match._randomStates.AddRange(source.RandomStates(path, layer));
        }

        Dictionary<string, Layer> bare = WeightsLayout.All(model).Where(at => at.Layer.FileVariables.Count == 0).ToDictionary(at => WeightPlace.PathOf(at.Path, 0), at => at.Layer, StringComparer.Ordinal);
        foreach (StoredWeight stored in source.All())
        {
            if (!met.Contains(stored.Path) && !match.AddOldState(bare.GetValueOrDefault(stored.Path.TrimStart('/')), stored) && !stored.Path.StartsWith(WeightsLayout.Optimizer + "/", StringComparison.Ordinal))
            {
                match.AddUnexpected(stored);
            }
        }

        return match;
    }

    /// <summary>Sets the weights that fit.</summary>
    /// <param name="owner">The model, for messages.</param>
    /// <param name="skipMismatch">Whether weights that do not fit are left out; an error otherwise.</param>
    /// <param name="isFresh">Whether the model is thrown away where reading fails, so that each weight may be set as soon as it is read.</param>
    /// <exception cref="ModelFormatException">A weight does not fit, or cannot be read; nothing is changed then.</exception>
    public WeightsReport Apply(string owner, bool skipMismatch, bool isFresh)
    {
        var fitting = _pairs.Where(pair => pair.Stored is not null && Fits(pair.Variable, pair.Stored)).ToList();
        var report = new WeightsReport(
            [.. fitting.Select(Entry)],
            [.. _pairs.Where(pair => pair.Stored is null).Select(Entry)],
            [.. _unexpected.Select(stored => new WeightsReportEntry(stored.Path, stored.Path, null, stored.TensorShape))],
            [.. _pairs.Where(pair => pair.Stored is not null && !Fits(pair.Variable, pair.Stored)).Select(Entry)]);
        if (!skipMismatch && !report.IsComplete)
        {
            throw new ModelFormatException(
                $"{owner}: the weights of the file do not fit the model: {report} The file belongs to another model, or to the same one built otherwise; LoadWeights(..., skipMismatch: true) takes what fits.");
        }

        if (isFresh)
        {
            fitting.ForEach(pair => pair.Variable.Assign(pair.Stored!.Read()));
        }
        else
        {
            foreach ((Variable variable, Tensor value) in fitting.Select(pair => (pair.Variable, pair.Stored!.Read())).ToList())
            {
                variable.Assign(value);
            }
        }

        _randomStates.ForEach(pair => pair.State.Assign(pair.Value));
        _oldStates.ForEach(take => take());
        return report;
    }

    /// <summary>The state of an optimizer that is built is taken where all of it fits; Keras warns otherwise, and goes on with a new one.</summary>
    public void AddOptimizer(Model model, WeightsSource source)
    {
        if (WeightsLayout.OptimizerOf(model) is not { } optimizer)
        {
            return;
        }

        List<(Variable Variable, StoredWeight? Stored)> state = [.. WeightsLayout.Places(optimizer).Select(place => (place.Variable, source.Find(place)))];
        if (state.TrueForAll(pair => pair.Stored is not null && Fits(pair.Variable, pair.Stored)) && source.Find(new WeightPlace(WeightsLayout.Optimizer, state.Count, optimizer.Name, state[0].Variable)) is null)
        {
            _pairs.AddRange(state);
        }
        else if (state.Exists(pair => pair.Stored is not null))
        {
            WarnOfOptimizer(model, optimizer);
        }
    }

    /// <summary>The path within a group; null for what stands elsewhere.</summary>
    private static string? Inside(string path, string group)
    {
        string inside = path.TrimStart('/');
        return inside.StartsWith(group + "/", StringComparison.Ordinal) ? inside[(group.Length + 1)..] : null;
    }

    /// <summary>Says that training begins with a new optimizer.</summary>
    public static void WarnOfOptimizer(Model model, Optimizer optimizer) =>
        Console.Error.WriteLine($"Warning: {model.Label}: the state of the optimizer in the file does not fit {optimizer.GetType().Name} '{optimizer.Name}', which goes on as it is. Compile the model as it was when the file was saved.");

    /// <summary>Whether a stored weight has the shape of a variable, and numbers that it can hold.</summary>
    public static bool Fits(Variable variable, StoredWeight stored) => stored.TensorShape == variable.Shape && (stored.DType == variable.DType
        || (stored.DType != DType.String && variable.DType != DType.String && stored.DType.IsFloating() == variable.DType.IsFloating()));

    private static WeightsReportEntry Entry((Variable Variable, StoredWeight? Stored) pair) => new(pair.Variable.Path, pair.Stored?.Path, pair.Variable.Shape, pair.Stored?.TensorShape);
}
