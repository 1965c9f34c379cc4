using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace KerasSharp.Samples.Augmentations;

/// <summary>Writes pictures as PNG (RFC 2083): a signature, and chunks of length, type, data and checksum.</summary>
internal static class PngFile
{
    private static readonly byte[] s_signature = [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Writes a picture of eight bits for each of red, green and blue.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pixels">Row by row, three bytes a pixel.</param>
    /// <param name="width">Pixels of a row.</param>
    public static void Write(string path, byte[] pixels, int width)
    {
        int stride = width * 3, height = pixels.Length / stride;
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits a number
        header[9] = 2; // red, green and blue

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte(0); // the row as it is, without a filter
                zlib.Write(pixels, y * stride, stride);
            }
        }

        using FileStream file = File.Create(path);
        file.Write(s_signature);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", packed.ToArray());
        WriteChunk(file, "IEND", []);
    }

    private static void WriteChunk(FileStream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(body));
        file.Write(number);
    }

    /// <summary>CRC-32 with the polynomial of RFC 2083, section 15.</summary>
    private static uint Checksum(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
