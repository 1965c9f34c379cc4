using System.Text;

namespace KerasSharp.Saving.Hdf5;

/// <summary>The heap that texts of variable length stand in (specification III.E). Collections are read once.</summary>
internal sealed class GlobalHeap(Hdf5Context context)
{
    private readonly Dictionary<long, Dictionary<int, ReadOnlyMemory<byte>>> _collections = [];

    /// <summary>The text that an element points to: its length, the address of a collection, and the number of an object in it.</summary>
    public string Text(Cursor element)
    {
        long length = element.U32(), address = element.Address();
        int index = (int)Math.Min(element.U32(), int.MaxValue);
        if (length == 0 || address < 0)
        {
            return "";
        }

        if (!Collection(address).TryGetValue(index, out ReadOnlyMemory<byte> bytes) || length > bytes.Length)
        {
            throw Hdf5Context.Damaged("a text", $"is not where the file says it is (object {index} of the heap at {address}, {length} bytes)");
        }

        return Encoding.UTF8.GetString(bytes.Span[..(int)length]).TrimEnd('\0');
    }

    private Dictionary<int, ReadOnlyMemory<byte>> Collection(long address)
    {
        if (_collections.TryGetValue(address, out Dictionary<int, ReadOnlyMemory<byte>>? known))
        {
            return known;
        }

        Cursor head = context.At(address, 8 + context.LengthSize, "a global heap");
        head.Expect("GCOL"u8);
        head.Version(1, 1);
        head.Skip(3);
        Cursor cursor = context.At(address, head.Size(), "a global heap");
        cursor.Skip(8 + context.LengthSize);
        var objects = new Dictionary<int, ReadOnlyMemory<byte>>();
        while (cursor.Remaining >= 8 + context.LengthSize)
        {
            int index = cursor.U16();
            cursor.Skip(6);
            long size = cursor.Size();
            if (index == 0)
            {
                break; // what follows is free
            }

            if (size > cursor.Remaining)
            {
                throw Hdf5Context.Damaged("a global heap", $"has an object of {size} bytes where {cursor.Remaining} are left");
            }

            objects[index] = cursor.Take((int)size).ToArray();
            cursor.Skip((int)Math.Min(cursor.Remaining, (8 - (size % 8)) % 8));
        }

        return _collections[address] = objects;
    }
}
