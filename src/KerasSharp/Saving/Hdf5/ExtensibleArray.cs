using System.Numerics;

namespace KerasSharp.Saving.Hdf5;

/// <summary>
/// An array that grows: the index of the chunks of a dataset with one axis without bound (specification VII.D). The first entries stand in the index block; data blocks hold
/// the others, in groups ("super blocks") of which every second has twice as many blocks, and every other blocks twice as large.
/// </summary>
internal sealed class ExtensibleArray
{
    private const string What = "an extensible array";
    private readonly Hdf5Context _context;
    private readonly bool _filtered;
    private readonly int _entry, _offsetBytes, _inIndex, _least, _pointers, _pageBits;
    private readonly long _count;
    private readonly Cursor _index;
    private readonly Dictionary<long, Cursor> _read = [];

    /// <param name="context">The file.</param>
    /// <param name="address">Address of the header.</param>
    /// <param name="chunkBytes">Bytes of a chunk where chunks are filtered, else -1.</param>
    public ExtensibleArray(Hdf5Context context, long address, int chunkBytes)
    {
        (_context, _filtered) = (context, chunkBytes >= 0);
        Cursor head = context.At(address, 12 + (6 * context.LengthSize) + context.OffsetSize + 4, What);
        head.Expect("EAHD"u8);
        head.Version(0, 0);
        bool withSizes = head.U8() == 1;
        _entry = head.U8();
        int bits = head.U8();
        (_inIndex, _least, _pointers, _pageBits) = (head.U8(), head.U8(), head.U8(), head.U8());
        head.Skip(4 * context.LengthSize);
        _count = head.Size();
        head.Skip(context.LengthSize);
        long index = head.Address();
        head.Checksum();
        if (withSizes != _filtered || _entry < context.OffsetSize || _entry > context.OffsetSize + 12 || bits is < 1 or > 64 || _least < 1 || !BitOperations.IsPow2(_least) || _pointers < 1
            || !BitOperations.IsPow2(_pointers) || _pageBits > 30 || _count > context.Length)
        {
            throw Hdf5Context.Damaged(What, "has impossible sizes");
        }

        _offsetBytes = (bits + 7) / 8;
        int groups = 1 + bits - BitOperations.Log2((uint)_least), direct = 2 * BitOperations.Log2((uint)_pointers);
        int blocks = 2 * (_pointers - 1), supers = Math.Max(0, groups - direct);
        _index = context.At(index, 6 + context.OffsetSize + ((long)_inIndex * _entry) + ((long)(blocks + supers) * context.OffsetSize) + 4, What);
        _index.Expect("EAIB"u8);
        _index.Position = _index.Count - 4;
        _index.Checksum();
    }

    /// <summary>The entry of a number; an address of -1 where there is none.</summary>
    public (long Address, long Stored, uint Skipped) Entry(long number, int chunkBytes)
    {
        if (number >= _count)
        {
            return (-1, 0, 0);
        }

        int start = 6 + _context.OffsetSize;
        if (number < _inIndex)
        {
            return Read(_index, start + (number * _entry), chunkBytes);
        }

        // The group, the block in it, and the place in that.
        number -= _inIndex;
        int group = 0, firstBlock = 0;
        while (number >= Blocks(group) * Size(group))
        {
            number -= Blocks(group) * Size(group);
            firstBlock += (int)Blocks(group);
            group++;
        }

        long block = number / Size(group), place = number % Size(group);
        int direct = 2 * BitOperations.Log2((uint)_pointers), addresses = start + (_inIndex * _entry);
        if (group < direct)
        {
            _index.Position = addresses + (int)((firstBlock + block) * _context.OffsetSize);
            return FromBlock(_index.Address(), group, place, chunkBytes);
        }

        _index.Position = addresses + (((2 * (_pointers - 1)) + group - direct) * _context.OffsetSize);
        long super = _index.Address();
        if (super < 0)
        {
            return (-1, 0, 0);
        }

        int masks = IsPaged(group) ? (int)(Blocks(group) * ((Pages(group) + 7) / 8)) : 0;
        Cursor body = Once(super, start + _offsetBytes + masks + (Blocks(group) * _context.OffsetSize) + 4, "EASB"u8);
        body.Position = start + _offsetBytes + masks + (int)(block * _context.OffsetSize);
        return FromBlock(body.Address(), group, place, chunkBytes);
    }

    private static long Blocks(int group) => 1L << (group / 2);

    private long Size(int group) => (long)_least << ((group + 1) / 2);

    private bool IsPaged(int group) => Size(group) > 1L << _pageBits;

    private long Pages(int group) => Size(group) >> _pageBits;

    private (long Address, long Stored, uint Skipped) FromBlock(long address, int group, long place, int chunkBytes)
    {
        if (address < 0)
        {
            return (-1, 0, 0);
        }

        int prefix = 6 + _context.OffsetSize + _offsetBytes;
        if (!IsPaged(group))
        {
            return Read(Once(address, prefix + (Size(group) * _entry) + 4, "EADB"u8), prefix + (place * _entry), chunkBytes);
        }

        long page = place >> _pageBits, inPage = place & ((1L << _pageBits) - 1), pageBytes = (_entry << _pageBits) + 4L;
        return Read(_context.At(address + prefix + 4 + (page * pageBytes) + (inPage * _entry), _entry, What), 0, chunkBytes);
    }

    private Cursor Once(long address, long size, ReadOnlySpan<byte> signature)
    {
        if (!_read.TryGetValue(address, out Cursor? cursor))
        {
            cursor = _context.At(address, size, What);
            cursor.Expect(signature);
            cursor.Position = cursor.Count - 4;
            cursor.Checksum();
            _read[address] = cursor;
        }

        return cursor.Count == size ? cursor : throw Hdf5Context.Damaged(What, "uses a block twice");
    }

    private (long Address, long Stored, uint Skipped) Read(Cursor cursor, long position, int chunkBytes)
    {
        cursor.Position = (int)position;
        return Chunks.Entry(cursor, _context, _entry, _filtered, chunkBytes);
    }
}
