using System.Buffers.Binary;
using System.IO.Compression;

namespace KerasSharp.Datasets;

/// <summary>
/// Reads IDX files, the format of the original MNIST distribution: a magic number (two zero bytes, element type, rank), the dimensions
/// as big-endian integers, the elements. Files compressed with gzip are recognised by their content.
/// </summary>
public static class IdxReader
{
    private const byte UnsignedByte = 0x08;

    /// <summary>DEFLATE cannot expand a byte to more than this.</summary>
    private const long MaxInflation = 1032;

    /// <summary>Reads images: an IDX file of unsigned bytes with three dimensions.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The pixels, <c>(images, rows, columns)</c>.</returns>
    /// <exception cref="InvalidDataException">The file is no IDX file, is cut off, or holds something else.</exception>
    public static byte[,,] ReadImages(string path)
    {
        (int[] shape, byte[] data) = Read(path, rank: 3);
        byte[,,] images = new byte[shape[0], shape[1], shape[2]];
        Buffer.BlockCopy(data, 0, images, 0, data.Length);
        return images;
    }

    /// <summary>Reads labels: an IDX file of unsigned bytes with one dimension.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no IDX file, is cut off, or holds something else.</exception>
    public static byte[] ReadLabels(string path) => Read(path, rank: 1).Data;

    /// <summary>Reads an IDX file of unsigned bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">Number of dimensions that it must have; null where any will do.</param>
    /// <returns>The dimensions, and the elements with the last dimension running fastest.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no IDX file, is cut off, or holds something else.</exception>
    public static (int[] Shape, byte[] Data) Read(string path, int? rank = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[4];
        int start = file.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
        bool isGzip = start >= 2 && magic[0] == 0x1f && magic[1] == 0x8b;
        file.Position = 0;
        // What the file can hold at most: no header can make us allocate more.
        long backed = isGzip ? file.Length * MaxInflation : file.Length;
        try
        {
            using Stream stream = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
            return Read(stream, backed, path, rank);
        }
        catch (InvalidDataException e) when (isGzip && !e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: damaged gzip file.", e);
        }
    }

    private static (int[] Shape, byte[] Data) Read(Stream stream, long backed, string path, int? rank)
    {
        Span<byte> word = stackalloc byte[4];
        if (stream.ReadAtLeast(word, 4, throwOnEndOfStream: false) < 4 || word[0] != 0 || word[1] != 0 || word[2] is < 0x08 or > 0x0e || word[3] == 0)
        {
            throw new InvalidDataException($"{path}: not an IDX file (it must begin with two zero bytes, the element type and the number of dimensions).");
        }

        if (word[2] != UnsignedByte)
        {
            throw new InvalidDataException($"{path}: the IDX file must hold unsigned bytes (type 0x08). Received: type 0x{word[2]:x2}.");
        }

        if (rank is { } wanted && word[3] != wanted)
        {
            throw new InvalidDataException(
                $"{path}: the IDX file must have {wanted} dimension{(wanted == 1 ? "" : "s")} ({(wanted == 1 ? "labels" : "images")}). Received: {word[3]}.");
        }

        int[] shape = new int[word[3]];
        long length = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            ReadExactly(stream, word, path);
            uint dim = BinaryPrimitives.ReadUInt32BigEndian(word);
            length = dim <= int.MaxValue && (dim == 0 || length <= long.MaxValue / dim) ? length * dim : long.MaxValue;
            shape[i] = (int)Math.Min(dim, int.MaxValue);
        }

        if (length > backed || length > Array.MaxLength)
        {
            throw new InvalidDataException($"{path}: truncated. The header promises {string.Join(" x ", shape)} bytes, more than the file can hold.");
        }

        byte[] data = new byte[length];
        ReadExactly(stream, data, path);
        return (shape, data);
    }

    private static void ReadExactly(Stream stream, Span<byte> target, string path)
    {
        int read = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        if (read < target.Length)
        {
            throw new InvalidDataException($"{path}: truncated. {target.Length - read} bytes are missing.");
        }
    }
}
