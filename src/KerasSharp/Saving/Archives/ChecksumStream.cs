namespace KerasSharp.Saving;

/// <summary>Counts bytes that are written to it, takes their checksum, and keeps nothing.</summary>
internal sealed class ChecksumStream : Stream
{
    private Crc32 _sum;
    private long _length;

    /// <summary>The checksum of all bytes so far.</summary>
    public uint Checksum => _sum.Value;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException("The stream only counts: it cannot be sought in.");
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _sum.Add(buffer);
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream only counts: it holds nothing to read.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The stream only counts: it cannot be sought in.");

    public override void SetLength(long value) => throw new NotSupportedException("The stream only counts: its length is that of what was written.");
}
