using System.Buffers.Binary;
using System.Text;

namespace KerasSharp.Saving.Hdf5;

/// <summary>An array of numbers or texts.</summary>
internal sealed class Hdf5Dataset : Hdf5Object
{
    /// <summary>Bytes that may be made of nothing stored: numbers that were never written are 0, or what the file says.</summary>
    private const long Unbacked = 1 << 20;

    /// <summary>How much larger unpacked numbers may be than stored ones: deflate reaches 1032.</summary>
    private const long MostRatio = 1100;

    private readonly Layout _layout;
    private readonly long[] _most;
    private readonly Filters _filters;

    internal Hdf5Dataset(Hdf5Context context, GlobalHeap heap, ObjectHeader header, string path)
        : base(context, heap, header, path)
    {
        string what = $"the dataset '{path}'";
        HeaderMessage type = header.Messages.FirstOrDefault(m => m.Type == MessageType.Datatype) ?? throw Hdf5Context.Damaged(what, "has no datatype");
        Type = Datatype.Read(ObjectHeader.Datatype(context, type.Data, type.IsShared));
        if (Type.Kind == ElementKind.Opaque && (!Attributes.TryGetValue("dtype", out Hdf5Attribute? said) || said.Text() != "bfloat16"))
        {
            throw Hdf5Context.Unsupported($"{what} has elements of two bytes of which nothing says what they are");
        }

        long[]? shape = Dataspace.Read(header.Find(MessageType.Dataspace, what) ?? throw Hdf5Context.Damaged(what, "has no dataspace"), out _most);
        Shape = shape ?? [0];
        Bytes = Dataspace.Count(shape) is var count && count <= long.MaxValue / Type.Size ? count * Type.Size : throw Hdf5Context.Damaged(what, "is larger than all files");
        if (header.Find(MessageType.ExternalFiles, what) is not null)
        {
            throw Hdf5Context.Unsupported($"{what} stands in another file");
        }

        _layout = Layout.Read(header.Find(MessageType.Layout, what) ?? throw Hdf5Context.Damaged(what, "has no layout"));
        _filters = header.Find(MessageType.FilterPipeline, what) is { } pipeline ? Filters.Read(pipeline, Type.Size) : Filters.None;
    }

    /// <summary>What its elements are.</summary>
    public Datatype Type { get; }

    /// <summary>Sizes of its axes.</summary>
    public long[] Shape { get; }

    /// <summary>Bytes of all elements.</summary>
    public long Bytes { get; }

    /// <summary>Reads the elements in the order of this machine's bytes.</summary>
    /// <param name="target">As many bytes as there are.</param>
    public void Read(Span<byte> target)
    {
        switch (_layout)
        {
            case CompactLayout compact when compact.Data.Length >= target.Length:
                compact.Data.AsSpan(0, target.Length).CopyTo(target);
                break;
            case ContiguousLayout { Address: >= 0 } piece:
                Context.Read(piece.Address, target);
                break;
            case ChunkedLayout chunked:
                ReadChunks(chunked, target);
                break;
            case ContiguousLayout:
                Fill(target, 0);
                break;
            default:
                throw Hdf5Context.Damaged($"the dataset '{Path}'", "is shorter than its shape");
        }

        if (Type.BigEndian == BitConverter.IsLittleEndian && Type.Size > 1 && Type.Kind is not (ElementKind.FixedString or ElementKind.VariableString))
        {
            Swap(target, Type.Size);
        }
    }

    /// <summary>The numbers as a tensor of their dtype.</summary>
    public Tensor ReadTensor()
    {
        if (Bytes > int.MaxValue || Shape.Any(size => size > int.MaxValue))
        {
            throw Hdf5Context.Unsupported($"the dataset '{Path}' has {Bytes} bytes, more than a tensor can");
        }

        var shape = new Shape([.. Shape.Select(size => (int)size)]);
        if (Type.DType == DType.String)
        {
            return Tensor.From(Texts(), shape);
        }

        Backed();
        Tensor tensor = Tensor.Allocate(shape, Type.DType);
        Read(tensor.Data.Bytes);
        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>The texts.</summary>
    public string[] Texts()
    {
        Backed();
        byte[] bytes = new byte[checked((int)Bytes)];
        Read(bytes);
        string[] texts = new string[Dataspace.Count(Shape)];
        var cursor = new Cursor(Context, bytes, $"the dataset '{Path}'");
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = Type.Kind == ElementKind.VariableString ? Heap.Text(cursor) : Encoding.UTF8.GetString(cursor.Take(Type.Size)).TrimEnd('\0', ' ');
        }

        return texts;
    }

    private static void Swap(Span<byte> bytes, int size)
    {
        for (int i = 0; i + size <= bytes.Length; i += size)
        {
            bytes.Slice(i, size).Reverse();
        }
    }

    /// <summary>Refuses numbers that the file does not hold, before memory is taken for them.</summary>
    private void Backed()
    {
        long stored = _layout switch
        {
            CompactLayout compact => compact.Data.Length,
            ContiguousLayout piece => piece.Address < 0 ? 0 : Context.Length,
            _ => Context.Length * MostRatio,
        };
        if (Bytes > Math.Max(stored, Unbacked))
        {
            throw Hdf5Context.Damaged($"the dataset '{Path}'", $"says that it has {Bytes} bytes, where the file has {Context.Length}");
        }
    }

    /// <summary>What numbers are that were never written.</summary>
    private void Fill(Span<byte> target, long stored)
    {
        if (target.Length > Math.Max(Unbacked, stored * MostRatio))
        {
            throw Hdf5Context.Damaged($"the dataset '{Path}'", $"has {target.Length} bytes of numbers that nobody wrote");
        }

        target.Clear();
        byte[]? value = FillValue();
        for (int i = 0; value is not null && i + value.Length <= target.Length; i += value.Length)
        {
            value.CopyTo(target[i..]);
        }
    }

    private byte[]? FillValue()
    {
        if (Header.Find(MessageType.FillValue, "a fill value") is not { } cursor)
        {
            return null;
        }

        int version = cursor.Version(1, 3);
        bool given;
        if (version == 3)
        {
            given = (cursor.U8() & 0x20) != 0;
        }
        else
        {
            cursor.Skip(2);
            given = cursor.U8() != 0;
        }

        return given && cursor.Remaining >= 4 && cursor.U32() == Type.Size ? cursor.Take(Type.Size).ToArray() : null;
    }

    private void ReadChunks(ChunkedLayout layout, Span<byte> target)
    {
        int rank = Shape.Length;
        if (layout.Chunk.Length != rank || Array.Exists(layout.Chunk, size => size < 1))
        {
            throw Hdf5Context.Damaged($"the dataset '{Path}'", $"has chunks of {layout.Chunk.Length} axes where it has {rank}");
        }

        long chunkBytes = Dataspace.Count(layout.Chunk) is var count && count <= int.MaxValue / Type.Size ? count * Type.Size : long.MaxValue;
        if (chunkBytes > Math.Max(Unbacked, 16L * target.Length))
        {
            throw Hdf5Context.Damaged($"the dataset '{Path}'", $"has chunks of {string.Join(" x ", layout.Chunk)} elements where it has {string.Join(" x ", Shape)}");
        }

        List<Chunk> chunks = target.Length == 0 ? [] : new Chunks(Context, layout, Shape, _most, (int)chunkBytes, !_filters.IsEmpty).Find();
        Fill(target, chunks.Sum(c => c.Stored));
        foreach (Chunk chunk in chunks)
        {
            if (chunk.Stored > Context.Length)
            {
                throw Hdf5Context.Damaged($"the dataset '{Path}'", $"has a chunk of {chunk.Stored} bytes");
            }

            byte[] stored = new byte[chunk.Stored];
            Context.Read(chunk.Address, stored);
            Place(_filters.Undo(stored, chunk.Skipped, (int)chunkBytes), chunk, layout.Chunk, target);
        }
    }

    /// <summary>Copies the rows of a chunk, less what hangs over the end of the dataset.</summary>
    private void Place(ReadOnlySpan<byte> bytes, Chunk chunk, long[] size, Span<byte> target)
    {
        int rank = Shape.Length;
        long[] at = new long[rank], extent = [.. size.Select((s, i) => Math.Min(s, Shape[i] - (chunk.At[i] * s)))];
        long rows = extent.AsSpan(0, Math.Max(0, rank - 1)).ToArray().Aggregate(1L, (a, b) => a * b);
        int rowBytes = (int)(rank == 0 ? 1 : extent[^1]) * Type.Size;
        for (long row = 0; row < rows; row++)
        {
            long from = 0, to = 0;
            for (int i = 0; i < rank; i++)
            {
                from = (from * size[i]) + at[i];
                to = (to * Shape[i]) + (chunk.At[i] * size[i]) + at[i];
            }

            bytes.Slice(checked((int)(from * Type.Size)), rowBytes).CopyTo(target[checked((int)(to * Type.Size))..]);
            for (int i = rank - 2; i >= 0 && ++at[i] == extent[i]; i--)
            {
                at[i] = 0;
            }
        }
    }
}
