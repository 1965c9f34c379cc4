namespace KerasSharp.Saving.Hdf5;

/// <summary>A stored chunk.</summary>
/// <param name="At">Its place among the chunks along each axis.</param>
/// <param name="Address">Where it stands.</param>
/// <param name="Stored">Bytes that it takes there.</param>
/// <param name="Skipped">A bit for each filter that it did not go through.</param>
internal sealed record Chunk(long[] At, long Address, long Stored, uint Skipped);

/// <summary>Finds the chunks of a dataset in any kind of index (specification III.A, VII).</summary>
internal sealed class Chunks(Hdf5Context context, ChunkedLayout layout, long[] shape, long[] most, int chunkBytes, bool filtered)
{
    private const string What = "an index of chunks";
    private readonly int _rank = shape.Length;
    private readonly long[] _counts = [.. shape.Select((size, i) => (size + layout.Chunk[i] - 1) / layout.Chunk[i])];

    /// <summary>All stored chunks.</summary>
    public List<Chunk> Find()
    {
        if (layout.Address < 0)
        {
            return [];
        }

        List<Chunk> found = layout.Index switch
        {
            ChunkIndex.Tree => Tree(layout.Address),
            ChunkIndex.Single => [new Chunk(new long[_rank], layout.Address, layout.SingleSize < 0 ? chunkBytes : layout.SingleSize, layout.SingleSkipped)],
            ChunkIndex.Implicit => Numbered((n, _) => (layout.Address + (n * chunkBytes), chunkBytes, 0u), fixedOrder: true),
            ChunkIndex.FixedArray => FixedArray(),
            ChunkIndex.ExtensibleArray => new ExtensibleArray(context, layout.Address, filtered ? chunkBytes : -1) is var array ? Numbered((n, _) => array.Entry(n, chunkBytes), fixedOrder: false) : [],
            _ => BTree2.Records(context, layout.Address, Record),
        };
        if (found.Exists(c => c.At.Where((at, i) => at < 0 || at >= _counts[i]).Any()))
        {
            throw Hdf5Context.Damaged(What, "has a chunk outside the dataset");
        }

        return found.DistinctBy(c => string.Join(',', c.At)).Count() == found.Count ? found : throw Hdf5Context.Damaged(What, "has a chunk twice");
    }

    /// <summary>An entry of an array: an address, and for filtered chunks size and mask.</summary>
    internal static (long Address, long Stored, uint Skipped) Entry(Cursor cursor, Hdf5Context context, int entrySize, bool filtered, int chunkBytes)
    {
        long address = cursor.Address();
        return filtered ? (address, cursor.Unsigned(entrySize - context.OffsetSize - 4), cursor.U32()) : (address, chunkBytes, 0);
    }

    private List<Chunk> Tree(long address)
    {
        var found = new List<Chunk>();
        Visit(address, -1, []);
        return found;

        void Visit(long node, int level, HashSet<long> seen)
        {
            int entry = 8 + (8 * (_rank + 1)) + context.OffsetSize;
            Cursor head = context.At(node, 8 + (2 * context.OffsetSize), What);
            head.Expect("TREE"u8);
            int type = head.U8(), own = head.U8(), count = head.U16();
            if (type != 1 || own > 16 || (level >= 0 && own != level) || !seen.Add(node) || seen.Count > 1_000_000)
            {
                throw Hdf5Context.Damaged(What, $"has a node of type {type} and level {own}, or leads in circles");
            }

            Cursor body = context.At(node + 8 + (2 * context.OffsetSize), (long)count * entry, What);
            for (int i = 0; i < count; i++)
            {
                long stored = body.U32();
                uint skipped = body.U32();
                long[] at = [.. Enumerable.Range(0, _rank).Select(k => Scaled(body.Unsigned(8), k))];
                body.Skip(8);
                long child = body.Address();
                if (own > 0)
                {
                    Visit(child, own - 1, seen);
                }
                else
                {
                    found.Add(new Chunk(at, child, stored, skipped));
                }
            }
        }
    }

    private long Scaled(long offset, int axis) => offset % layout.Chunk[axis] == 0 ? offset / layout.Chunk[axis] : throw Hdf5Context.Damaged(What, "has a chunk between the chunks");

    private Chunk Record(int type, Cursor cursor)
    {
        long address = cursor.Address(), stored = chunkBytes;
        uint skipped = 0;
        if (type == 11)
        {
            stored = cursor.Unsigned(cursor.Count - context.OffsetSize - 4 - (8 * _rank));
            skipped = cursor.U32();
        }
        else if (type != 10)
        {
            throw Hdf5Context.Damaged(What, $"has records of the type {type}");
        }

        return new Chunk([.. Enumerable.Range(0, _rank).Select(_ => cursor.Unsigned(8))], address, stored, skipped);
    }

    private List<Chunk> FixedArray()
    {
        const string Array = "a fixed array";
        Cursor head = context.At(layout.Address, 8 + context.LengthSize + context.OffsetSize + 4, Array);
        head.Expect("FAHD"u8);
        head.Version(0, 0);
        bool withSizes = head.U8() == 1;
        int entry = head.U8(), pageBits = head.U8();
        long count = head.Size(), block = head.Address();
        head.Checksum();
        int prefix = 6 + context.OffsetSize;
        if (block < 0)
        {
            return [];
        }

        if (withSizes != filtered || entry < context.OffsetSize || entry > context.OffsetSize + 12 || pageBits > 30 || count > context.Length)
        {
            throw Hdf5Context.Damaged(Array, "has impossible sizes");
        }

        long page = 1L << pageBits, pages = count > page ? (count + page - 1) / page : 0;
        Cursor body = pages == 0
            ? context.At(block, prefix + (count * entry) + 4, Array)
            : context.At(block, prefix + ((pages + 7) / 8) + 4, Array);
        body.Expect("FADB"u8);
        body.Position = body.Count - 4;
        body.Checksum();
        if (pages == 0)
        {
            return Numbered((n, _) => n < count ? At(body, prefix + (n * entry)) : (-1, 0, 0), fixedOrder: true);
        }

        return Numbered(
            (n, _) =>
            {
                long which = n / page;
                bool written = n < count && (body.All[prefix + (int)(which / 8)] >> (7 - (int)(which % 8)) & 1) != 0;
                return written ? At(context.At(block + body.Count + (which * ((page * entry) + 4)) + (n % page * entry), entry, Array), 0) : (-1, 0, 0);
            },
            fixedOrder: true);

        (long Address, long Stored, uint Skipped) At(Cursor cursor, long position)
        {
            cursor.Position = (int)position;
            return Entry(cursor, context, entry, filtered, chunkBytes);
        }
    }

    /// <summary>The chunks of an array, by their numbers: row-major, for arrays that grow with the axis that grows first.</summary>
    private List<Chunk> Numbered(Func<long, long[], (long Address, long Stored, uint Skipped)> entry, bool fixedOrder)
    {
        long[] wide = [.. most.Select((size, i) => size < 0 ? _counts[i] : (size + layout.Chunk[i] - 1) / layout.Chunk[i])];
        int grows = fixedOrder ? -1 : Array.IndexOf(most, -1L);
        int[] order = grows < 0 ? [.. Enumerable.Range(0, _rank)] : [grows, .. Enumerable.Range(0, _rank).Where(i => i != grows)];
        var found = new List<Chunk>();
        long total = Dataspace.Count(_counts);
        if (total > context.Length)
        {
            throw Hdf5Context.Damaged(What, $"should have {total} chunks, more than the file has bytes");
        }

        long[] at = new long[_rank];
        for (long i = 0; i < total; i++)
        {
            long number = 0;
            foreach (int axis in order)
            {
                number = checked((number * wide[axis]) + at[axis]);
            }

            (long address, long stored, uint skipped) = entry(number, at);
            if (address >= 0)
            {
                found.Add(new Chunk((long[])at.Clone(), address, stored, skipped));
            }

            for (int axis = _rank - 1; axis >= 0 && ++at[axis] == _counts[axis]; axis--)
            {
                at[axis] = 0;
            }
        }

        return found;
    }
}
