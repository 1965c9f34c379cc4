namespace KerasSharp.Saving.Hdf5;

/// <summary>What a file is to hold: groups and datasets with attributes, made before anything is written.</summary>
internal abstract class OutputObject
{
    /// <summary>Attributes in the order in which they are written.</summary>
    public List<(string Name, OutputValue Value)> Attributes { get; } = [];

    /// <summary>Attaches a text.</summary>
    public void Set(string name, string text) => Attributes.Add((name, new OutputValue(DType.String, null, [text], null)));

    /// <summary>Attaches a text as h5py attaches Python's <c>bytes</c>, which legacy files have.</summary>
    public void SetBytes(string name, string text) => Attributes.Add((name, new OutputValue(DType.String, null, [text], null) { IsBytes = true }));

    /// <summary>Attaches a list of names as h5py does: an empty one is one of no numbers.</summary>
    public void SetList(string name, IReadOnlyList<string> texts) => Attributes.Add((name, texts.Count == 0
        ? new OutputValue(DType.Float64, [0], null, Tensor.Allocate(Shape.Of(0), DType.Float64))
        : new OutputValue(DType.String, [texts.Count], [.. texts], null) { IsBytes = true }));

    /// <summary>Attaches a number or a tensor of numbers.</summary>
    public void Set(string name, Tensor value) => Attributes.Add((name, new OutputValue(value.DType, [.. value.Shape.Span.ToArray().Select(n => (long)n)], null, value)));
}

/// <summary>A group to be written.</summary>
internal sealed class OutputGroup : OutputObject
{
    /// <summary>What is in it, in the order of the names' bytes, as the format wants it.</summary>
    public SortedDictionary<string, OutputObject> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>The group of a name or path, made where it is not there.</summary>
    /// <exception cref="InvalidOperationException">A dataset has the name.</exception>
    public OutputGroup Group(string path)
    {
        OutputGroup at = this;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!at.Children.TryGetValue(name, out OutputObject? child))
            {
                at.Children[name] = child = new OutputGroup();
            }

            at = child as OutputGroup ?? throw new InvalidOperationException($"HDF5: '{name}' of '{path}' is a dataset already, and cannot be a group.");
        }

        return at;
    }

    /// <summary>Adds a dataset of a tensor's numbers or texts.</summary>
    public OutputDataset Add(string name, Tensor value)
    {
        var dataset = new OutputDataset(value);
        Children.Add(name, dataset);
        return dataset;
    }
}

/// <summary>A dataset to be written.</summary>
internal sealed class OutputDataset(Tensor value) : OutputObject
{
    /// <summary>Its numbers or texts.</summary>
    public Tensor Value => value;
}

/// <summary>The value of an attribute to be written.</summary>
/// <param name="DType">What its elements are.</param>
/// <param name="Shape">Its shape; null for a single value.</param>
/// <param name="Texts">Its texts.</param>
/// <param name="Numbers">Its numbers.</param>
internal sealed record OutputValue(DType DType, long[]? Shape, string[]? Texts, Tensor? Numbers)
{
    /// <summary>Whether texts are marked as bytes (the character set ASCII, which h5py gives Python's <c>bytes</c>) instead of UTF-8.</summary>
    public bool IsBytes { get; init; }
}
