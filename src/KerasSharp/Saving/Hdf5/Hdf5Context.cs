namespace KerasSharp.Saving.Hdf5;

/// <summary>
/// A file in the Hierarchical Data Format (HDF5 File Format Specification 3.0), and what bounds its reading. Addresses count from the superblock. Everything that the file says of
/// places and sizes is checked against its length before it is used.
/// </summary>
internal sealed class Hdf5Context(ByteSource source, long start, int offsetSize, int lengthSize)
{
    /// <summary>Structures of metadata that are read in all; a model with 100,000 weights needs a tenth.</summary>
    private const int MostReads = 5_000_000;

    private int _reads;

    /// <summary>Bytes of an address.</summary>
    public int OffsetSize { get; } = offsetSize;

    /// <summary>Bytes of a length.</summary>
    public int LengthSize { get; } = lengthSize;

    /// <summary>Number of bytes behind the superblock's beginning.</summary>
    public long Length { get; } = source.Length - start;

    /// <summary>An error of a file that is damaged.</summary>
    public static ModelFormatException Damaged(string what, string why) => new($"HDF5: {what} {why}. The file is damaged, or made to do harm.");

    /// <summary>An error of a file that uses what models do not need.</summary>
    public static ModelFormatException Unsupported(string what) => new($"HDF5: {what}. Keras writes no such thing, and it is not followed.");

    /// <summary>Metadata at an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="count">Number of bytes.</param>
    /// <param name="what">What stands there, for messages.</param>
    public Cursor At(long address, long count, string what)
    {
        if (++_reads > MostReads)
        {
            throw Damaged("the file", $"has more than {MostReads} parts");
        }

        if (address < 0 || count < 0 || count > int.MaxValue || address > Length - count)
        {
            throw Damaged(what, $"lies outside the file (at {address}, {count} bytes, of {Length})");
        }

        byte[] bytes = new byte[count];
        source.Read(start + address, bytes);
        return new Cursor(this, bytes, what);
    }

    /// <summary>As much metadata as there is, up to a number of bytes.</summary>
    public Cursor UpTo(long address, int most, string what) => At(address, address >= 0 && address < Length ? Math.Min(most, Length - address) : most, what);

    /// <summary>Numbers of a dataset at an address.</summary>
    public void Read(long address, Span<byte> target)
    {
        if (address < 0 || address > Length - target.Length)
        {
            throw Damaged("the numbers of a dataset", $"lie outside the file (at {address}, {target.Length} bytes, of {Length})");
        }

        source.Read(start + address, target);
    }
}
