using KerasSharp.Layers;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>
/// Whole models in HDF5, as Keras wrote them before version 3 and still does (keras/src/legacy/saving/legacy_h5_format.py): the config is an attribute, and each layer has a group of its
/// name with the paths of its weights, trainable ones first.
/// </summary>
internal static class LegacyFile
{
    /// <summary>Reads a model and its weights.</summary>
    public static Model Load(Hdf5File file)
    {
        if (!file.Root.Attributes.TryGetValue("model_config", out Hdf5Attribute? config))
        {
            throw new ModelFormatException("The file holds no model: it has no attribute 'model_config'. If it holds weights alone, make the model and call LoadWeights.");
        }

        Model model = Model.FromJson(config.Text());
        Hdf5Group weights = file.Root.Group("model_weights");
        if (Names(weights, "layer_names").FirstOrDefault(name => !model.Layers.Any(layer => layer.Name == name)) is { } stranger)
        {
            throw new ModelFormatException($"The file has weights for a layer that the model does not have: '{(stranger.Length > 100 ? stranger[..100] + "..." : stranger)}'.");
        }

        var values = new List<(Variable Variable, Tensor Value)>();
        foreach (Layer layer in model.Layers)
        {
            Read(layer.Name, [.. layer.TrainableWeights, .. layer.NonTrainableWeights], weights, values);
        }

        foreach ((Variable variable, Tensor value) in values)
        {
            variable.Assign(value);
        }

        return model;
    }

    private static void Read(string name, List<Variable> variables, Hdf5Group weights, List<(Variable Variable, Tensor Value)> values)
    {
        if (weights.Find(name) is not Hdf5Group group)
        {
            if (variables.Count > 0)
            {
                throw new ModelFormatException($"The layer '{name}' has {variables.Count} weights; the file has none of that name.");
            }

            return;
        }

        string[] names = Names(group, "weight_names");
        if (names.Length != variables.Count)
        {
            throw new ModelFormatException($"The layer '{name}' has {variables.Count} weights; the file has {names.Length}: {string.Join(", ", names.Take(10))}.");
        }

        for (int i = 0; i < names.Length; i++)
        {
            Hdf5Group at = group;
            string[] path = names[i].Split('/');
            foreach (string part in path[..^1])
            {
                at = at.Group(part);
            }

            Hdf5Dataset dataset = at.Dataset(path[^1]);
            if (!dataset.Shape.SequenceEqual(variables[i].Shape.ToArray().Select(n => (long)n)) || (variables[i].DType.IsFloating() && !dataset.Type.DType.IsFloating()))
            {
                throw new ModelFormatException(
                    $"The weight '{variables[i].Path}' holds {variables[i].DType.Name()} {variables[i].Shape}; that of the file, '{dataset.Path}', holds {dataset.Type.DType.Name()} ({string.Join(", ", dataset.Shape)}).");
            }

            values.Add((variables[i], dataset.ReadTensor()));
        }
    }

    /// <summary>An attribute of names, which is split where it is long: <c>weight_names0</c>, <c>weight_names1</c>, ...</summary>
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
}
