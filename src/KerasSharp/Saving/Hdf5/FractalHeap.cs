using System.Numerics;

namespace KerasSharp.Saving.Hdf5;

/// <summary>The heap that links and attributes stand in where there are many, or large ones (specification III.G).</summary>
internal sealed class FractalHeap
{
    private const string What = "a fractal heap";
    private readonly Hdf5Context _context;
    private readonly int _idLength, _offsetBytes, _lengthBytes, _width, _rows, _directRows, _flags;
    private readonly long _startSize, _root, _hugeTree;
    private readonly Dictionary<long, long> _blocks = [];
    private Dictionary<long, (long Address, long Length)>? _huge;

    public FractalHeap(Hdf5Context context, long address)
    {
        _context = context;
        int l = context.LengthSize, o = context.OffsetSize;
        Cursor head = context.At(address, 4 + 1 + 2 + 2 + 1 + 4 + (12 * l) + (3 * o) + 2 + 2 + 2 + 2 + 4, What);
        head.Expect("FRHP"u8);
        head.Version(0, 0);
        _idLength = head.U16();
        int filterBytes = head.U16();
        _flags = head.U8();
        long mostManaged = head.U32();
        head.Skip(l);
        _hugeTree = head.Address();
        head.Skip(l + o + (8 * l));
        _width = head.U16();
        _startSize = head.Size();
        long mostDirect = head.Size();
        int bits = head.U16();
        head.Skip(2);
        _root = head.Address();
        _rows = head.U16();
        if (filterBytes != 0)
        {
            throw Hdf5Context.Unsupported("a fractal heap that is filtered");
        }

        head.Checksum();
        if (_width is < 1 or > 1024 || _startSize < 1 || !BitOperations.IsPow2(_startSize) || mostDirect < _startSize || !BitOperations.IsPow2(mostDirect) || bits is < 1 or > 64 || _rows > 64 || _idLength is < 3 or > 64)
        {
            throw Hdf5Context.Damaged(What, "has impossible sizes");
        }

        _offsetBytes = (bits + 7) / 8;
        _directRows = BitOperations.Log2((ulong)mostDirect) - BitOperations.Log2((ulong)_startSize) + 2;
        _lengthBytes = Math.Min((BitOperations.Log2((ulong)mostDirect) / 8) + 1, (BitOperations.Log2((ulong)Math.Max(1, mostManaged)) / 8) + 1);
        if (_root >= 0)
        {
            if (_rows == 0)
            {
                _blocks[0] = _root;
            }
            else
            {
                Indirect(_root, 0, _rows, 0);
            }
        }
    }

    /// <summary>The object of an ID.</summary>
    public byte[] Object(Cursor id)
    {
        int head = id.U8(), kind = (head >> 4) & 3;
        if (head >> 6 != 0)
        {
            throw Hdf5Context.Damaged(What, "has an object of an unknown version");
        }

        switch (kind)
        {
            case 0:
                long offset = id.Unsigned(_offsetBytes), length = id.Unsigned(_lengthBytes);
                return Managed(offset, length);
            case 1:
                (long address, long size) = _context.OffsetSize + _context.LengthSize <= _idLength - 1 ? (id.Address(), id.Size()) : Huge(id.Unsigned(Math.Min(8, _idLength - 1)));
                return _context.At(address, size, "a large object").Take((int)size).ToArray();
            case 2 when _idLength <= 18:
                return id.Take((head & 15) + 1).ToArray();
            case 2:
                return id.Take((((head & 15) << 8) | id.U8()) + 1).ToArray();
            default:
                throw Hdf5Context.Damaged(What, "has an object of an unknown kind");
        }
    }

    private byte[] Managed(long offset, long length)
    {
        foreach ((long start, long address) in _blocks)
        {
            long size = BlockSize(start);
            if (offset >= start && offset < start + size)
            {
                // Offsets count the header of the block as well.
                return length > 0 && offset - start <= size - length ? _context.At(address + (offset - start), length, "an object of a heap").Take((int)length).ToArray() : throw Hdf5Context.Damaged(What, "has an object that reaches out of its block");
            }
        }

        throw Hdf5Context.Damaged(What, $"has no block for the object at {offset}");
    }

    private (long Address, long Length) Huge(long key)
    {
        _huge ??= _hugeTree < 0 ? [] : BTree2.Records(_context, _hugeTree, (type, record) => type == 1 ? (record.Address(), record.Size(), record.Size()) : throw Hdf5Context.Unsupported("large objects that are filtered"))
            .ToDictionary(r => r.Item3, r => (r.Item1, r.Item2));
        return _huge.TryGetValue(key, out (long Address, long Length) found) ? found : throw Hdf5Context.Damaged(What, $"has no large object {key}");
    }

    /// <summary>Finds the direct blocks below an indirect one: rows of blocks, each row but the second twice as large as that before.</summary>
    private void Indirect(long address, long start, int rows, int depth)
    {
        if (depth > 8 || rows > 64)
        {
            throw Hdf5Context.Damaged(What, "is nested too deep");
        }

        int direct = Math.Min(rows, _directRows), nested = rows - direct;
        int prefix = 5 + _context.OffsetSize + _offsetBytes;
        Cursor cursor = _context.At(address, prefix + ((long)(direct + nested) * _width * _context.OffsetSize) + 4, "an indirect block of a heap");
        cursor.Expect("FHIB"u8);
        cursor.Version(0, 0);
        cursor.Position = cursor.Count - 4;
        cursor.Checksum();
        cursor.Position = prefix;
        for (int row = 0; row < rows; row++)
        {
            long size = RowSize(row);
            for (int column = 0; column < _width; column++)
            {
                long child = cursor.Address();
                if (child >= 0 && row < direct)
                {
                    if (!_blocks.TryAdd(start, child))
                    {
                        throw Hdf5Context.Damaged(What, "has two blocks at one place");
                    }
                }
                else if (child >= 0)
                {
                    // A block of blocks has as many rows as fill its size.
                    Indirect(child, start, BitOperations.Log2((ulong)size) - BitOperations.Log2((ulong)(_startSize * _width)) + 1, depth + 1);
                }

                start = start <= long.MaxValue - size ? start + size : throw Hdf5Context.Damaged(What, "is larger than all files");
            }
        }
    }

    private long RowSize(int row)
    {
        int shift = Math.Max(0, row - 1);
        return shift < 62 - BitOperations.Log2((ulong)_startSize) ? _startSize << shift : throw Hdf5Context.Damaged(What, "is larger than all files");
    }

    /// <summary>Size of the direct block that begins at an offset of the heap.</summary>
    private long BlockSize(long start)
    {
        if (_rows == 0)
        {
            return _startSize;
        }

        // Within any block of blocks the rows repeat from the start size on.
        long rest = start;
        while (true)
        {
            long at = 0;
            int row = 0;
            while (rest - at >= RowSize(row) * _width)
            {
                at += RowSize(row) * _width;
                row++;
            }

            if (row < _directRows)
            {
                return RowSize(row);
            }

            rest = (rest - at) % RowSize(row);
        }
    }
}
