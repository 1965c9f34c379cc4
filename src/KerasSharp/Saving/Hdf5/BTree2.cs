namespace KerasSharp.Saving.Hdf5;

/// <summary>A B-tree of the second version (specification III.A.2): all its records, in order.</summary>
internal static class BTree2
{
    /// <summary>Reads the records of a tree.</summary>
    /// <param name="context">The file.</param>
    /// <param name="address">Address of the tree's header.</param>
    /// <param name="read">Reads a record, given the tree's type and the cursor at it.</param>
    public static List<T> Records<T>(Hdf5Context context, long address, Func<int, Cursor, T> read)
    {
        const string What = "a B-tree";
        Cursor head = context.At(address, 4 + 1 + 1 + 4 + 2 + 2 + 1 + 1 + context.OffsetSize + 2 + context.LengthSize + 4, What);
        head.Expect("BTHD"u8);
        head.Version(0, 0);
        int type = head.U8();
        long nodeSize = head.U32();
        int recordSize = head.U16(), depth = head.U16();
        head.Skip(2);
        long root = head.Address();
        int count = head.U16();
        head.Skip(context.LengthSize);
        head.Checksum();
        if (recordSize == 0 || nodeSize < 16 || depth > 16)
        {
            throw Hdf5Context.Damaged(What, $"has nodes of {nodeSize} bytes, records of {recordSize}, and a depth of {depth}");
        }

        var tree = new Tree<T>(context, type, nodeSize, recordSize, depth, read);
        if (root >= 0 && count > 0)
        {
            tree.Visit(root, count, depth);
        }

        return tree.Records;
    }

    private sealed class Tree<T>
    {
        private readonly Hdf5Context _context;
        private readonly int _type, _recordSize;
        private readonly long _nodeSize;
        private readonly Func<int, Cursor, T> _read;
        private readonly HashSet<long> _seen = [];

        /// <summary>Bytes of the number of records in a child, and in all below it, by depth.</summary>
        private readonly int[] _countBytes, _totalBytes;

        public Tree(Hdf5Context context, int type, long nodeSize, int recordSize, int depth, Func<int, Cursor, T> read)
        {
            (_context, _type, _nodeSize, _recordSize, _read) = (context, type, nodeSize, recordSize, read);
            _countBytes = new int[depth + 1];
            _totalBytes = new int[depth + 1];
            long most = (nodeSize - 10) / recordSize, total = most;
            for (int level = 0; level <= depth; level++)
            {
                // What a node of this level can hold, as the pointers of the level above count it.
                _countBytes[level] = BytesFor(most);
                _totalBytes[level] = level == 0 ? 0 : BytesFor(total);
                int pointer = context.OffsetSize + _countBytes[0] + (level == 0 ? 0 : _totalBytes[level]);
                most = Math.Max(0, (nodeSize - 10 - pointer) / (recordSize + pointer));
                total = most > 0 && total > long.MaxValue / 4 / (most + 1) ? long.MaxValue / 4 : ((most + 1) * total) + most;
            }
        }

        public List<T> Records { get; } = [];

        public void Visit(long address, int count, int level)
        {
            const string What = "a node of a B-tree";
            if (!_seen.Add(address))
            {
                throw Hdf5Context.Damaged(What, "is reached twice");
            }

            // Only what a node uses is read, as the size of nodes may be any.
            int children = level == 0 ? 0 : count + 1, pointer = level == 0 ? 0 : _context.OffsetSize + _countBytes[0] + (level > 1 ? _totalBytes[level - 1] : 0);
            long size = 6L + ((long)count * _recordSize) + ((long)children * pointer) + 4;
            if (size > _nodeSize)
            {
                throw Hdf5Context.Damaged(What, $"has {count} records of {_recordSize} bytes in {_nodeSize} bytes");
            }

            Cursor cursor = _context.At(address, size, What);
            cursor.Expect(level == 0 ? "BTLF"u8 : "BTIN"u8);
            cursor.Version(0, 0);
            if (cursor.U8() != _type)
            {
                throw Hdf5Context.Damaged(What, "is of another type than its tree");
            }

            int start = cursor.Position;
            cursor.Position = cursor.Count - 4;
            cursor.Checksum();
            cursor.Position = start;
            var own = new List<T>(count);
            for (int i = 0; i < count; i++)
            {
                own.Add(_read(_type, cursor.Part(_recordSize, "a record of a B-tree")));
            }

            for (int i = 0; i < children; i++)
            {
                long child = cursor.Address();
                int records = (int)Math.Min(cursor.Unsigned(_countBytes[0]), int.MaxValue);
                cursor.Skip(level > 1 ? _totalBytes[level - 1] : 0);
                Visit(child, records, level - 1);
                if (i < own.Count)
                {
                    Records.Add(own[i]);
                }
            }

            if (children == 0)
            {
                Records.AddRange(own);
            }
        }

        private static int BytesFor(long value)
        {
            int bytes = 1;
            while (bytes < 8 && value >> (8 * bytes) != 0)
            {
                bytes++;
            }

            return bytes;
        }
    }
}
