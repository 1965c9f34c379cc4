namespace KerasSharp.Saving.Hdf5;

/// <summary>
/// A file in the Hierarchical Data Format, opened for reading: superblocks 0 to 3 (specification II.A). Nothing outside the file is ever opened, whatever it says.
/// </summary>
internal sealed class Hdf5File : IDisposable
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly ByteSource _source;

    private Hdf5File(ByteSource source, Hdf5Group root) => (_source, Root) = (source, root);

    /// <summary>The group that all others are in.</summary>
    public Hdf5Group Root { get; }

    /// <summary>Opens a file.</summary>
    public static Hdf5File Open(string path)
    {
        ByteSource source = ByteSource.Open(path);
        try
        {
            return Open(source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Opens bytes; the file disposes them.</summary>
    /// <exception cref="ModelFormatException">They are no such file.</exception>
    public static Hdf5File Open(ByteSource source)
    {
        long start = Find(source);
        byte[] bytes = new byte[Math.Min(128, source.Length - start)];
        source.Read(start, bytes);
        var whole = new Hdf5Context(source, start, 8, 8);
        var cursor = new Cursor(whole, bytes, "the superblock");
        cursor.Skip(Signature.Length);
        int version = cursor.Version(0, 3);
        cursor.Skip(version < 2 ? 4 : 0);
        int offsetSize = cursor.U8(), lengthSize = cursor.U8();
        if (offsetSize is not (2 or 4 or 8) || lengthSize is not (2 or 4 or 8))
        {
            throw Hdf5Context.Damaged("the superblock", $"has addresses of {offsetSize} and lengths of {lengthSize} bytes");
        }

        var context = new Hdf5Context(source, start, offsetSize, lengthSize);
        cursor = new Cursor(context, bytes, "the superblock") { Position = cursor.Position };
        cursor.Skip(version switch { 0 => 9, 1 => 13, _ => 1 });
        long startSaid = cursor.Address();
        cursor.Skip(offsetSize); // free space, or the superblock's extension
        long end = cursor.Address(), root;
        if (version < 2)
        {
            cursor.Skip(2 * offsetSize); // driver information, and the root's name
            root = cursor.Address();
        }
        else
        {
            root = cursor.Address();
            cursor.Checksum();
        }

        if (startSaid != start || end < 0 || end > source.Length)
        {
            throw Hdf5Context.Damaged("the file", $"should begin at {startSaid} and end at {end}, where it begins at {start} and ends at {source.Length}");
        }

        return new Hdf5File(source, new Hdf5Group(context, new GlobalHeap(context), ObjectHeader.Read(context, root), ""));
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    /// <summary>Where the superblock is: at the beginning, or behind a user block of 512, 1024, 2048, ... bytes.</summary>
    private static long Find(ByteSource source)
    {
        Span<byte> bytes = stackalloc byte[8];
        for (long at = 0; at <= source.Length - 16; at = at == 0 ? 512 : at * 2)
        {
            source.Read(at, bytes);
            if (bytes.SequenceEqual(Signature))
            {
                return at;
            }
        }

        throw new ModelFormatException($"HDF5: the file is no HDF5 file: its signature is missing. It has {source.Length} bytes.");
    }
}
