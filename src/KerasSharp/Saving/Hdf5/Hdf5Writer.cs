using System.Text;

namespace KerasSharp.Saving.Hdf5;

/// <summary>
/// Writes a file in the oldest form of the format, which everything reads: superblock 0, groups as tables of symbols, datasets in one piece (specification II.A, III.A to III.E, IV.A).
/// Objects stand before the groups that name them. The file is laid out twice, first to know where the root will be, so that any stream will do.
/// </summary>
internal sealed class Hdf5Writer
{
    private const int LeafHalf = 4, NodeHalf = 16, SuperblockBytes = 96, LargestMessage = 65_000;
    private readonly ByteSink _sink;

    private Hdf5Writer(ByteSink sink) => _sink = sink;

    /// <summary>Number of bytes that a file of these objects has.</summary>
    public static long Measure(OutputGroup root) => Layout(root).End;

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Where to; it is written from beginning to end.</param>
    /// <param name="root">What to write.</param>
    public static void Write(Stream stream, OutputGroup root)
    {
        (ObjectPlace place, long end) = Layout(root);
        var sink = new ByteSink(stream);
        WriteSuperblock(sink, place, end);
        new Hdf5Writer(sink).WriteObject(root);
        sink.Align();
    }

    private static (ObjectPlace Root, long End) Layout(OutputGroup root)
    {
        var sink = new ByteSink(null);
        sink.Zero(SuperblockBytes);
        ObjectPlace place = new Hdf5Writer(sink).WriteObject(root);
        return (place, sink.Align());
    }

    private static void WriteSuperblock(ByteSink sink, ObjectPlace root, long end)
    {
        sink.Bytes([0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A]);
        sink.Bytes([0, 0, 0, 0, 0, 8, 8, 0]);
        sink.U16(LeafHalf);
        sink.U16(NodeHalf);
        sink.U32(0);
        sink.U64(0);
        sink.U64(-1);
        sink.U64(end);
        sink.U64(-1);
        WriteEntry(sink, 0, root);
    }

    /// <summary>An entry of a table of symbols: name, header, and where a group's index and names stand.</summary>
    private static void WriteEntry(ByteSink sink, long name, ObjectPlace place)
    {
        sink.U64(name);
        sink.U64(place.Header);
        sink.U32(place.Tree >= 0 ? 1 : 0);
        sink.U32(0);
        sink.U64(place.Tree >= 0 ? place.Tree : 0);
        sink.U64(place.Tree >= 0 ? place.Heap : 0);
    }

    private ObjectPlace WriteObject(OutputObject item)
    {
        var messages = new List<(MessageType Type, byte[] Data)>();
        long tree = -1, heap = -1;
        if (item is OutputGroup group)
        {
            (tree, heap) = WriteNames([.. group.Children.Select(child => (Encoding.UTF8.GetBytes(child.Key), WriteObject(child.Value)))]);
            messages.Add((MessageType.SymbolTable, Fields.Of(f =>
            {
                f.U64(tree);
                f.U64(heap);
            })));
        }
        else
        {
            Tensor value = ((OutputDataset)item).Value;
            long[] shape = [.. value.Shape.Span.ToArray().Select(n => (long)n)];
            OutputValue stored = value.DType == DType.String ? new(DType.String, shape, value.ToStrings(), null) : new(value.DType, shape, null, value);
            byte[]? texts = stored.Texts is null ? null : WriteTexts(stored.Texts);
            long bytes = texts?.Length ?? value.Count * value.DType.Size(), address = bytes == 0 ? -1 : _sink.Align();
            _sink.Bytes(bytes == 0 ? [] : texts ?? value.Data.Bytes);
            GC.KeepAlive(value);
            messages.Add((MessageType.Dataspace, Messages.Space(shape)));
            messages.Add((MessageType.Datatype, Messages.Type(stored)));
            messages.Add((MessageType.FillValue, [2, 2, 2, 0]));
            messages.Add((MessageType.Layout, Fields.Of(f =>
            {
                f.Bytes([3, 1]);
                f.U64(address);
                f.U64(bytes);
            })));
        }

        foreach ((string name, OutputValue value) in item.Attributes)
        {
            byte[] data = value.Numbers is { } numbers ? numbers.Data.Bytes.ToArray() : WriteTexts(value.Texts!);
            byte[] message = Messages.Attribute(name, value, data);
            messages.Add((MessageType.Attribute, message.Length <= LargestMessage ? message : throw new ArgumentException(
                $"HDF5: the attribute '{name}' must have {LargestMessage} bytes at most. Received: {message.Length}. Split it.")));
        }

        return new ObjectPlace(WriteHeader(messages), tree, heap);
    }

    private long WriteHeader(List<(MessageType Type, byte[] Data)> messages)
    {
        long start = _sink.Align();
        _sink.Bytes([1, 0]);
        _sink.U16(messages.Count);
        _sink.U32(1);
        _sink.U32(messages.Sum(m => 8L + Padded(m.Data.Length)));
        _sink.U32(0);
        foreach ((MessageType type, byte[] data) in messages)
        {
            _sink.U16((int)type);
            _sink.U16(Padded(data.Length));
            _sink.U32(0);
            _sink.Bytes(data);
            _sink.Zero(Padded(data.Length) - data.Length);
        }

        return start;
    }

    /// <summary>Names and places of a group's members: a heap of names, tables of up to eight, and a B-tree over those.</summary>
    private (long Tree, long Heap) WriteNames(List<(byte[] Name, ObjectPlace Place)> members)
    {
        // Sorted by bytes, which strings of other planes than the first are not.
        members.Sort((a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        long[] names = new long[members.Count];
        long size = 8; // The empty name comes first.
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = size;
            size += Padded(members[i].Name.Length + 1);
        }

        long heap = _sink.Align();
        _sink.Bytes("HEAP"u8);
        _sink.U32(0);
        _sink.U64(size);
        _sink.U64(1); // nothing is free
        _sink.U64(heap + 32);
        _sink.Zero(8);
        foreach ((byte[] name, _) in members)
        {
            _sink.Bytes(name);
            _sink.Zero(Padded(name.Length + 1) - name.Length);
        }

        var level = new List<(long Address, long LastName)>();
        for (int i = 0; i < members.Count; i += 2 * LeafHalf)
        {
            int count = Math.Min(2 * LeafHalf, members.Count - i);
            level.Add((_sink.Align(), names[i + count - 1]));
            _sink.Bytes("SNOD"u8);
            _sink.Bytes([1, 0]);
            _sink.U16(count);
            for (int k = 0; k < count; k++)
            {
                WriteEntry(_sink, names[i + k], members[i + k].Place);
            }

            _sink.Zero(((2 * LeafHalf) - count) * 40);
        }

        for (int height = 0; ; height++)
        {
            var above = new List<(long Address, long LastName)>();
            int nodes = Math.Max(1, (level.Count + (2 * NodeHalf) - 1) / (2 * NodeHalf));
            long first = _sink.Align();
            for (int node = 0; node < nodes; node++)
            {
                List<(long Address, long LastName)> children = [.. level.Skip(node * 2 * NodeHalf).Take(2 * NodeHalf)];
                long before = node == 0 ? 0 : level[(node * 2 * NodeHalf) - 1].LastName;
                above.Add((first + (node * (long)NodeBytes), children.Count == 0 ? 0 : children[^1].LastName));
                WriteNode(height, children, before, node == 0 ? -1 : first + ((node - 1L) * NodeBytes), node == nodes - 1 ? -1 : first + ((node + 1L) * NodeBytes));
            }

            if (above.Count == 1)
            {
                return (above[0].Address, heap);
            }

            level = above;
        }
    }

    private static int NodeBytes => 24 + (8 * ((4 * NodeHalf) + 1));

    private void WriteNode(int height, List<(long Address, long LastName)> children, long before, long left, long right)
    {
        _sink.Bytes("TREE"u8);
        _sink.Bytes([0, (byte)height]);
        _sink.U16(children.Count);
        _sink.U64(left);
        _sink.U64(right);
        _sink.U64(before);
        foreach ((long address, long last) in children)
        {
            _sink.U64(address);
            _sink.U64(last);
        }

        _sink.Zero(((2 * NodeHalf) - children.Count) * 16);
    }

    /// <summary>Texts in collections of the global heap; what elements hold: length, collection, number.</summary>
    private byte[] WriteTexts(IReadOnlyList<string> texts)
    {
        const int MostInOne = 60_000;
        const long Enough = 1 << 20;
        byte[][] encoded = [.. texts.Select(Encoding.UTF8.GetBytes)];
        using var stream = new MemoryStream();
        var elements = new ByteSink(stream);
        for (int i = 0; i < encoded.Length;)
        {
            int end = i;
            long size = 16;
            do
            {
                size += 16 + Padded(encoded[end++].Length);
            }
            while (end < encoded.Length && end - i < MostInOne && size < Enough);

            long total = Math.Max(4096, size + 16), address = _sink.Align();
            _sink.Bytes("GCOL"u8);
            _sink.Bytes([1, 0, 0, 0]);
            _sink.U64(total);
            for (int k = i; k < end; k++)
            {
                _sink.U16(k - i + 1);
                _sink.U16(1);
                _sink.U32(0);
                _sink.U64(encoded[k].Length);
                _sink.Bytes(encoded[k]);
                _sink.Zero(Padded(encoded[k].Length) - encoded[k].Length);
                elements.U32(encoded[k].Length);
                elements.U64(address);
                elements.U32(k - i + 1);
            }

            // The free rest is object 0.
            _sink.U64(0);
            _sink.U64(total - size);
            _sink.Zero(total - size - 16);
            i = end;
        }

        return stream.ToArray();
    }

    private static int Padded(int length) => (length + 7) / 8 * 8;

    /// <summary>Where an object was written.</summary>
    private readonly record struct ObjectPlace(long Header, long Tree, long Heap);
}
