using System.IO.Compression;
using System.Text;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving.Archives;

/// <summary>Archives that we write, read by the class library and by our own reader.</summary>
public sealed class ZipWriterTests
{
    private static readonly (string Name, byte[] Bytes)[] Members =
        [("metadata.json", "{}"u8.ToArray()), ("empty", []), ("assets/größe.txt", "naïve"u8.ToArray()), ("model.weights.h5", [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))])];

    private static byte[] Written()
    {
        using var stream = new ForwardStream();
        var writer = new ZipWriter(stream);
        foreach ((string name, byte[] bytes) in Members)
        {
            // In pieces, as files are written.
            writer.Add(name, member =>
            {
                for (int at = 0; at < bytes.Length; at += 999)
                {
                    member.Write(bytes.AsSpan(at, Math.Min(999, bytes.Length - at)));
                }
            });
        }

        writer.Finish();
        return stream.ToArray();
    }

    [Fact]
    public void Members_ReadByTheClassLibrary_AreThoseWritten()
    {
        using var archive = new ZipArchive(new MemoryStream(Written()), ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
        Assert.Equal(Members.Select(member => member.Name), archive.Entries.Select(entry => entry.FullName));
        foreach ((string name, byte[] bytes) in Members)
        {
            ZipArchiveEntry entry = archive.GetEntry(name)!;
            Assert.Equal((bytes.Length, bytes.Length, Crc32.Of(bytes)), (entry.Length, entry.CompressedLength, entry.Crc32));
            Assert.InRange(entry.LastWriteTime.DateTime, DateTime.Now.AddDays(-1), DateTime.Now.AddDays(1));
            using Stream stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            Assert.Equal(bytes, copy.ToArray());
        }
    }

    [Fact]
    public void Members_ReadByOurReader_StandInPlace()
    {
        using ZipReader reader = ZipReader.Open(ByteSource.Of(Written()));
        Assert.Equal(Members.Select(member => member.Name), reader.Members.Select(member => member.Name));
        foreach ((string name, byte[] bytes) in Members)
        {
            ByteSource source = reader.Open(reader.Find(name)!);
            byte[] read = new byte[source.Length];
            source.Read(0, read);
            Assert.Equal(bytes, read);
        }
    }

    [Fact]
    public void Member_OverFourGigabytes_HasFieldsOf64Bits()
    {
        const long Length = (5L << 30) + 3;
        byte[] piece = new byte[1 << 20];
        using var stream = new CountingStream(keep: 200);
        var writer = new ZipWriter(stream);
        writer.Add("a", member =>
        {
            for (long left = Length; left > 0; left -= piece.Length)
            {
                member.Write(piece.AsSpan(0, (int)Math.Min(left, piece.Length)));
            }
        });
        writer.Add("b", member => member.Write("b"u8));
        writer.Finish();

        // APPNOTE 4.3.7 and 4.5.3: both sizes say that they stand in the field of kind 1, which has 16 bytes.
        ReadOnlySpan<byte> head = stream.Head;
        Assert.Equal(uint.MaxValue, BitConverter.ToUInt32(head[18..]));
        Assert.Equal((1, 16, Length, Length), (BitConverter.ToUInt16(head[31..]), BitConverter.ToUInt16(head[33..]), BitConverter.ToInt64(head[35..]), BitConverter.ToInt64(head[43..])));

        // 4.3.15 and 4.3.16: the end says that there is one of 64 bits, which the locator before it leads to.
        ReadOnlySpan<byte> tail = stream.Tail;
        Assert.Equal(0x06054B50u, BitConverter.ToUInt32(tail[^22..]));
        Assert.Equal(0x07064B50u, BitConverter.ToUInt32(tail[^42..]));
        long end64 = BitConverter.ToInt64(tail[^34..]);
        Assert.Equal(stream.Length - 42 - 56, end64);
        Assert.Equal(0x06064B50u, BitConverter.ToUInt32(tail[^98..]));
        Assert.Equal(2, BitConverter.ToInt64(tail[^66..]));
    }

    /// <summary>A stream that cannot be sought in.</summary>
    private sealed class ForwardStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override long Seek(long offset, SeekOrigin loc) => throw new NotSupportedException();
    }

    /// <summary>Keeps the beginning and the end of what is written to it.</summary>
    private sealed class CountingStream(int keep) : Stream
    {
        private readonly List<byte> _head = [], _tail = [];
        private long _length;

        public byte[] Head => [.. _head];

        public byte[] Tail => [.. _tail];

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position
        {
            get => _length;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _length += buffer.Length;
            _head.AddRange(buffer[..Math.Min(buffer.Length, keep - _head.Count)]);
            _tail.AddRange(buffer[Math.Max(0, buffer.Length - keep)..]);
            _tail.RemoveRange(0, Math.Max(0, _tail.Count - keep));
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
