using KerasSharp.Layers;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>
/// Weights as Keras wrote them before version 3 and still does into <c>.h5</c> (keras/src/legacy/saving/legacy_h5_format.py): each layer has a group of its name with the paths of its
/// weights, trainable ones first.
/// </summary>
internal static class LegacyWeights
{
    private const string LayerNames = "layer_names", WeightNames = "weight_names", TopLevel = "top_level_model_weights", OptimizerWeights = "optimizer_weights";

    /// <summary>Bytes that Keras puts into one attribute; longer lists are split.</summary>
    private const int LargestAttribute = 64_512;

    /// <summary>Bytes of a text in an attribute: its length and its place.</summary>
    private const int TextBytes = 16;

    /// <summary>Whether a group holds such weights.</summary>
    public static bool IsIn(Hdf5Group group) => group.Attributes.ContainsKey(LayerNames) || group.Attributes.ContainsKey($"{LayerNames}0");

    /// <summary>The first layer that a file has weights for and a model does not have; null where there is none.</summary>
    public static string? StrangerOf(Model model, Hdf5Group group) => Names(group, LayerNames).FirstOrDefault(name => !model.Layers.Concat(model.Operations).Any(layer => layer.Name == name));

    /// <summary>A model's weights, layer by layer in their order, those without weights left out; or by the names of layers.</summary>
    /// <exception cref="ModelFormatException">The file has another number of layers with weights.</exception>
    public static WeightsMatch Match(Model model, Hdf5Group group, bool byName)
    {
        var match = new WeightsMatch();
        AdoptAll(model, group);
        List<(string Name, StoredWeight[] Weights)> saved = [.. Names(group, LayerNames).Select(name => (name, Stored(group.At(name)))).Where(item => item.Item2.Length > 0)];
        saved.RemoveAll(item => match.AddOldState(model.Layers.FirstOrDefault(layer => layer.Name == item.Name && Ordered(layer).Count == 0), item.Weights));
        List<Layer> layers = [.. model.Layers.Where(layer => Ordered(layer).Count > 0)];
        if (byName)
        {
            // What only one of both has is left out, as in Keras.
            Dictionary<string, StoredWeight[]> named = saved.DistinctBy(item => item.Name).ToDictionary(item => item.Name, item => item.Weights, StringComparer.Ordinal);
            foreach (Layer layer in layers)
            {
                if (named.TryGetValue(layer.Name, out StoredWeight[]? weights))
                {
                    Pair(match, Ordered(layer), weights);
                }
            }

            return match;
        }

        if (saved.Count != layers.Count)
        {
            throw new ModelFormatException(
                $"{model.Label}: it has {layers.Count} layers with weights ({Some(layers.Select(l => l.Name))}); the file has {saved.Count} ({Some(saved.Select(s => s.Name))}). LoadWeights(..., byName: true) takes those whose names agree.");
        }

        for (int i = 0; i < layers.Count; i++)
        {
            Pair(match, Ordered(layers[i]), saved[i].Weights);
        }

        Pair(match, model.OwnVariables, group.Find(TopLevel) is Hdf5Group top ? Stored(top) : []);
        return match;
    }

    /// <summary>Takes over the state of an optimizer where all of it fits.</summary>
    public static void LoadOptimizer(Model model, Optimizer optimizer, Hdf5Group root)
    {
        if (root.Find(OptimizerWeights) is not Hdf5Group group)
        {
            return;
        }

        StoredWeight[] stored = Stored(group);
        if (stored.Length != optimizer.Variables.Count || stored.Where((weight, i) => !WeightsMatch.Fits(optimizer.Variables[i], weight)).Any())
        {
            WeightsMatch.WarnOfOptimizer(model, optimizer);
            return;
        }

        var match = new WeightsMatch();
        Pair(match, optimizer.Variables, stored);
        match.Apply(model.Label, skipMismatch: false, isFresh: true);
    }

    /// <summary>Lays the weights of a model out in a group.</summary>
    public static void Lay(Model model, OutputGroup group)
    {
        SetNames(group, LayerNames, [.. model.Layers.Select(layer => layer.Name)]);
        group.SetBytes("backend", LegacyFile.Backend);
        group.SetBytes("keras_version", KerasArchive.Version);
        foreach (Layer layer in model.Layers)
        {
            Lay(Ordered(layer), group.Group(layer.Name));
        }

        Lay(model.OwnVariables, group.Group(TopLevel));
    }

    /// <summary>Lays the state of a model's optimizer out, where it has any.</summary>
    public static void LayOptimizer(Model model, OutputGroup root)
    {
        if (WeightsLayout.OptimizerOf(model) is { } optimizer)
        {
            Lay(optimizer.Variables, root.Group(OptimizerWeights));
        }
    }

    /// <summary>Names in an attribute, which is split where it is long: <c>weight_names0</c>, <c>weight_names1</c>, ...</summary>
    private static string[] Names(Hdf5Group group, string attribute)
    {
        if (group.Attributes.TryGetValue(attribute, out Hdf5Attribute? whole))
        {
            return whole.Type.DType == DType.String ? whole.Texts() : [];
        }

        var names = new List<string>();
        for (int i = 0; group.Attributes.TryGetValue($"{attribute}{i}", out Hdf5Attribute? part); i++)
        {
            names.AddRange(part.Texts());
        }

        return [.. names];
    }

    private static IReadOnlyList<Variable> Ordered(Layer layer) => [.. layer.TrainableWeights, .. layer.NonTrainableWeights];

    private static string Some(IEnumerable<string> names) => string.Join(", ", names.Take(10).Select(name => name.Length > 100 ? name[..100] + "..." : name));

    private static void Pair(WeightsMatch match, IReadOnlyList<Variable> variables, StoredWeight[] stored)
    {
        for (int i = 0; i < Math.Max(variables.Count, stored.Length); i++)
        {
            if (i < variables.Count)
            {
                match.Add(variables[i], i < stored.Length ? stored[i] : null);
            }
            else
            {
                match.AddUnexpected(stored[i]);
            }
        }
    }

    /// <summary>Gives layers that keep what a file has the weights of their names.</summary>
    private static void AdoptAll(Model model, Hdf5Group group)
    {
        string[] saved = Names(group, LayerNames);
        foreach (Layer layer in model.Layers.Where(layer => saved.Contains(layer.Name)))
        {
            foreach (PlaceholderLayer placeholder in WeightsLayout.All(layer).Select(at => at.Layer).OfType<PlaceholderLayer>())
            {
                Hdf5Group own = group.At(layer.Name);
                placeholder.AdoptNamedWeights(Names(own, WeightNames).Zip(Stored(own), (name, stored) => (name, stored.Read))
                    .Where(weight => placeholder == layer || $"/{weight.name}".Contains($"/{placeholder.Name}/", StringComparison.Ordinal)));
            }
        }
    }

    private static StoredWeight[] Stored(Hdf5Group group) => [.. Names(group, WeightNames).Select(name =>
    {
        int slash = name.LastIndexOf('/');
        return Hdf5Weights.Stored((slash < 0 ? group : group.At(name[..slash])).Dataset(name[(slash + 1)..]));
    })];

    private static void Lay(IReadOnlyList<Variable> variables, OutputGroup group)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (Variable variable in variables)
        {
            string path = variable.Path;
            for (int i = 1; !used.Add(path); i++)
            {
                path = $"{variable.Path}_{i}";
            }

            names.Add(path);
            int slash = path.LastIndexOf('/');
            WeightsWriter.Add(group.Group(slash < 0 ? "" : path[..slash]), path[(slash + 1)..], variable);
        }

        SetNames(group, WeightNames, names);
    }

    /// <summary>Attaches names, in as many equal parts as it takes for each to fit into an attribute.</summary>
    private static void SetNames(OutputGroup group, string attribute, IReadOnlyList<string> names)
    {
        int longest = names.Count == 0 ? 0 : Math.Max(TextBytes, names.Max(System.Text.Encoding.UTF8.GetByteCount)), parts = 1;
        while (((names.Count + parts - 1) / parts) * (long)longest > LargestAttribute)
        {
            parts++;
        }

        for (int part = 0, at = 0; part < parts; part++)
        {
            int count = (names.Count / parts) + (part < names.Count % parts ? 1 : 0);
            group.SetList(parts == 1 ? attribute : $"{attribute}{part}", [.. names.Skip(at).Take(count)]);
            at += count;
        }
    }
}
