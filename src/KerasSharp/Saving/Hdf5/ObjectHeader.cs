namespace KerasSharp.Saving.Hdf5;

/// <summary>Kinds of header messages (specification IV.A.2).</summary>
internal enum MessageType
{
    Dataspace = 0x1,
    LinkInfo = 0x2,
    Datatype = 0x3,
    FillValueOld = 0x4,
    FillValue = 0x5,
    Link = 0x6,
    ExternalFiles = 0x7,
    Layout = 0x8,
    FilterPipeline = 0xB,
    Attribute = 0xC,
    Continuation = 0x10,
    SymbolTable = 0x11,
    AttributeInfo = 0x15,
}

/// <summary>One message of an object header.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Flags">Flags; bit 1: it stands in another object.</param>
/// <param name="Data">Its fields.</param>
internal sealed record HeaderMessage(MessageType Type, int Flags, byte[] Data)
{
    public bool IsShared => (Flags & 2) != 0;
}

/// <summary>The header of a group or dataset: all its messages, those in continuation blocks as well (specification IV.A.1).</summary>
internal sealed class ObjectHeader
{
    private const int MostMessages = 200_000;
    private const int MostBlocks = 10_000;
    private readonly Hdf5Context _context;
    private readonly List<(long Start, long End)> _blocks = [];

    private ObjectHeader(Hdf5Context context, long address)
    {
        (_context, Address) = (context, address);
        Cursor head = context.UpTo(address, 36, "an object header");
        if (head.All is [(byte)'O', (byte)'H', (byte)'D', (byte)'R', ..])
        {
            ReadSecond(head);
        }
        else
        {
            ReadFirst(head);
        }
    }

    public long Address { get; }

    public List<HeaderMessage> Messages { get; } = [];

    public static ObjectHeader Read(Hdf5Context context, long address) => new(context, address);

    /// <summary>A cursor at the only message of a kind.</summary>
    public Cursor? Find(MessageType type, string what)
    {
        HeaderMessage? found = Messages.FirstOrDefault(m => m.Type == type);
        return found is null ? null : found.IsShared && type != MessageType.Datatype
            ? throw Hdf5Context.Unsupported($"{what} stands in another object")
            : new Cursor(_context, found.Data, what);
    }

    /// <summary>The datatype, which may be one that stands in the file under a name of its own.</summary>
    public static Cursor Datatype(Hdf5Context context, byte[] data, bool shared)
    {
        var cursor = new Cursor(context, data, "a datatype");
        if (!shared)
        {
            return cursor;
        }

        int version = cursor.Version(1, 3), kind = cursor.U8();
        if (version == 1)
        {
            cursor.Skip(6);
        }

        if (version == 3 && kind != 2)
        {
            throw Hdf5Context.Unsupported("a datatype stands in a heap of shared messages");
        }

        HeaderMessage? named = Read(context, cursor.Address()).Messages.FirstOrDefault(m => m.Type == MessageType.Datatype && !m.IsShared);
        return new Cursor(context, named?.Data ?? throw Hdf5Context.Damaged("a datatype", "is named where there is none"), "a named datatype");
    }

    private void ReadFirst(Cursor head)
    {
        head.Version(1, 1);
        head.Skip(1);
        int count = head.U16();
        head.Skip(4);
        long size = head.U32();
        var blocks = new Queue<(long Address, long Size)>([(Address + 16, size)]);
        while (blocks.TryDequeue(out (long Address, long Size) block) && Messages.Count < count)
        {
            Cursor cursor = Block(block.Address, block.Size);
            while (cursor.Remaining >= 8 && Messages.Count < count)
            {
                int type = cursor.U16(), length = cursor.U16(), flags = cursor.U8();
                cursor.Skip(3);
                Add(type, flags, cursor.Take(length), blocks);
            }
        }
    }

    private void ReadSecond(Cursor head)
    {
        head.Expect("OHDR"u8);
        head.Version(2, 2);
        int flags = head.U8();
        head.Skip((flags & 0x20) != 0 ? 16 : 0);
        head.Skip((flags & 0x10) != 0 ? 4 : 0);
        long size = head.Unsigned(1 << (flags & 3));
        int before = head.Position, order = (flags & 4) != 0 ? 2 : 0;
        var blocks = new Queue<(long Address, long Size)>();
        ReadMessages(Block(Address, checked(before + size + 4)), before, order, blocks);
        while (blocks.TryDequeue(out (long Address, long Size) block))
        {
            Cursor cursor = Block(block.Address, block.Size);
            cursor.Expect("OCHK"u8);
            ReadMessages(cursor, 4, order, blocks);
        }
    }

    private void ReadMessages(Cursor cursor, int start, int order, Queue<(long Address, long Size)> blocks)
    {
        cursor.Position = cursor.Count - 4;
        cursor.Checksum();
        cursor.Position = start;
        while (cursor.Remaining >= 4 + 4 + order)
        {
            int type = cursor.U8(), length = cursor.U16(), flags = cursor.U8();
            cursor.Skip(order);
            if (length > cursor.Remaining - 4)
            {
                throw Hdf5Context.Damaged("an object header", $"has a message of {length} bytes where {cursor.Remaining - 4} are left");
            }

            Add(type, flags, cursor.Take(length), blocks);
        }
    }

    private void Add(int type, int flags, ReadOnlySpan<byte> data, Queue<(long Address, long Size)> blocks)
    {
        if (type == (int)MessageType.Continuation)
        {
            var cursor = new Cursor(_context, data.ToArray(), "a continuation message");
            blocks.Enqueue((cursor.Address(), cursor.Size()));
        }

        Messages.Add(new HeaderMessage((MessageType)type, flags, data.ToArray()));
        if (Messages.Count > MostMessages)
        {
            throw Hdf5Context.Damaged("an object header", $"has more than {MostMessages} messages");
        }
    }

    /// <summary>A block of messages, which must not overlap one that was read: that would lead in circles.</summary>
    private Cursor Block(long address, long size)
    {
        Cursor cursor = _context.At(address, size, "a block of an object header");
        if (_blocks.Count == MostBlocks || _blocks.Exists(b => address < b.End && address + size > b.Start))
        {
            throw Hdf5Context.Damaged("an object header", "continues in itself, or without end");
        }

        _blocks.Add((address, address + size));
        return cursor;
    }
}
