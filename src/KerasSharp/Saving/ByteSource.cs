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

    /// <summary>
    /// What a stream holds from where it stands to its end. One that can be sought in is read where it is, and stands at its end when this is disposed; another one is copied to memory first. Either stays open.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="mostCopied">How many bytes may be copied; as many as an array can have when not given.</param>
    /// <exception cref="ModelFormatException">It cannot be sought in and has more bytes than that.</exception>
    public static ByteSource Of(Stream stream, long? mostCopied = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanSeek ? new StreamSource(stream) : Of(Copy(stream, Math.Min(mostCopied ?? Array.MaxLength, Array.MaxLength)));
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

    private static ReadOnlyMemory<byte> Copy(Stream stream, long most)
    {
        using var memory = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (memory.Length + read > most)
            {
                throw new ModelFormatException($"The stream cannot be sought in, so that it is copied to memory, and has more than the {most} bytes that are copied at most. Save it to a file and load that.");
            }

            memory.Write(buffer, 0, read);
        }

        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }

    /// <summary>Bytes elsewhere. Small reads go through one buffer, as the parts of a header stand side by side.</summary>
    private abstract class BufferedSource : ByteSource
    {
        private const int BufferSize = 1 << 16;
        private readonly byte[] _buffer = new byte[BufferSize];
        private readonly Lock _gate = new();
        private long _start = -1;
        private int _filled;

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
                    // Nothing is in the buffer while it is filled, which may fail.
                    _start = -1;
                    _filled = (int)Math.Min(BufferSize, Length - offset);
                    Fill(offset, _buffer.AsSpan(0, _filled));
                    _start = offset;
                }

                _buffer.AsSpan((int)(offset - _start), target.Length).CopyTo(target);
            }
        }

        /// <summary>Reads bytes that are there, from where they are.</summary>
        protected abstract void Fill(long offset, Span<byte> target);
    }

    private sealed class FileSource(SafeFileHandle handle) : BufferedSource
    {
        public override long Length { get; } = RandomAccess.GetLength(handle);

        protected override void Close() => handle.Dispose();

        protected override void Fill(long offset, Span<byte> target)
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

    private sealed class StreamSource(Stream stream) : BufferedSource
    {
        private readonly Lock _gate = new();
        private readonly long _start = stream.Position;

        public override long Length { get; } = Math.Max(0, stream.Length - stream.Position);

        protected override void Close()
        {
            if (stream.CanSeek)
            {
                stream.Position = _start + Length;
            }
        }

        protected override void Fill(long offset, Span<byte> target)
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
