using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving.Archives;

/// <summary>Zip archives are read where every record agrees with every other, and refused where one does not.</summary>
public sealed class ZipReaderTests
{
    private const int LocalHeader = 0x04034B50, DirectoryEntry = 0x02014B50, End = 0x06054B50;

    /// <summary>Where a record begins (its mark, and which of that kind), the place of a field in it, and the bytes that it gets.</summary>
    public static TheoryData<string, int, int, int, byte[]> Lies => new()
    {
        { "local flags: encrypted", LocalHeader, 0, 6, [1] },
        { "directory flags: encrypted", DirectoryEntry, 0, 8, [1] },
        { "local method", LocalHeader, 0, 8, [8] },
        { "directory method", DirectoryEntry, 1, 10, [9] },
        { "local checksum", LocalHeader, 0, 14, [1, 2, 3, 4] },
        { "directory checksum", DirectoryEntry, 0, 16, [1, 2, 3, 4] },
        { "local packed size", LocalHeader, 0, 18, [1] },
        { "local size", LocalHeader, 0, 22, [1] },
        { "directory packed size", DirectoryEntry, 0, 20, [1] },
        { "directory size", DirectoryEntry, 0, 24, [1] },
        { "size of 64 bits that is not there", DirectoryEntry, 0, 24, [255, 255, 255, 255] },
        { "directory place of the member", DirectoryEntry, 0, 42, [1] },
        { "both members at one place", DirectoryEntry, 1, 42, [0, 0, 0, 0] },
        { "local length of the name", LocalHeader, 0, 26, [1] },
        { "local length of extra fields", LocalHeader, 0, 28, [9] },
        { "local name", LocalHeader, 0, 30, "B"u8.ToArray() },
        { "directory: number of the disk", DirectoryEntry, 0, 34, [1] },
        { "directory: symbolic link", DirectoryEntry, 0, 40, [0xFF, 0xA1] },
        { "directory: device", DirectoryEntry, 0, 40, [0xFF, 0x21] },
        { "directory mark", DirectoryEntry, 1, 0, [0] },
        { "end: number of members", End, 0, 10, [1] },
        { "end: number of members on this disk", End, 0, 8, [1] },
        { "end: size of the directory", End, 0, 12, [1] },
        { "end: place of the directory", End, 0, 16, [1] },
        { "end: place of 64 bits that is not there", End, 0, 16, [255, 255, 255, 255] },
        { "end: comment longer than the file", End, 0, 20, [1] },
        { "end: number of the disk", End, 0, 4, [1] },
    };

    [Theory]
    [InlineData(CompressionLevel.NoCompression, true)]
    [InlineData(CompressionLevel.NoCompression, false)]
    [InlineData(CompressionLevel.Optimal, true)]
    [InlineData(CompressionLevel.Optimal, false)]
    public void Open_HonestArchive_GivesTheBytes(CompressionLevel level, bool isSeekable)
    {
        // Where the archive cannot be sought in, sizes stand behind the members.
        byte[] large = new byte[100_000];
        new Random(1).NextBytes(large.AsSpan(0, 70_000));
        byte[] bytes = Archive(level, isSeekable, ("a", large), ("größe/隠れ層", [7]), ("folder/", []), ("empty", []));
        using ZipReader zip = ZipReader.Open(ByteSource.Of(bytes));
        Assert.Equal(["a", "größe/隠れ層", "empty"], zip.Members.Select(m => m.Name));
        Assert.Equal(large, zip.ReadAll(zip.Find("a")!));
        Assert.Equal([7], zip.ReadAll(zip.Find("größe/隠れ層")!));
        Assert.Empty(zip.ReadAll(zip.Find("empty")!));
        Assert.Null(zip.Find("folder/"));
        using ByteSource source = zip.Open(zip.Find("a")!);
        byte[] middle = new byte[1000];
        source.Read(50_000, middle);
        Assert.Equal(large[50_000..51_000], middle);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public void Open_RecordThatLies_Refuses(string what, int mark, int which, int field, byte[] value)
    {
        byte[] bytes = Archive(CompressionLevel.NoCompression, true, ("AA", [1, 2, 3]), ("CC", [4, 5, 6]));
        value.CopyTo(bytes, Record(bytes, mark, which) + field);
        Assert.Throws<ModelFormatException>(() => ReadAll(bytes));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../x")]
    [InlineData("a/../x")]
    [InlineData("a/./x")]
    [InlineData("..")]
    [InlineData("a//x")]
    [InlineData("a\\x")]
    [InlineData("C:x")]
    [InlineData("a\0x")]
    [InlineData("a\nx")]
    public void Open_NameThatLeadsElsewhere_Refuses(string name) =>
        Assert.Contains("name", Assert.Throws<ModelFormatException>(() => ReadAll(Archive(CompressionLevel.NoCompression, true, (name, [1])))).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_SameNameTwice_Refuses() =>
        Assert.Contains("twice", Assert.Throws<ModelFormatException>(() => ReadAll(Archive(CompressionLevel.NoCompression, true, ("a", [1]), ("a", [2])))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Open_BytesThatBelongToNoMember_Refuses(int place)
    {
        byte[] bytes = Archive(CompressionLevel.NoCompression, true, ("a", [1]), ("b", [2]));
        int at = place switch { 0 => 0, 1 => Record(bytes, LocalHeader, 1), _ => bytes.Length };
        Assert.Throws<ModelFormatException>(() => ReadAll([.. bytes[..at], 1, 2, 3, .. bytes[at..]]));
    }

    [Fact]
    public void Open_CutAnywhere_Refuses()
    {
        byte[] bytes = Archive(CompressionLevel.Optimal, false, ("a", new byte[100]), ("b", [2]));
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ModelFormatException>(() => ReadAll(bytes[..length]));
        }
    }

    [Fact]
    public void Open_Bomb_RefusesBeforeItUnpacks()
    {
        byte[] bytes = Archive(CompressionLevel.Optimal, true, ("a", new byte[ZipReader.FreeBudget / 2]), ("b", new byte[ZipReader.FreeBudget]));
        Assert.Contains("unpack", Assert.Throws<ModelFormatException>(() => ZipReader.Open(ByteSource.Of(bytes))).Message, StringComparison.Ordinal);
        using ZipReader zip = ZipReader.Open(ByteSource.Of(bytes), budget: 2 * ZipReader.FreeBudget);
        Assert.Equal(ZipReader.FreeBudget, zip.ReadAll(zip.Find("b")!).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Open_DeflatedMemberOfAnotherSize_Refuses(int difference)
    {
        byte[] bytes = Archive(CompressionLevel.Optimal, true, ("a", new byte[1000]));
        foreach ((int mark, int field) in new[] { (LocalHeader, 22), (DirectoryEntry, 24) })
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Record(bytes, mark, 0) + field), 1000 + difference);
        }

        Assert.Throws<ModelFormatException>(() => ReadAll(bytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(200)]
    [InlineData(70_001)]
    public void Crc32_OfAnyLength_IsThatOfTheDefinition(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        uint expected = uint.MaxValue;
        foreach (byte b in bytes)
        {
            expected ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                expected = (expected & 1) != 0 ? (expected >> 1) ^ 0xEDB88320 : expected >> 1;
            }
        }

        var parts = default(Crc32);
        parts.Add(bytes.AsSpan(0, length / 3));
        parts.Add(bytes.AsSpan(length / 3));
        Assert.Equal((~expected, ~expected), (Crc32.Of(bytes), parts.Value));
        Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8)); // The check value of the catalogue of CRCs.
    }

    private static void ReadAll(byte[] bytes)
    {
        using ZipReader zip = ZipReader.Open(ByteSource.Of(bytes));
        foreach (ZipMember member in zip.Members)
        {
            _ = zip.ReadAll(member);
        }
    }

    private static byte[] Archive(CompressionLevel level, bool isSeekable, params (string Name, byte[] Bytes)[] members)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(isSeekable ? memory : new ForwardStream(memory), ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach ((string name, byte[] content) in members)
            {
                using Stream stream = zip.CreateEntry(name, level).Open();
                stream.Write(content);
            }
        }

        return memory.ToArray();
    }

    private static int Record(byte[] bytes, int mark, int which)
    {
        int at = -1;
        for (int i = 0; i <= which; i++)
        {
            at += 1 + bytes.AsSpan(at + 1).IndexOf(BitConverter.GetBytes(mark));
        }

        return at;
    }

    /// <summary>A stream that cannot be sought in.</summary>
    private sealed class ForwardStream(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
