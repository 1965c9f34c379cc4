using System.Globalization;

namespace KerasSharp.Saving;

/// <summary>Walks through a tar archive from its beginning to its end: files and folders only.</summary>
internal sealed class TarReader(Stream stream)
{
    /// <summary>Bytes of the fields that may stand before a member.</summary>
    private const int MostFields = 1 << 16;

    private long _left, _padding;

    /// <summary>The next file or folder with its name and size; null at the end.</summary>
    /// <exception cref="ModelFormatException">The archive is damaged, or the member is a link, a device or something else.</exception>
    public TarEntry? Next()
    {
        string? name = null;
        long? size = null;
        byte[] block = new byte[TarEntry.BlockBytes];
        while (true)
        {
            Skip();
            int read = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            if (read == 0 || (read == block.Length && !block.AsSpan().ContainsAnyExcept((byte)0)))
            {
                return name is null && size is null ? null : throw TarEntry.Damaged("fields stand before no member");
            }

            TarEntry entry = TarEntry.Read(block.AsSpan(0, read));
            Begin(entry.Size);
            switch (entry.Kind)
            {
                case 'x':
                    ReadFields(ref name, ref size);
                    break;
                case 'L':
                    name = TarEntry.Text(Fields());
                    break;
                case 'g': // Of all members: dates, comments. A name or size there would be of no use.
                    break;
                case '0' or '7' or '5':
                    // Archives older than kinds have folders as names that end in '/'.
                    entry = new TarEntry(name ?? entry.Name, (name ?? entry.Name).EndsWith('/') ? '5' : entry.Kind, size ?? entry.Size);
                    Begin(entry.Size);
                    return entry.Kind != '5' || entry.Size == 0 ? entry : throw TarEntry.Damaged($"the folder {EntryNames.Printed(entry.Name)} has bytes");
                default:
                    throw new ModelFormatException($"Tar: the member {EntryNames.Printed(name ?? entry.Name)} is a link, a device or something else (kind {EntryNames.Printed($"{entry.Kind}")}). Only files and folders are unpacked.");
            }
        }
    }

    /// <summary>Reads bytes of the present member; 0 at its end.</summary>
    public int Read(Span<byte> target)
    {
        int read = stream.Read(target[..(int)Math.Min(target.Length, _left)]);
        _left -= read;
        return read > 0 || _left == 0 || target.Length == 0 ? read : throw TarEntry.Damaged($"the archive ends {_left} bytes before a member does");
    }

    private void Begin(long size) => (_left, _padding) = (size, (TarEntry.BlockBytes - (size % TarEntry.BlockBytes)) % TarEntry.BlockBytes);

    /// <summary>Leaves what is left of the present member behind.</summary>
    private void Skip()
    {
        byte[] buffer = new byte[_left > 0 ? 1 << 16 : TarEntry.BlockBytes];
        while (_left > 0)
        {
            _ = Read(buffer);
        }

        (_left, _padding) = (_padding, 0);
        while (_left > 0)
        {
            _ = Read(buffer);
        }
    }

    private byte[] Fields()
    {
        byte[] fields = new byte[_left <= MostFields ? _left : throw TarEntry.Damaged($"the fields of a member have {_left} bytes; {MostFields} are allowed")];
        for (int at = 0; at < fields.Length;)
        {
            at += Read(fields.AsSpan(at));
        }

        return fields;
    }

    /// <summary>Fields of the member that follows: lines <c>length name=value</c>, of which name and size matter.</summary>
    private void ReadFields(ref string? name, ref long? size)
    {
        for (ReadOnlySpan<byte> rest = Fields(); rest.Length > 0;)
        {
            int space = rest.IndexOf((byte)' ');
            if (space < 1 || !int.TryParse(rest[..space], NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length <= space + 1 || length > rest.Length)
            {
                throw TarEntry.Damaged("the fields of a member cannot be read");
            }

            ReadOnlySpan<byte> line = rest[(space + 1)..(length - 1)];
            rest = rest[length..];
            if (line.StartsWith("path="u8))
            {
                name = TarEntry.Text(line[5..]);
            }
            else if (line.StartsWith("size="u8))
            {
                size = long.TryParse(line[5..], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : throw TarEntry.Damaged("the size of a member is no number");
            }
            else if (line.StartsWith("GNU.sparse"u8) || line.StartsWith("linkpath="u8))
            {
                throw TarEntry.Damaged("a member is a link, or has holes");
            }
        }
    }
}
