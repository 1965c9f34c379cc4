using System.Globalization;
using KerasSharp.Layers;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>Lays the weights of a model and the state of its optimizer out as Keras's weight files have them.</summary>
internal static class WeightsWriter
{
    public static OutputGroup Lay(Model model, bool includeOptimizer = true)
    {
        var root = new OutputGroup();
        foreach (WeightsGroup group in Groups(model, includeOptimizer))
        {
            OutputGroup vars = Begin(root, group);
            for (int i = 0; i < group.Variables.Count; i++)
            {
                Add(root, vars, group, i);
            }
        }

        return root;
    }

    /// <summary>The groups of layers and of the optimizer.</summary>
    public static IEnumerable<WeightsGroup> Groups(Model model, bool includeOptimizer = true)
    {
        foreach ((string path, _, Layer layer) in WeightsLayout.All(model))
        {
            yield return new WeightsGroup(path, layer.Name, layer.FileVariables, layer);
            foreach ((string field, string name) in layer.EmptyGroups)
            {
                yield return new WeightsGroup($"{path}/{field}", name, []);
            }
        }

        if (includeOptimizer && WeightsLayout.OptimizerOf(model) is { } optimizer)
        {
            yield return new WeightsGroup(WeightsLayout.Optimizer, optimizer.Name, optimizer.Variables);
            if (optimizer is Optimizers.LossScaleOptimizer { InnerOptimizer: { } inner })
            {
                // Keras writes its state twice.
                yield return new WeightsGroup($"{WeightsLayout.Optimizer}/inner_optimizer", inner.Name, inner.Variables);
            }
        }
    }

    /// <summary>Makes the group of a layer's own weights, without them.</summary>
    public static OutputGroup Begin(OutputGroup root, WeightsGroup group)
    {
        OutputGroup vars = root.Group(WeightPlace.GroupOf(group.Path));
        vars.Set("name", group.Name);
        if (group.Layer is not null)
        {
            RandomState.Write(vars, group.Layer);
        }

        return vars;
    }

    /// <summary>Adds a weight of a group as a dataset.</summary>
    /// <param name="root">The group that the layout begins in.</param>
    /// <param name="vars">What <see cref="Begin"/> made.</param>
    /// <param name="group">The group.</param>
    /// <param name="index">Which of its weights.</param>
    public static void Add(OutputGroup root, OutputGroup vars, WeightsGroup group, int index)
    {
        // Most stand under their numbers; some have names, and a layer that keeps what a file had has it where it was there.
        string? within = group.Layer?.WeightPath(index);
        int slash = within?.LastIndexOf('/') ?? -1;
        OutputGroup place = within is null ? vars : root.Group($"{group.Path}/{(slash < 0 ? "" : within[..slash])}".Trim('/'));
        Add(place, group.NameOf(index), group.Variables[index]);
    }

    /// <summary>Adds a weight as a dataset. Keras says of a bfloat16 what it is, as other readers do not know it.</summary>
    public static void Add(OutputGroup group, string name, Variable variable)
    {
        OutputDataset dataset = group.Add(name, variable.Value);
        if (variable.DType == DType.BFloat16)
        {
            dataset.Set("dtype", "bfloat16");
        }
    }
}

/// <summary>A group of weights to be written.</summary>
/// <param name="Path">Its path, empty for that of the model itself.</param>
/// <param name="Name">What the layer or optimizer is called.</param>
/// <param name="Variables">Its weights.</param>
/// <param name="Layer">The layer; null where it is none.</param>
internal sealed record WeightsGroup(string Path, string Name, IReadOnlyList<Variable> Variables, Layer? Layer = null)
{
    /// <summary>What a weight is called in the file.</summary>
    public string NameOf(int index) => Layer?.WeightPath(index) is { } within ? within[(within.LastIndexOf('/') + 1)..] : index.ToString(CultureInfo.InvariantCulture);
}
