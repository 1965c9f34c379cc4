namespace KerasSharp.Saving.Hdf5;

/// <summary>Where a name of a group leads.</summary>
/// <param name="Address">Address of the object's header; -1 for links that are not followed.</param>
/// <param name="Kind">What the link is, for messages.</param>
internal sealed record Link(long Address, string Kind);

/// <summary>The links of a group, in any of the forms that they are stored in (specification IV.A.2.c, g, r; III.A, III.D).</summary>
internal static class Links
{
    private const int MostDepth = 16;

    public static Dictionary<string, Link> Read(Hdf5Context context, ObjectHeader header)
    {
        var links = new Dictionary<string, Link>(StringComparer.Ordinal);
        if (header.Find(MessageType.SymbolTable, "a symbol table") is { } table)
        {
            long tree = table.Address(), heap = table.Address();
            ReadTree(context, tree, ReadHeap(context, heap), links, [], -1);
        }

        foreach (HeaderMessage message in header.Messages.Where(m => m.Type == MessageType.Link))
        {
            Add(links, ReadLink(new Cursor(context, message.Data, "a link")));
        }

        if (header.Find(MessageType.LinkInfo, "the links") is { } info)
        {
            info.Version(0, 0);
            info.Skip((info.U8() & 1) != 0 ? 8 : 0);
            long heap = info.Address(), tree = info.Address();
            if (heap >= 0 && tree >= 0)
            {
                var objects = new FractalHeap(context, heap);
                foreach (byte[] link in BTree2.Records(context, tree, (type, record) => type == 5 ? objects.Object(SkipHash(record)) : throw Hdf5Context.Damaged("an index of links", $"has the type {type}")))
                {
                    Add(links, ReadLink(new Cursor(context, link, "a link")));
                }
            }
        }

        return links;
    }

    private static Cursor SkipHash(Cursor record)
    {
        record.Skip(4);
        return record;
    }

    private static void Add(Dictionary<string, Link> links, (string Name, Link Link) link)
    {
        if (!links.TryAdd(link.Name, link.Link))
        {
            throw Hdf5Context.Damaged("a group", $"has the name '{link.Name}' twice");
        }
    }

    private static (string Name, Link Link) ReadLink(Cursor cursor)
    {
        cursor.Version(1, 1);
        int flags = cursor.U8(), kind = (flags & 8) != 0 ? cursor.U8() : 0;
        cursor.Skip((flags & 4) != 0 ? 8 : 0);
        cursor.Skip((flags & 0x10) != 0 ? 1 : 0);
        long length = cursor.Unsigned(1 << (flags & 3));
        string name = cursor.Name((int)Math.Min(length, int.MaxValue));
        return (name, kind switch
        {
            0 => new Link(cursor.Address() is var address and >= 0 ? address : throw Hdf5Context.Damaged($"the link '{name}'", "leads nowhere"), "a hard link"),
            1 => new Link(-1, "a soft link"),
            64 => new Link(-1, "an external link"),
            _ => throw Hdf5Context.Unsupported($"'{name}' is a link of the kind {kind}"),
        });
    }

    private static Cursor ReadHeap(Hdf5Context context, long address)
    {
        Cursor head = context.At(address, 8 + (2 * context.LengthSize) + context.OffsetSize, "a local heap");
        head.Expect("HEAP"u8);
        head.Version(0, 0);
        head.Skip(3);
        long size = head.Size();
        head.Skip(context.LengthSize);
        return context.At(head.Address(), size, "a local heap");
    }

    private static void ReadTree(Hdf5Context context, long address, Cursor names, Dictionary<string, Link> links, HashSet<long> seen, int level)
    {
        const string What = "an index of names";
        if (!seen.Add(address) || seen.Count > 1_000_000)
        {
            throw Hdf5Context.Damaged(What, "leads in circles");
        }

        Cursor head = context.At(address, 8 + (2 * context.OffsetSize), What);
        head.Expect("TREE"u8);
        int type = head.U8(), own = head.U8(), count = head.U16();
        if (type != 0 || own > MostDepth || (level >= 0 && own != level))
        {
            throw Hdf5Context.Damaged(What, $"has a node of type {type} and level {own}");
        }

        Cursor body = context.At(address, 8 + (2L * context.OffsetSize) + ((long)count * (context.LengthSize + context.OffsetSize)), What);
        body.Position = 8 + (2 * context.OffsetSize);
        for (int i = 0; i < count; i++)
        {
            body.Skip(context.LengthSize);
            long child = body.Address();
            if (own > 0)
            {
                ReadTree(context, child, names, links, seen, own - 1);
            }
            else
            {
                ReadNode(context, child, names, links);
            }
        }
    }

    private static void ReadNode(Hdf5Context context, long address, Cursor names, Dictionary<string, Link> links)
    {
        const string What = "a table of names";
        Cursor head = context.At(address, 8, What);
        head.Expect("SNOD"u8);
        head.Version(1, 1);
        head.Skip(1);
        int count = head.U16(), entry = (2 * context.OffsetSize) + 24;
        Cursor body = context.At(address + 8, (long)count * entry, What);
        for (int i = 0; i < count; i++)
        {
            long name = body.Unsigned(context.OffsetSize), header = body.Address(), cache = body.U32();
            body.Skip(20);
            names.Position = name < names.Count ? (int)name : throw Hdf5Context.Damaged(What, "has a name outside its heap");
            Add(links, (names.NameToZero(), cache == 2 ? new Link(-1, "a soft link") : new Link(header, "a hard link")));
        }
    }
}
