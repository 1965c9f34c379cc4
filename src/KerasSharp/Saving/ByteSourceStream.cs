namespace KerasSharp.Saving;

/// <summary>Reads bytes from their beginning to their end as a stream.</summary>
internal sealed class ByteSourceStream(ByteSource source) : ReadOnlyStream
{
    private long _position;

    public override bool CanSeek => true;

    public override long Length => source.Length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Clamp(source.Length - _position, 0, buffer.Length);
        source.Read(_position, buffer[..count]);
        _position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? _position : source.Length);
}
