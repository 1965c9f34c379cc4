namespace KerasSharp.Saving.Hdf5;

/// <summary>A group or dataset: an object with attributes.</summary>
internal abstract class Hdf5Object
{
    private readonly Lazy<IReadOnlyDictionary<string, Hdf5Attribute>> _attributes;

    private protected Hdf5Object(Hdf5Context context, GlobalHeap heap, ObjectHeader header, string path)
    {
        (Context, Heap, Header, Path) = (context, heap, header, path);
        _attributes = new(ReadAttributes);
    }

    /// <summary>Names from the root on, joined with '/'.</summary>
    public string Path { get; }

    /// <summary>Where it stands in the file: what two links to one object have in common.</summary>
    public long Address => Header.Address;

    /// <summary>Attributes by name.</summary>
    public IReadOnlyDictionary<string, Hdf5Attribute> Attributes => _attributes.Value;

    private protected Hdf5Context Context { get; }

    private protected GlobalHeap Heap { get; }

    private protected ObjectHeader Header { get; }

    private Dictionary<string, Hdf5Attribute> ReadAttributes()
    {
        IEnumerable<byte[]> messages = Header.Messages.Where(m => m.Type == MessageType.Attribute)
            .Select(m => m.IsShared ? throw Hdf5Context.Unsupported($"an attribute of '{Path}' stands in another object") : m.Data);
        if (Header.Find(MessageType.AttributeInfo, "the attributes") is { } info)
        {
            info.Version(0, 0);
            info.Skip((info.U8() & 1) != 0 ? 2 : 0);
            long heap = info.Address(), tree = info.Address();
            if (heap >= 0 && tree >= 0)
            {
                var objects = new FractalHeap(Context, heap);
                messages = messages.Concat(BTree2.Records(Context, tree, (type, record) => type == 8 ? objects.Object(record.Part(8, "the ID of an attribute")) : throw Hdf5Context.Damaged("an index of attributes", $"has the type {type}")));
            }
        }

        var attributes = new Dictionary<string, Hdf5Attribute>(StringComparer.Ordinal);
        foreach (byte[] message in messages)
        {
            Hdf5Attribute attribute = Hdf5Attribute.Read(Context, Heap, message);
            if (!attributes.TryAdd(attribute.Name, attribute))
            {
                throw Hdf5Context.Damaged($"'{Path}'", $"has the attribute '{attribute.Name}' twice");
            }
        }

        return attributes;
    }
}

/// <summary>A group: objects by name. Only hard links are followed; a soft or external one is an error where its name is asked for.</summary>
internal sealed class Hdf5Group : Hdf5Object
{
    private readonly Lazy<Dictionary<string, Link>> _links;

    internal Hdf5Group(Hdf5Context context, GlobalHeap heap, ObjectHeader header, string path)
        : base(context, heap, header, path) => _links = new(() => Links.Read(context, header));

    /// <summary>Names of what is in it, sorted.</summary>
    public IReadOnlyList<string> Names => [.. _links.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether something has a name here.</summary>
    public bool Contains(string name) => _links.Value.ContainsKey(name);

    /// <summary>What has a name here; null where nothing has.</summary>
    public Hdf5Object? Find(string name)
    {
        if (!_links.Value.TryGetValue(name, out Link? link))
        {
            return null;
        }

        string path = Path.Length == 0 ? name : $"{Path}/{name}";
        if (link.Address < 0)
        {
            throw Hdf5Context.Unsupported($"'{path}' is {link.Kind}, which points to somewhere else");
        }

        ObjectHeader header = ObjectHeader.Read(Context, link.Address);
        return header.Messages.Exists(m => m.Type is MessageType.Layout or MessageType.Dataspace)
            ? new Hdf5Dataset(Context, Heap, header, path)
            : new Hdf5Group(Context, Heap, header, path);
    }

    /// <summary>The group of a name.</summary>
    /// <exception cref="ModelFormatException">There is none.</exception>
    public Hdf5Group Group(string name) => Find(name) as Hdf5Group ?? throw Missing("group", name);

    /// <summary>The group at the end of a path of names, joined with '/'.</summary>
    /// <exception cref="ModelFormatException">There is none.</exception>
    public Hdf5Group At(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(this, (at, name) => at.Group(name));

    /// <summary>The dataset of a name.</summary>
    /// <exception cref="ModelFormatException">There is none.</exception>
    public Hdf5Dataset Dataset(string name) => Find(name) as Hdf5Dataset ?? throw Missing("dataset", name);

    private ModelFormatException Missing(string kind, string name) => new($"HDF5: '{(Path.Length == 0 ? "/" : Path)}' must have a {kind} '{name}'. It has: {(Names.Count == 0 ? "nothing" : string.Join(", ", Names.Take(20)))}.");
}
