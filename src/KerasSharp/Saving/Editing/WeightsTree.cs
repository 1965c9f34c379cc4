using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>An object of a file of weights, such as a layer: its weights by their names, and the objects inside it.</summary>
internal sealed class WeightsTree
{
    private const string Vars = "vars", NameAttribute = "name";

    /// <summary>What the object was called when it was saved; null where the file does not say.</summary>
    public string? Name { get; set; }

    /// <summary>Its own weights: <c>0</c>, <c>1</c>, ...</summary>
    public OrderedDictionary<string, Tensor> Weights { get; } = new(StringComparer.Ordinal);

    /// <summary>The objects inside.</summary>
    public OrderedDictionary<string, WeightsTree> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether neither it nor anything inside has weights.</summary>
    public bool IsEmpty => Weights.Count == 0 && Objects.Values.All(inside => inside.IsEmpty);

    /// <summary>Reads a file in Keras 3's layout.</summary>
    /// <exception cref="ModelFormatException">It is damaged, or laid out in another way.</exception>
    public static WeightsTree Read(Hdf5Group root)
    {
        if (LegacyFile.WeightsOf(root) is not null)
        {
            throw new ModelFormatException("The file is of the format from before Keras 3, whose weights are not edited. Load the model and save it as .keras or .weights.h5.");
        }

        var tree = new WeightsTree();
        using var weights = new Hdf5Weights(root);
        foreach (StoredWeight stored in weights.All())
        {
            string[] parts = stored.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            string[] group = parts[..^1];
            WeightsTree at = tree.At(group is [.., Vars] ? group[..^1] : group);
            if (!at.Weights.TryAdd(parts[^1], stored.Read()))
            {
                throw new ModelFormatException($"The weight '{stored.Path}' stands in the file twice, within '{Vars}' and beside it.");
            }

            at.Name ??= root.At(string.Join('/', group)).Attributes.TryGetValue(NameAttribute, out Hdf5Attribute? name) && name.Type.DType == DType.String ? name.Text() : null;
        }

        return tree;
    }

    /// <summary>The weights of a model and the state of its optimizer.</summary>
    public static WeightsTree Of(Model model)
    {
        var tree = new WeightsTree();
        foreach (WeightsGroup group in WeightsWriter.Groups(model))
        {
            WeightsTree at = tree.At(group.Path.Split('/', StringSplitOptions.RemoveEmptyEntries));
            for (int i = 0; i < group.Variables.Count; i++)
            {
                at.Weights.Add(group.NameOf(i), group.Variables[i].Value);
            }
        }

        return tree;
    }

    /// <summary>Lays the tree out as Keras does.</summary>
    public OutputGroup Lay()
    {
        var root = new OutputGroup();
        root.Group(Vars);
        Lay(root, "");
        return root;
    }

    private void Lay(OutputGroup root, string path)
    {
        if (Weights.Count > 0)
        {
            OutputGroup vars = root.Group(WeightPlace.GroupOf(path));
            if (Name is not null)
            {
                vars.Set(NameAttribute, Name);
            }

            foreach ((string name, Tensor value) in Weights)
            {
                WeightsWriter.Add(vars, name, new Variable(value, name: name));
            }
        }

        foreach ((string name, WeightsTree inside) in Objects)
        {
            inside.Lay(root, path.Length == 0 ? name : $"{path}/{name}");
        }
    }

    private WeightsTree At(IEnumerable<string> path)
    {
        WeightsTree at = this;
        foreach (string name in path)
        {
            if (!at.Objects.TryGetValue(name, out WeightsTree? inside))
            {
                at.Objects.Add(name, inside = new WeightsTree());
            }

            at = inside;
        }

        return at;
    }
}
