using System.Buffers.Binary;
using System.Text.Json;
using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>
/// Tensors by name in the format <c>safetensors</c>, which Hugging Face's libraries write and read: numbers and bools as they stand in memory behind a header in JSON. Nothing in it can be
/// run. Floats of 8 bits (<c>F8_E4M3</c>, <c>F8_E5M2</c>) are refused, as no dtype here holds them.
/// </summary>
public static class SafeTensors
{
    private const int Alignment = 8;

    /// <summary>Reads all tensors of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors by name, in the order of the header, and the texts that came with them (<c>__metadata__</c>).</returns>
    /// <exception cref="ModelFormatException">The file is not of this format or damaged: places that overlap, leave gaps or lie outside, sizes that do not fit, dtypes that are not known.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using ByteSource source = ByteSource.Open(path);
        return Load(source, Path.GetFileName(path));
    }

    /// <summary>Reads all tensors of a stream, from where it stands to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <returns>The tensors and texts, as of a file.</returns>
    /// <exception cref="ModelFormatException">As of a file.</exception>
    public static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using ByteSource source = ByteSource.Of(stream);
        return Load(source, "The stream");
    }

    /// <summary>Writes tensors to a file. An old file stays whole until the new one is.</summary>
    /// <param name="path">The file; <c>.safetensors</c> by custom.</param>
    /// <param name="tensors">Tensors by name, of any dtype but text.</param>
    /// <param name="metadata">Texts to go with them.</param>
    /// <exception cref="ArgumentException">A tensor is of text, or symbolic.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensors);
        AtomicFile.Write(path, stream => Save(stream, tensors, metadata));
    }

    /// <summary>Writes tensors to a stream: those of the widest elements first, so that each stands at a multiple of its elements' size, and otherwise by name.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="tensors">Tensors by name, of any dtype but text.</param>
    /// <param name="metadata">Texts to go with them.</param>
    /// <exception cref="ArgumentException">A tensor is of text, or symbolic.</exception>
    public static void Save(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        KeyValuePair<string, Tensor>[] ordered = [.. tensors.OrderByDescending(pair => pair.Value.DType.Size()).ThenBy(pair => pair.Key, StringComparer.Ordinal)];
        byte[] header = Header(ordered, metadata);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach ((_, Tensor value) in ordered)
        {
            stream.Write(value.Data.Bytes);
            GC.KeepAlive(value);
        }
    }

    private static byte[] Header(KeyValuePair<string, Tensor>[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach ((string key, string text) in metadata)
                {
                    json.WriteString(key, text);
                }

                json.WriteEndObject();
            }

            long at = 0;
            foreach ((string name, Tensor value) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafeTensorsFile.Code(value.DType));
                Write(json, "shape", value.Shape.ToArray().Select(size => (long)size));
                Write(json, "data_offsets", [at, at += value.Data.Bytes.Length]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        memory.Write([.. Enumerable.Repeat((byte)' ', (int)((Alignment - (memory.Length % Alignment)) % Alignment))]);
        return memory.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string key, IEnumerable<long> numbers)
    {
        json.WriteStartArray(key);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Load(ByteSource source, string name)
    {
        using SafeTensorsFile file = SafeTensorsFile.Open(source, name);
        return (file.Names.ToDictionary(key => key, file.ReadTensor, StringComparer.Ordinal), file.Metadata);
    }
}
