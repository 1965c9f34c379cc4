using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp;

/// <summary>Shows and edits the weights of a file and writes them anew, as after a change of a model: <c>keras.saving.KerasFileEditor</c>.</summary>
/// <remarks>
/// Objects, such as layers, are named by their paths (<c>"layers/dense_2"</c>), or by their last names where no other object has the same; weights by what they are called in their object
/// (<c>"0"</c>, <c>"1"</c>). Weights are read into memory; the file itself is not changed.
/// </remarks>
public sealed class KerasFileEditor
{
    private readonly string _filepath;
    private readonly WeightsTree _tree;

    /// <summary>Opens a file.</summary>
    /// <param name="filepath">The file: its name ends in <c>.weights.h5</c> or <c>.keras</c>.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public KerasFileEditor(string filepath)
    {
        ArgumentNullException.ThrowIfNull(filepath);
        _filepath = filepath;
        if (filepath.EndsWith(".keras", StringComparison.OrdinalIgnoreCase))
        {
            using ByteSource? source = Directory.Exists(filepath) ? null : ByteSource.Open(filepath);
            using ModelMembers members = source is null ? new FolderMembers(filepath) : new ZipMembers(source);
            (Config, Metadata) = (ConfigFields.Json(members.Text(ModelMembers.Configuration), ModelMembers.Configuration), ConfigFields.Json(members.Text(ModelMembers.Metadata), ModelMembers.Metadata));
            using Hdf5File weights = Hdf5File.Open(members.Open(ModelMembers.Weights));
            _tree = WeightsTree.Read(weights.Root);
            return;
        }

        CheckEnding(filepath, "\".weights.h5\" or \".keras\"");
        using Hdf5File file = Hdf5File.Open(filepath);
        _tree = WeightsTree.Read(file.Root);
    }

    /// <summary>The config of the model in a <c>.keras</c> file; null of weights alone.</summary>
    public Config? Config { get; }

    /// <summary>When and by which Keras a <c>.keras</c> file was saved; null of weights alone.</summary>
    public Config? Metadata { get; }

    /// <summary>Shows objects and weights with their shapes and dtypes.</summary>
    /// <param name="printFn">What is given each line with its end; the console when not given.</param>
    public void Summary(Action<string>? printFn = null)
    {
        Action<string> print = printFn ?? Console.Out.Write;
        print($"Weights of '{_filepath}'{(Metadata?.GetValueOrDefault("keras_version") is string version ? $", saved by Keras {version}" : "")}\n");
        Show(_tree, "  ", print);
    }

    /// <summary>Compares the file, as edited, with a model: paths and shapes of weights, and of the optimizer's state where it has any.</summary>
    /// <param name="referenceModel">The model.</param>
    /// <param name="printFn">What is given each line with its end; the console when not given.</param>
    /// <returns>How much fits.</returns>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public FileComparison Compare(Model referenceModel, Action<string>? printFn = null)
    {
        ArgumentNullException.ThrowIfNull(referenceModel);
        referenceModel.CheckBuilt("compared");
        return new TreeComparison(printFn ?? Console.Out.Write).Run(_tree, WeightsTree.Of(referenceModel));
    }

    /// <summary>Gives an object another name.</summary>
    /// <param name="objectName">Its name or path.</param>
    /// <param name="newName">Its new last name.</param>
    /// <exception cref="ArgumentException">There is no such object, or several; or the new name is a path, or that of another object.</exception>
    public void RenameObject(string objectName, string newName)
    {
        (WeightsTree parent, string name) = Find(objectName);
        CheckNew(parent, newName, nameof(newName));
        int place = parent.Objects.IndexOf(name);
        WeightsTree renamed = parent.Objects[name];
        parent.Objects.RemoveAt(place);
        parent.Objects.Insert(place, newName, renamed);
    }

    /// <summary>Removes an object with all that is in it.</summary>
    /// <param name="objectName">Its name or path.</param>
    /// <exception cref="ArgumentException">There is no such object, or several.</exception>
    public void DeleteObject(string objectName)
    {
        (WeightsTree parent, string name) = Find(objectName);
        parent.Objects.Remove(name);
    }

    /// <summary>Adds an object.</summary>
    /// <param name="objectPath">Its path; the object that it is in must be there.</param>
    /// <param name="weights">Its weights by their names, usually <c>"0"</c>, <c>"1"</c>, ...</param>
    /// <exception cref="ArgumentException">There is no object that it would be in, or one of its name already; or a weight's name is a path.</exception>
    public void AddObject(string objectPath, IReadOnlyDictionary<string, Tensor> weights)
    {
        ArgumentNullException.ThrowIfNull(objectPath);
        int slash = objectPath.LastIndexOf('/');
        string name = objectPath[(slash + 1)..];
        WeightsTree parent = _tree;
        if (slash >= 0)
        {
            (WeightsTree above, string last) = Find(objectPath[..slash], isPath: true);
            parent = above.Objects[last];
        }

        CheckNew(parent, name, nameof(objectPath));
        var added = new WeightsTree();
        Add(added, objectPath, weights);
        parent.Objects.Add(name, added);
    }

    /// <summary>Removes a weight of an object.</summary>
    /// <param name="objectName">The object's name or path.</param>
    /// <param name="weightName">What the weight is called: <c>"0"</c>.</param>
    /// <exception cref="ArgumentException">There is no such object, or several, or no such weight.</exception>
    public void DeleteWeight(string objectName, string weightName)
    {
        ArgumentNullException.ThrowIfNull(weightName);
        (WeightsTree parent, string name) = Find(objectName);
        if (!parent.Objects[name].Weights.Remove(weightName))
        {
            throw new ArgumentException($"KerasFileEditor: the object '{objectName}' must have the weight. Received: weightName=\"{weightName}\". It has: {string.Join(", ", parent.Objects[name].Weights.Keys)}.", nameof(weightName));
        }
    }

    /// <summary>Adds weights to an object; one of a name that it has already takes its place.</summary>
    /// <param name="objectName">The object's name or path.</param>
    /// <param name="weights">The weights by their names.</param>
    /// <exception cref="ArgumentException">There is no such object, or several; or a weight's name is a path.</exception>
    public void AddWeights(string objectName, IReadOnlyDictionary<string, Tensor> weights)
    {
        (WeightsTree parent, string name) = Find(objectName);
        Add(parent.Objects[name], objectName, weights);
    }

    /// <summary>Writes the weights. An old file stays whole until the new one is.</summary>
    /// <param name="filepath">The file: its name ends in <c>.weights.h5</c>.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string filepath)
    {
        ArgumentNullException.ThrowIfNull(filepath);
        CheckEnding(filepath, "\".weights.h5\"");
        AtomicFile.Write(filepath, stream => Hdf5Writer.Write(stream, _tree.Lay()));
    }

    /// <summary><see cref="Save"/> under its older name.</summary>
    /// <param name="filepath">The file: its name ends in <c>.weights.h5</c>.</param>
    public void ResaveWeights(string filepath) => Save(filepath);

    private static void CheckEnding(string filepath, string endings)
    {
        if (!filepath.EndsWith(WeightsFile.Ending, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"KerasFileEditor: the name of the file must end in {endings}. Received: filepath=\"{filepath}\".", nameof(filepath));
        }
    }

    private static void CheckNew(WeightsTree parent, string name, string argument)
    {
        ArgumentNullException.ThrowIfNull(name, argument);
        if (!EntryNames.IsFileName(name) || parent.Objects.ContainsKey(name))
        {
            throw new ArgumentException(
                $"KerasFileEditor: the last name of an object must be a plain name, without \"/\", that no other object beside it has. Received: {argument}=\"{name}\". {(parent.Objects.ContainsKey(name) ? "Delete or rename the other one first." : "")}".TrimEnd(), argument);
        }
    }

    private static void Add(WeightsTree target, string objectName, IReadOnlyDictionary<string, Tensor> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.FirstOrDefault(item => !EntryNames.IsFileName(item.Key) || item.Value is not { IsConcrete: true }) is { Key: { } wrong })
        {
            throw new ArgumentException($"KerasFileEditor: weights of '{objectName}' must be tensors with values under plain names, usually \"0\", \"1\". Received: \"{wrong}\".", nameof(weights));
        }

        foreach ((string name, Tensor value) in weights)
        {
            target.Weights[name] = value;
        }
    }

    private static void Show(WeightsTree tree, string indent, Action<string> print)
    {
        foreach ((string name, Tensor weight) in tree.Weights)
        {
            print($"{indent}{name}: shape={weight.Shape}, dtype={weight.DType.Name()}\n");
        }

        foreach ((string name, WeightsTree inside) in tree.Objects.Where(item => !item.Value.IsEmpty))
        {
            print($"{indent}{name}{(inside.Name is null ? "" : $" ('{inside.Name}')")}\n");
            Show(inside, indent + "  ", print);
        }
    }

    private static IEnumerable<(WeightsTree Parent, string Name)> All(WeightsTree tree) =>
        tree.Objects.SelectMany(item => All(item.Value).Prepend((tree, item.Key)));

    /// <summary>The object of a path, or the only one of a last name, with the one that it is in.</summary>
    private (WeightsTree Parent, string Name) Find(string objectName, bool isPath = false)
    {
        ArgumentNullException.ThrowIfNull(objectName);
        if (!isPath && !objectName.Contains('/', StringComparison.Ordinal))
        {
            return All(_tree).Where(item => item.Name == objectName).Take(2).ToList() switch
            {
                [var one] => one,
                [] => throw NotThere(objectName),
                _ => throw new ArgumentException($"KerasFileEditor: a name must be that of one object. Received: \"{objectName}\", of several. Give the whole path, as \"layers/{objectName}\".", nameof(objectName)),
            };
        }

        string[] path = objectName.Split('/');
        WeightsTree at = _tree;
        foreach (string name in path[..^1])
        {
            at = at.Objects.GetValueOrDefault(name) ?? throw NotThere(objectName);
        }

        return at.Objects.ContainsKey(path[^1]) ? (at, path[^1]) : throw NotThere(objectName);
    }

    private static ArgumentException NotThere(string objectName) =>
        new($"KerasFileEditor: the file must have the object. Received: \"{objectName}\". Summary() lists all.", nameof(objectName));
}
