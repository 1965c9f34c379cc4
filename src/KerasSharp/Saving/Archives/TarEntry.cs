using System.Text;

namespace KerasSharp.Saving;

/// <summary>The header of a member of a tar archive: 512 bytes (POSIX.1-2008, pax, "ustar Interchange Format"; the forms of GNU tar as well).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is: <c>'0'</c> a file, <c>'5'</c> a folder, <c>'x'</c> fields of the member that follows, ...</param>
/// <param name="Size">Number of its bytes.</param>
internal readonly record struct TarEntry(string Name, char Kind, long Size)
{
    /// <summary>Bytes of a header; bytes of members are filled up to a multiple of it.</summary>
    public const int BlockBytes = 512;

    private const int SizeAt = 124, SumAt = 148, SumBytes = 8, KindAt = 156, MagicAt = 257, PrefixAt = 345, PrefixBytes = 155, NameBytes = 100, NumberBytes = 12;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether bytes are a header: its checksum is right.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> block)
    {
        if (block.Length < BlockBytes || block[0] == 0)
        {
            return false;
        }

        long sum = SumBytes * ' ';
        for (int i = 0; i < BlockBytes; i++)
        {
            sum += i is >= SumAt and < SumAt + SumBytes ? 0 : block[i];
        }

        return Octal(block.Slice(SumAt, SumBytes)) == sum;
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="ModelFormatException">The bytes are none.</exception>
    public static TarEntry Read(ReadOnlySpan<byte> block)
    {
        if (!IsHeader(block))
        {
            throw Damaged("a header is none, or its checksum is wrong");
        }

        string name = Text(block[..NameBytes]), prefix = block.Slice(MagicAt, 6).SequenceEqual("ustar\0"u8) ? Text(block.Slice(PrefixAt, PrefixBytes)) : "";
        long size = Number(block.Slice(SizeAt, NumberBytes));
        return size >= 0
            ? new TarEntry(prefix.Length == 0 ? name : $"{prefix}/{name}", block[KindAt] == 0 ? '0' : (char)block[KindAt], size)
            : throw Damaged($"the member {EntryNames.Printed(name)} has no size");
    }

    /// <summary>Text up to a byte 0.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        try
        {
            return Utf8.GetString(end < 0 ? bytes : bytes[..end]);
        }
        catch (DecoderFallbackException error)
        {
            throw new ModelFormatException("Tar: a name is not UTF-8.", error);
        }
    }

    public static ModelFormatException Damaged(string what) => new($"Tar: {what}. The archive is damaged, or made to do harm.");

    /// <summary>A number in octal digits, or, where the first bit is set, in bytes of which the first comes first; -1 where it is none.</summary>
    private static long Number(ReadOnlySpan<byte> bytes)
    {
        if ((bytes[0] & 0x80) == 0)
        {
            return Octal(bytes);
        }

        long value = bytes[0] & 0x7F;
        foreach (byte b in bytes[1..])
        {
            value = value is >= 0 and < 1L << 54 ? (value << 8) | b : -1;
        }

        return value;
    }

    private static long Octal(ReadOnlySpan<byte> bytes)
    {
        string digits = Encoding.Latin1.GetString(bytes).Trim(' ', '\0');
        long value = 0;
        foreach (char c in digits)
        {
            if (c is < '0' or > '7')
            {
                return -1;
            }

            value = (value << 3) | (uint)(c - '0');
        }

        return value;
    }
}
