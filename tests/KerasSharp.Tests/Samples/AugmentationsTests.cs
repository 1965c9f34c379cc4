using System.Buffers.Binary;
using System.IO.Compression;
using KerasSharp.Samples.Augmentations;

namespace KerasSharp.Tests.Samples;

public sealed class AugmentationsTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("keras-sharp-augmentations-");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>The sheet is a PNG file, and in every row there is a draw that differs from the picture it was made of.</summary>
    [Fact]
    public void Sheet_Decodes_AndEachRowDiffersFromItsOriginal()
    {
        string path = Path.Combine(_directory.FullName, "sheet.png");
        ContactSheet.Write(path);
        (byte[] pixels, int width, int height) = Decode(File.ReadAllBytes(path));
        int block = ContactSheet.Place * (ContactSheet.Draws + 1), rows = height / ContactSheet.Row;
        Assert.Equal(0, height % ContactSheet.Row);
        for (int i = 0; i < ContactSheet.Layers.Length; i++)
        {
            byte[] At(int column) => Cut(pixels, width, (i / rows * block) + (column * ContactSheet.Place), (i % rows * ContactSheet.Row) + 12);
            Assert.Contains(Enumerable.Range(1, ContactSheet.Draws), draw => Differences(At(0), At(draw)) > 200);
        }
    }

    private static int Differences(byte[] one, byte[] other) => one.Zip(other).Count(pair => Math.Abs(pair.First - pair.Second) > 8);

    private static byte[] Cut(byte[] pixels, int width, int left, int top) =>
        [.. Enumerable.Range(top, Picture.Size).SelectMany(y => pixels.AsSpan(((y * width) + left) * 3, Picture.Size * 3).ToArray())];

    /// <summary>A reader of what the sample writes (RFC 2083): eight bits for each of three colours, rows without filters.</summary>
    private static (byte[] Pixels, int Width, int Height) Decode(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        Assert.Equal("IHDR"u8.ToArray(), file[12..16]);
        Assert.Equal(0x49454E44AE426082u, BinaryPrimitives.ReadUInt64BigEndian(file.AsSpan(file.Length - 8))); // "IEND" and its checksum as every PNG file has them
        (int width, int height) = (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)));
        Assert.Equal([8, 2, 0, 0, 0], file[24..29]);
        Assert.Equal("IDAT"u8.ToArray(), file[37..41]);
        using var packed = new MemoryStream(file, 41, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33)));
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        byte[] pixels = new byte[width * height * 3];
        for (int y = 0; y < height; y++)
        {
            Assert.Equal(0, zlib.ReadByte());
            zlib.ReadExactly(pixels, y * width * 3, width * 3);
        }

        Assert.Equal(-1, zlib.ReadByte());
        return (pixels, width, height);
    }
}
