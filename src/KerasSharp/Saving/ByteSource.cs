using Microsoft.Win32.SafeHandles;

namespace KerasSharp.Saving;

/// <summary>Bytes that are read at any place: of a file, of memory, or of a part of either.</summary>
internal abstract class ByteSource : IDisposable
{
    /// <summary>Number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Opens a file for reading.</summary>
    public static ByteSource Open(string path) => new FileSource(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess));

    /// <summary>Bytes in memory.</summary>
    public static ByteSource Of(ReadOnlyMemory<byte> bytes) => new MemorySource(bytes);

    /// <summary>What a stream holds from where it stands to its end; one that cannot be sought in is read first. Disposing it leaves the stream open.</summary>
    public static ByteSource Of(Stream stream)
    {
        if (stream.CanSeek)
        {
            return new StreamSource(stream);
        }

        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Of(memory.GetBuffer().AsMemory(0, (int)memory.Length));
    }

    /// <summary>A part of these bytes; disposing it leaves the whole open.</summary>
    public ByteSource Section(long start, long length) => start >= 0 && length >= 0 && start <= Length - length
        ? new SectionSource(this, start, length)
        : throw new ModelFormatException($"A part of the file lies outside of it. Received: bytes {start} to {start} + {length} of {Length}.");

    /// <summary>Reads as many bytes as the target holds.</summary>
    /// <exception cref="ModelFormatException">They are not all there.</exception>
    public void Read(long offset, Span<byte> target)
    {
        if (offset < 0 || offset > Length - target.Length)
        {
            throw new ModelFormatException($"The file is cut off or damaged: it says that {target.Length} bytes stand at {offset}, and has {Length}.");
        }

        ReadInside(offset, target);
    }

    /// <summary>Closes what was opened.</summary>
    public void Dispose() => Close();

    /// <summary>Closes the file, where there is one.</summary>
    protected virtual void Close()
    {
    }

    /// <summary>Reads bytes that are there.</summary>
    protected abstract void ReadInside(long offset, Span<byte> target);

    /// <summary>A file. Small reads go through one buffer, as the parts of a header stand side by side.</summary>
    private sealed class FileSource(SafeFileHandle handle) : ByteSource
    {
        private const int BufferSize = 1 << 16;
        private readonly byte[] _buffer = new byte[BufferSize];
        private readonly Lock _gate = new();
        private long _start = -1;
        private int _filled;

        public override long Length { get; } = RandomAccess.GetLength(handle);

        protected override void Close() => handle.Dispose();

        protected override void ReadInside(long offset, Span<byte> target)
        {
            if (target.Length > BufferSize / 4)
            {
                Fill(offset, target);
                return;
            }

            lock (_gate)
            {
                if (_start < 0 || offset < _start || offset + target.Length > _start + _filled)
                {
                    _start = offset;
                    _filled = (int)Math.Min(BufferSize, Length - offset);
                    Fill(offset, _buffer.AsSpan(0, _filled));
                }

                _buffer.AsSpan((int)(offset - _start), target.Length).CopyTo(target);
            }
        }

        private void Fill(long offset, Span<byte> target)
        {
            while (target.Length > 0)
            {
                int read = RandomAccess.Read(handle, target, offset);
                if (read == 0)
                {
                    throw new ModelFormatException($"The file became shorter while it was read: nothing stands at {offset} any more.");
                }

                offset += read;
                target = target[read..];
            }
        }
    }

    private sealed class MemorySource(ReadOnlyMemory<byte> bytes) : ByteSource
    {
        public override long Length => bytes.Length;

        protected override void ReadInside(long offset, Span<byte> target) => bytes.Span.Slice((int)offset, target.Length).CopyTo(target);
    }

    private sealed class StreamSource(Stream stream) : ByteSource
    {
        private readonly Lock _gate = new();
        private readonly long _start = stream.Position;

        public override long Length { get; } = stream.Length - stream.Position;

        protected override void ReadInside(long offset, Span<byte> target)
        {
            lock (_gate)
            {
                stream.Position = _start + offset;
                if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
                {
                    throw new ModelFormatException($"The stream ends earlier than it said: {target.Length} bytes at {offset} are not all there, of {Length}.");
                }
            }
        }
    }

    private sealed class SectionSource(ByteSource whole, long start, long length) : ByteSource
    {
        public override long Length => length;

        protected override void ReadInside(long offset, Span<byte> target) => whole.ReadInside(start + offset, target);
    }
}
