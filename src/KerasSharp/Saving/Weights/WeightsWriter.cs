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
        foreach ((string path, _, Layer layer) in WeightsLayout.All(model))
        {
            RandomState.Write(Add(root, path, layer.Name, layer.OwnVariables), layer);
            foreach ((string field, string name) in layer.EmptyGroups)
            {
                Add(root, $"{path}/{field}", name, []);
            }
        }

        if (includeOptimizer && WeightsLayout.OptimizerOf(model) is { } optimizer)
        {
            Add(root, WeightsLayout.Optimizer, optimizer.Name, optimizer.Variables);
            if (optimizer is Optimizers.LossScaleOptimizer { InnerOptimizer: { } inner })
            {
                // Keras writes its state twice.
                Add(root, $"{WeightsLayout.Optimizer}/inner_optimizer", inner.Name, inner.Variables);
            }
        }

        return root;
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

    private static OutputGroup Add(OutputGroup root, string path, string name, IReadOnlyList<Variable> variables)
    {
        OutputGroup vars = root.Group(path).Group("vars");
        vars.Set("name", name);
        for (int i = 0; i < variables.Count; i++)
        {
            Add(vars, i.ToString(CultureInfo.InvariantCulture), variables[i]);
        }

        return vars;
    }
}
