using System.IO.Compression;

namespace KerasSharp.Saving;

/// <summary>
/// Unpacks archives of data (tar, gz, zip) below a folder and nowhere else: members are files and folders with plain names. Everything is unpacked beside the folder first, and moved there
/// when all of it is good. Model files are never unpacked.
/// </summary>
internal sealed class ArchiveExtractor
{
    /// <summary>What an archive may unpack to, whatever its size.</summary>
    public const long FreeBytes = 64 << 20;

    /// <summary>What it may unpack to beyond that, as a multiple of its size.</summary>
    public const long Ratio = 100;

    private const int MostMembers = 1_000_000;
    private readonly string _folder;
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly long _most;
    private long _left;
    private int _members;

    private ArchiveExtractor(string folder, long archiveBytes) => (_folder, _most, _left) = (folder, FreeBytes + (archiveBytes * Ratio), FreeBytes + (archiveBytes * Ratio));

    /// <summary>Unpacks an archive.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">Where to; files that are there under the names of members are replaced.</param>
    /// <param name="formats">Formats that it may have: <c>tar</c> (packed by gzip or not), <c>gz</c> (one file), <c>zip</c>.</param>
    /// <returns>Whether it has one of them.</returns>
    /// <exception cref="ModelFormatException">The archive is damaged, has members that lead elsewhere, or unpacks to too much; nothing is left then.</exception>
    public static bool Extract(string path, string folder, params ReadOnlySpan<string> formats)
    {
        using ByteSource source = ByteSource.Open(path);
        string? format = Detect(source);
        if (format is null || !formats.Contains(format))
        {
            return false;
        }

        string whole = Path.GetFullPath(folder), temporary = $"{whole}.{Guid.NewGuid():N}.part";
        Directory.CreateDirectory(temporary);
        try
        {
            var extractor = new ArchiveExtractor(temporary, source.Length);
            switch (format)
            {
                case "zip":
                    extractor.ExtractZip(source);
                    break;
                case "tar":
                    using (Stream unpacked = Unpacked(source))
                    {
                        extractor.ExtractTar(new TarReader(unpacked));
                    }

                    break;
                default:
                    using (Stream unpacked = Unpacked(source))
                    {
                        extractor.ExtractFile(Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? name : "data", unpacked.Read);
                    }

                    break;
            }

            MoveInto(temporary, whole);
        }
        catch (Exception error) when (error is InvalidDataException)
        {
            throw new ModelFormatException($"The archive {Path.GetFileName(path)} cannot be unpacked. {error.Message}", error);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }

        return true;
    }

    /// <summary>The format of an archive by its content; null where it is none.</summary>
    private static string? Detect(ByteSource source)
    {
        byte[] first = new byte[(int)Math.Min(TarEntry.BlockBytes, source.Length)];
        source.Read(0, first);
        if (first is [0x1F, 0x8B, ..])
        {
            using Stream unpacked = Unpacked(source);
            byte[] block = new byte[TarEntry.BlockBytes];
            try
            {
                return TarEntry.IsHeader(block.AsSpan(0, unpacked.ReadAtLeast(block, block.Length, throwOnEndOfStream: false))) ? "tar" : "gz";
            }
            catch (InvalidDataException)
            {
                return "gz";
            }
        }

        return first is [(byte)'P', (byte)'K', ..] ? "zip" : TarEntry.IsHeader(first) ? "tar" : null;
    }

    private static Stream Unpacked(ByteSource source)
    {
        Span<byte> first = stackalloc byte[2];
        source.Read(0, first);
        var stream = new ByteSourceStream(source);
        return first.SequenceEqual((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    /// <summary>Moves all files of a folder into another, over those of the same names.</summary>
    private static void MoveInto(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Move(file, Path.Combine(to, Path.GetRelativePath(from, file)), overwrite: true);
        }
    }

    private void ExtractZip(ByteSource source)
    {
        // Members are unpacked to files, piece by piece: the budget of memory does not matter.
        ZipReader zip = ZipReader.Open(source, long.MaxValue);
        foreach (ZipMember member in zip.Members)
        {
            using Stream content = zip.OpenStream(member);
            ExtractFile(member.Name, content.Read);
        }
    }

    private void ExtractTar(TarReader tar)
    {
        while (tar.Next() is { } entry)
        {
            // Archives of a folder begin with "./".
            string name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.Kind != '5')
            {
                ExtractFile(name, tar.Read);
            }
            else if (name.TrimEnd('/') is { Length: > 0 } folder)
            {
                string path = Place(folder);
                Directory.CreateDirectory(File.Exists(path) ? throw Twice(folder) : path);
            }
        }
    }

    private void ExtractFile(string name, ReadPiece read)
    {
        string path = Place(name);
        if (Path.Exists(path))
        {
            throw Twice(name);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        for (int count; (count = read(_buffer)) > 0;)
        {
            _left -= count;
            if (_left < 0)
            {
                throw new ModelFormatException($"The archive unpacks to more than {_most} bytes, which one of its size may. Unpack it yourself if you trust it.");
            }

            file.Write(_buffer, 0, count);
        }
    }

    /// <summary>Where a member belongs, below the folder.</summary>
    private string Place(string name)
    {
        string? fault = ++_members > MostMembers ? "is one of too many" : EntryNames.Fault(name) ?? EntryNames.FileFault(name);
        string path = fault is null ? Path.GetFullPath(Path.Combine(_folder, name)) : "";
        if (fault is not null || !path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new ModelFormatException($"The archive has a member whose name {fault ?? "leads elsewhere"}: {EntryNames.Printed(name)}. Nothing of it is unpacked.");
        }

        for (string above = Path.GetDirectoryName(path)!; above.Length > _folder.Length; above = Path.GetDirectoryName(above)!)
        {
            if (File.Exists(above))
            {
                throw Twice(name);
            }
        }

        return path;
    }

    private static ModelFormatException Twice(string name) => new($"The archive has the member {EntryNames.Printed(name)} twice, or as a file and a folder. Nothing of it is unpacked.");

    /// <summary>Reads the next bytes of a member; 0 at its end.</summary>
    private delegate int ReadPiece(Span<byte> target);
}
