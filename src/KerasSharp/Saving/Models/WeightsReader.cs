using KerasSharp.Layers;
using KerasSharp.Models;
using KerasSharp.Saving.Hdf5;
using KerasSharp.Utilities;

namespace KerasSharp.Saving;

/// <summary>
/// Where weights stand in Keras's weight files (keras/src/saving/saving_lib.py): each layer has a group with its own variables in <c>vars</c>; layers of models stand in
/// <c>layers</c> under the names of their classes, numbered; others under the names of the fields that hold them.
/// </summary>
internal static class WeightsLayout
{
    /// <summary>All layers inside, at any depth, with the paths of their groups.</summary>
    public static IEnumerable<(string Path, Layer Layer)> All(Layer layer) =>
        Inside(layer).SelectMany(inner => All(inner.Layer).Select(deeper => ($"{inner.Path}/{deeper.Path}", deeper.Layer)).Prepend(inner));

    /// <summary>The layers directly inside with the paths of their groups.</summary>
    public static IEnumerable<(string Path, Layer Layer)> Inside(Layer layer)
    {
        bool isModel = layer is Model { Graph: not null } or Sequential;
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        IEnumerable<(string Name, Layer Layer)> inside = layer switch
        {
            Sequential sequential => sequential.AllLayers.Select(l => ("layers", l)),
            Model { Graph: { } graph } => graph.Layers.Select(l => ("layers", l)),
            _ => layer.NamedSublayers,
        };
        foreach ((string name, Layer inner) in inside)
        {
            // A list in a field: its name, then the class; numbered within the list.
            string path = isModel ? $"layers/{Naming.ToSnakeCase(inner.KerasName)}" : name;
            if (isModel || name.Contains('/', StringComparison.Ordinal))
            {
                int number = used.GetValueOrDefault(path);
                used[path] = number + 1;
                yield return (number == 0 ? path : $"{path}_{number}", inner);
            }
            else
            {
                yield return (path, inner);
            }
        }
    }
}

/// <summary>Sets the weights of a model from a weight file. Everything is checked before anything is changed.</summary>
internal sealed class WeightsReader
{
    private readonly List<(Variable Variable, Tensor Value)> _values = [];
    private readonly HashSet<Layer> _seen = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="ModelFormatException">A weight is missing, superfluous or of another shape.</exception>
    public static void Load(Model model, Hdf5Group root)
    {
        var reader = new WeightsReader();
        reader.Visit(model, root, model.Name);
        foreach ((Variable variable, Tensor value) in reader._values)
        {
            variable.Assign(value);
        }
    }

    private void Visit(Layer layer, Hdf5Group? group, string path)
    {
        if (!_seen.Add(layer))
        {
            return;
        }

        IReadOnlyList<Variable> own = layer.OwnVariables;
        Hdf5Group? vars = group?.Find("vars") as Hdf5Group;
        int stored = vars?.Names.Count ?? 0;
        if (stored != own.Count)
        {
            throw new ModelFormatException(
                $"The weights of '{path}': the layer has {own.Count} ({string.Join(", ", own.Select(v => $"{v.Name} {v.Shape}"))}), the file has {stored}. The file belongs to another model, or to the same one built otherwise.");
        }

        for (int i = 0; i < own.Count; i++)
        {
            Hdf5Dataset dataset = vars!.Dataset(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (!dataset.Shape.SequenceEqual(own[i].Shape.ToArray().Select(n => (long)n)))
            {
                throw new ModelFormatException($"The weight '{own[i].Path}' has the shape {own[i].Shape}; that of the file, '{dataset.Path}', has ({string.Join(", ", dataset.Shape)}).");
            }

            Tensor value = dataset.ReadTensor();
            if (value.DType == DType.String || (own[i].DType.IsFloating() && !value.DType.IsFloating()))
            {
                throw new ModelFormatException($"The weight '{own[i].Path}' holds {own[i].DType.Name()}; that of the file, '{dataset.Path}', holds {value.DType.Name()}.");
            }

            _values.Add((own[i], value));
        }

        foreach ((string inside, Layer inner) in WeightsLayout.Inside(layer))
        {
            Hdf5Group? at = group;
            foreach (string name in inside.Split('/'))
            {
                at = at?.Find(name) as Hdf5Group;
            }

            Visit(inner, at, $"{path}/{inner.Name}");
        }
    }
}

/// <summary>Lays the weights of a model out as a weight file has them.</summary>
internal static class WeightsWriter
{
    public static OutputGroup Lay(Model model)
    {
        var root = new OutputGroup();
        Visit(model, root, new HashSet<Layer>(ReferenceEqualityComparer.Instance));
        return root;
    }

    private static void Visit(Layer layer, OutputGroup group, HashSet<Layer> seen)
    {
        if (!seen.Add(layer))
        {
            return;
        }

        OutputGroup vars = group.Group("vars");
        vars.Set("name", layer.Name);
        IReadOnlyList<Variable> own = layer.OwnVariables;
        for (int i = 0; i < own.Count; i++)
        {
            vars.Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture), own[i].Value);
        }

        foreach ((string path, Layer inner) in WeightsLayout.Inside(layer))
        {
            Visit(inner, group.Group(path), seen);
        }
    }
}
