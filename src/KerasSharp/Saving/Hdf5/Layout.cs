namespace KerasSharp.Saving.Hdf5;

/// <summary>How the numbers of a dataset are stored (specification IV.A.2.i).</summary>
internal abstract record Layout
{
    private const int Compact = 0, Contiguous = 1, Chunked = 2, Virtual = 3;

    /// <summary>Reads a layout message.</summary>
    public static Layout Read(Cursor cursor)
    {
        int version = cursor.Version(1, 5);
        return version < 3 ? ReadOld(cursor) : cursor.U8() switch
        {
            Compact => new CompactLayout(cursor.Take(cursor.U16()).ToArray()),
            Contiguous => new ContiguousLayout(cursor.Address()),
            Chunked when version == 3 => ReadChunks(cursor),
            Chunked => ReadIndexed(cursor),
            Virtual => throw Hdf5Context.Unsupported("a virtual dataset, whose numbers stand in other files"),
            byte kind => throw Hdf5Context.Damaged("a dataset", $"has the layout {kind}"),
        };
    }

    private static Layout ReadOld(Cursor cursor)
    {
        int rank = Rank(cursor.U8()), kind = cursor.U8();
        cursor.Skip(5);
        long address = kind == Compact ? -1 : cursor.Address();
        long[] sizes = [.. Enumerable.Range(0, rank).Select(_ => (long)cursor.U32())];
        return kind switch
        {
            Compact => new CompactLayout(cursor.Take((int)Math.Min(cursor.U32(), int.MaxValue)).ToArray()),
            Contiguous => new ContiguousLayout(address),
            Chunked => new ChunkedLayout(sizes[..^1], ChunkIndex.Tree, address),
            _ => throw Hdf5Context.Damaged("a dataset", $"has the layout {kind}"),
        };
    }

    private static ChunkedLayout ReadChunks(Cursor cursor)
    {
        int rank = Rank(cursor.U8());
        long address = cursor.Address();
        return new ChunkedLayout([.. Enumerable.Range(0, rank - 1).Select(_ => (long)cursor.U32())], ChunkIndex.Tree, address);
    }

    private static ChunkedLayout ReadIndexed(Cursor cursor)
    {
        int flags = cursor.U8(), rank = Rank(cursor.U8()), bytes = cursor.U8();
        long[] sizes = [.. Enumerable.Range(0, rank).Select(_ => cursor.Unsigned(bytes))];
        var index = (ChunkIndex)cursor.U8();
        long stored = -1;
        uint skipped = 0;
        switch (index)
        {
            case ChunkIndex.Single when (flags & 2) != 0:
                (stored, skipped) = (cursor.Size(), cursor.U32());
                break;
            case ChunkIndex.FixedArray:
                cursor.Skip(1);
                break;
            case ChunkIndex.ExtensibleArray:
                cursor.Skip(5);
                break;
            case ChunkIndex.Tree2:
                cursor.Skip(6);
                break;
            case ChunkIndex.Single or ChunkIndex.Implicit:
                break;
            default:
                throw Hdf5Context.Damaged("a dataset", $"has chunks in an index of the kind {(int)index}");
        }

        return new ChunkedLayout(sizes[..^1], index, cursor.Address()) { SingleSize = stored, SingleSkipped = skipped };
    }

    private static int Rank(int rank) => rank is >= 1 and <= 33 ? rank : throw Hdf5Context.Damaged("a dataset", $"has chunks of {rank - 1} axes");
}

/// <summary>The numbers stand in the object's header.</summary>
internal sealed record CompactLayout(byte[] Data) : Layout;

/// <summary>The numbers stand in one piece; at no address where none were written.</summary>
internal sealed record ContiguousLayout(long Address) : Layout;

/// <summary>The numbers stand in pieces of one shape, which an index leads to.</summary>
internal sealed record ChunkedLayout(long[] Chunk, ChunkIndex Index, long Address) : Layout
{
    /// <summary>Stored bytes of a single chunk that is filtered; -1 where it is not.</summary>
    public long SingleSize { get; init; } = -1;

    /// <summary>A bit for each filter that a single chunk did not go through.</summary>
    public uint SingleSkipped { get; init; }
}

/// <summary>Kinds of indexes of chunks; those above 0 have the numbers of version 4 of the message.</summary>
internal enum ChunkIndex
{
    /// <summary>A B-tree of the first version.</summary>
    Tree = 0,

    /// <summary>There is one chunk.</summary>
    Single = 1,

    /// <summary>All chunks stand one after another.</summary>
    Implicit = 2,

    /// <summary>An array of as many entries as there are chunks.</summary>
    FixedArray = 3,

    /// <summary>An array that grows.</summary>
    ExtensibleArray = 4,

    /// <summary>A B-tree of the second version.</summary>
    Tree2 = 5,
}
