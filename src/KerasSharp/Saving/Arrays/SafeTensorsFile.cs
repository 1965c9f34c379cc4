using System.Buffers.Binary;
using System.Text.Json;

namespace KerasSharp.Saving;

/// <summary>Reads safetensors (huggingface/safetensors, "Format"): a length, a JSON object that says of each tensor its dtype, shape and place, and the bytes of all tensors without gaps.</summary>
internal sealed class SafeTensorsFile : IDisposable
{
    private const int LengthBytes = 8, MostHeader = 32 << 20, MostAxes = 64;
    private const string MetadataKey = "__metadata__";
    private static readonly Dictionary<string, DType> DTypes = new(StringComparer.Ordinal)
    {
        ["F64"] = DType.Float64, ["F32"] = DType.Float32, ["F16"] = DType.Float16, ["BF16"] = DType.BFloat16, ["I64"] = DType.Int64, ["I32"] = DType.Int32, ["I16"] = DType.Int16, ["I8"] = DType.Int8,
        ["U64"] = DType.UInt64, ["U32"] = DType.UInt32, ["U16"] = DType.UInt16, ["U8"] = DType.UInt8, ["BOOL"] = DType.Bool,
    };

    private readonly ByteSource _source;
    private readonly string _name;
    private readonly long _start;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private SafeTensorsFile(ByteSource source, string name)
    {
        (_source, _name) = (source, name);
        Span<byte> size = stackalloc byte[LengthBytes];
        source.Read(0, size);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(size);
        if (length < 2 || length > MostHeader || (long)length > source.Length - LengthBytes)
        {
            throw Wrong($"its header should have {length} bytes, of {source.Length} in the file; {MostHeader} are allowed");
        }

        byte[] header = new byte[length];
        source.Read(LengthBytes, header);
        _start = LengthBytes + header.Length;
        try
        {
            using JsonDocument document = header[0] == '{' ? JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false }) : throw Wrong("its header is no JSON object");
            ReadHeader(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ModelFormatException($"{name}: the header of these safetensors is not valid. {error.Message}", error);
        }

        CheckPlaces();
    }

    /// <summary>Names of the tensors, in the order of the header.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Texts by name that came with the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Opens bytes; the file disposes them.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="ModelFormatException">They are not such a file.</exception>
    public static SafeTensorsFile Open(ByteSource source, string name) => new(source, name);

    /// <summary>Whether bytes look like such a file: a length that fits, and a brace.</summary>
    public static bool IsIn(ByteSource source)
    {
        Span<byte> head = stackalloc byte[LengthBytes + 1];
        if (source.Length < head.Length)
        {
            return false;
        }

        source.Read(0, head);
        return BinaryPrimitives.ReadUInt64LittleEndian(head) <= (ulong)(source.Length - LengthBytes) && head[LengthBytes] == '{';
    }

    /// <summary>How safetensors name a dtype.</summary>
    /// <exception cref="ArgumentException">They have none of that kind.</exception>
    public static string Code(DType dtype) => DTypes.FirstOrDefault(pair => pair.Value == dtype).Key
        ?? throw new ArgumentException($"Safetensors hold numbers and bools. Received: {dtype.Name()}. Leave texts out, or write .npz.", nameof(dtype));

    /// <summary>Dtype and shape of a tensor; null where there is none of the name.</summary>
    public (DType DType, long[] Shape)? Find(string name) => _entries.TryGetValue(name, out Entry entry) ? (entry.DType, entry.Shape) : null;

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">Its name, which is there.</param>
    public Tensor ReadTensor(string name)
    {
        Entry entry = _entries[name];
        if (entry.End - entry.Begin > int.MaxValue || Array.Exists(entry.Shape, size => size > int.MaxValue))
        {
            throw Wrong($"the tensor {EntryNames.Printed(name)} has {entry.End - entry.Begin} bytes, more than a tensor can");
        }

        Tensor tensor = Tensor.Allocate(new Shape([.. entry.Shape.Select(size => (int)size)]), entry.DType);
        _source.Read(_start + entry.Begin, tensor.Data.Bytes);
        if (entry.DType == DType.Bool && tensor.Data.Bytes.ContainsAnyExcept((byte)0, (byte)1))
        {
            throw Wrong($"the bools of the tensor {EntryNames.Printed(name)} are something else than 0 and 1");
        }

        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private void ReadHeader(JsonElement header)
    {
        foreach (JsonProperty property in header.EnumerateObject())
        {
            if (property.Name != MetadataKey)
            {
                _entries.Add(property.Name, ReadEntry(property));
                continue;
            }

            foreach (JsonProperty text in property.Value.EnumerateObject())
            {
                _metadata.Add(text.Name, text.Value.GetString() ?? throw Wrong($"{MetadataKey} must hold texts"));
            }
        }
    }

    private Entry ReadEntry(JsonProperty property)
    {
        string name = EntryNames.Printed(property.Name), code = property.Value.TryGetProperty("dtype", out JsonElement type) ? type.GetString() ?? "" : "";
        if (!DTypes.TryGetValue(code, out DType dtype))
        {
            throw Wrong($"the tensor {name} is of the dtype {EntryNames.Printed(code)}; {string.Join(", ", DTypes.Keys)} can be read");
        }

        long[] shape = Numbers(property, "shape"), place = Numbers(property, "data_offsets");
        long bytes = dtype.Size();
        foreach (long size in shape)
        {
            bytes = size == 0 || bytes <= long.MaxValue / size ? bytes * size : long.MaxValue;
        }

        return shape.Length <= MostAxes && place.Length == 2 && place[0] <= place[1] && place[1] <= _source.Length - _start && bytes == place[1] - place[0]
            ? new Entry(dtype, shape, place[0], place[1])
            : throw Wrong($"the tensor {name} of {code} ({string.Join(", ", shape.Take(8))}) should stand at {string.Join(" to ", place.Take(2))} of {_source.Length - _start} bytes");
    }

    /// <summary>Sizes or places: whole numbers, not negative.</summary>
    private long[] Numbers(JsonProperty property, string key)
    {
        JsonElement list = property.Value.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? value : throw Wrong($"the tensor {EntryNames.Printed(property.Name)} must have a list '{key}'");
        return [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long number) && number >= 0 ? number : throw Wrong($"'{key}' of the tensor {EntryNames.Printed(property.Name)} must hold whole numbers"))];
    }

    /// <summary>Tensors follow one another, from the first byte to the last.</summary>
    private void CheckPlaces()
    {
        long at = 0;
        foreach ((string name, Entry entry) in _entries.OrderBy(pair => pair.Value.Begin).ThenBy(pair => pair.Value.End))
        {
            at = entry.Begin == at ? entry.End : throw Wrong($"the tensor {EntryNames.Printed(name)} should begin at {at}, and the header says {entry.Begin}");
        }

        if (at != _source.Length - _start)
        {
            throw Wrong($"{_source.Length - _start - at} bytes belong to no tensor");
        }
    }

    private ModelFormatException Wrong(string why) => new($"{_name}: these are no safetensors, or they are damaged: {why}.");

    private readonly record struct Entry(DType DType, long[] Shape, long Begin, long End);
}
