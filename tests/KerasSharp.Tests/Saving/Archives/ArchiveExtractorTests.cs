using System.Formats.Tar;
using System.IO.Compression;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving.Archives;

/// <summary>Archives of data are unpacked below their folder, or not at all.</summary>
public sealed class ArchiveExtractorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    public static TheoryData<TarEntryFormat> Formats => [TarEntryFormat.V7, TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Extract_Tar_OfAnyFormat(TarEntryFormat format)
    {
        string deep = format == TarEntryFormat.V7 ? "b" : format == TarEntryFormat.Ustar ? $"b/{new string('x', 90)}/y" : $"b/{new string('x', 90)}/größe_{new string('y', 60)}";
        byte[] large = new byte[100_000];
        new Random(1).NextBytes(large);
        Tar(format, ("./", null), ("./b/", null), ($"./{deep}/data.bin", large), ("a.txt", [1, 2]), ("empty", []));
        Assert.True(ArchiveExtractor.Extract(At("a.tar"), At("out"), "zip", "tar"));
        Assert.Equal(large, File.ReadAllBytes(At($"out/{deep}/data.bin")));
        Assert.Equal([1, 2], File.ReadAllBytes(At("out/a.txt")));
        Assert.Empty(File.ReadAllBytes(At("out/empty")));
        Assert.Equal(3, Directory.GetFiles(At("out"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Extract_TarGz_Gz_Zip_ByContent()
    {
        Tar(TarEntryFormat.Pax, ("d/a", [1]));
        Gzip(At("a.tar"), At("b"));
        Assert.True(ArchiveExtractor.Extract(At("b"), At("tar"), "tar"));
        Assert.Equal([1], File.ReadAllBytes(At("tar/d/a")));

        File.WriteAllText(At("plain"), "text");
        Gzip(At("plain"), At("plain.txt.gz"));
        Assert.False(ArchiveExtractor.Extract(At("plain.txt.gz"), At("gz"), "tar", "zip"));
        Assert.True(ArchiveExtractor.Extract(At("plain.txt.gz"), At("gz"), "gz"));
        Assert.Equal("text", File.ReadAllText(At("gz/plain.txt")));

        Directory.CreateDirectory(At("in/d"));
        File.WriteAllText(At("in/d/z"), "zip");
        ZipFile.CreateFromDirectory(At("in"), At("z"));
        Assert.True(ArchiveExtractor.Extract(At("z"), At("zip"), "zip"));
        Assert.Equal("zip", File.ReadAllText(At("zip/d/z")));
        Assert.False(ArchiveExtractor.Extract(At("plain"), At("none"), "tar", "zip", "gz"));
        Assert.False(Directory.Exists(At("none")));
    }

    [Fact]
    public void Extract_IntoAFolderThatIsThere_ReplacesFilesOfTheSameNames()
    {
        Directory.CreateDirectory(At("out/d"));
        File.WriteAllText(At("out/d/a"), "old");
        File.WriteAllText(At("out/kept"), "kept");
        Tar(TarEntryFormat.Pax, ("d/a", [1]));
        Assert.True(ArchiveExtractor.Extract(At("a.tar"), At("out"), "tar"));
        Assert.Equal([1], File.ReadAllBytes(At("out/d/a")));
        Assert.Equal("kept", File.ReadAllText(At("out/kept")));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/x")]
    [InlineData("C:\\x")]
    [InlineData("a\\..\\x")]
    [InlineData("..")]
    public void Extract_NameThatLeadsElsewhere_LeavesNothing(string name)
    {
        Tar(TarEntryFormat.Pax, ("good", [1]), (name, [2]));
        AssertRefused("name");
        using (ZipArchive zip = ZipFile.Open(At("a.tar"), ZipArchiveMode.Create))
        {
            zip.CreateEntry(name);
        }

        AssertRefused("name");
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    [InlineData(TarEntryType.Fifo)]
    public void Extract_LinkOrDevice_LeavesNothing(TarEntryType type)
    {
        foreach (TarEntryFormat format in (TarEntryFormat[])[TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu])
        {
            using (FileStream file = File.Create(At("a.tar")))
            using (var writer = new TarWriter(file, format))
            {
                System.Formats.Tar.TarEntry entry = format switch { TarEntryFormat.Ustar => new UstarTarEntry(type, "x"), TarEntryFormat.Pax => new PaxTarEntry(type, "x"), _ => new GnuTarEntry(type, "x") };
                if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                {
                    entry.LinkName = "/etc/passwd";
                }

                writer.WriteEntry(entry);
            }

            AssertRefused("link");
        }
    }

    [Fact]
    public void Extract_SameNameTwice_LeavesNothing()
    {
        Tar(TarEntryFormat.Pax, ("a", [1]), ("a", [2]));
        AssertRefused("twice");
        Tar(TarEntryFormat.Pax, ("a", [1]), ("a/b", [2]));
        AssertRefused("");
    }

    [Fact]
    public void Extract_Bomb_LeavesNothing()
    {
        using (FileStream file = File.Create(At("a.tar")))
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal))
        {
            byte[] zeros = new byte[1 << 20];
            for (long written = 0; written <= 2 * ArchiveExtractor.FreeBytes; written += zeros.Length)
            {
                gzip.Write(zeros);
            }
        }

        AssertRefused("unpacks to more", "gz");
    }

    [Fact]
    public void Extract_CutOrChangedAnywhere_EndsInAnErrorOfOurOwnOrTheFiles()
    {
        Tar(TarEntryFormat.Pax, ("größe", new byte[600]), ("b", [1]));
        byte[] good = File.ReadAllBytes(At("a.tar"));
        for (int i = 0; i < good.Length; i += 61)
        {
            byte[] changed = [.. good];
            changed[i] ^= 0x41;
            foreach (byte[] bytes in (byte[][])[good[..i], changed])
            {
                File.WriteAllBytes(At("a.tar"), bytes);
                try
                {
                    ArchiveExtractor.Extract(At("a.tar"), At("out"), "tar");
                }
                catch (ModelFormatException)
                {
                    // Either is right.
                }
            }
        }

        Assert.Empty(Directory.GetDirectories(_folder, "*.part"));
    }

    private void AssertRefused(string part, string format = "")
    {
        string[] before = Directory.GetFileSystemEntries(_folder);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => ArchiveExtractor.Extract(At("a.tar"), At("out"), format.Length > 0 ? format : File.ReadAllBytes(At("a.tar"))[0] == 'P' ? "zip" : "tar"));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder));
        File.Delete(At("a.tar"));
    }

    private static void Gzip(string from, string to)
    {
        using FileStream source = File.OpenRead(from), target = File.Create(to);
        using var gzip = new GZipStream(target, CompressionLevel.Optimal);
        source.CopyTo(gzip);
    }

    private void Tar(TarEntryFormat format, params (string Name, byte[]? Bytes)[] members)
    {
        using FileStream file = File.Create(At("a.tar"));
        using var writer = new TarWriter(file, format);
        foreach ((string name, byte[]? bytes) in members)
        {
            TarEntryType type = bytes is null ? TarEntryType.Directory : format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile;
            System.Formats.Tar.TarEntry entry = format switch { TarEntryFormat.V7 => new V7TarEntry(type, name), TarEntryFormat.Ustar => new UstarTarEntry(type, name), TarEntryFormat.Pax => new PaxTarEntry(type, name), _ => new GnuTarEntry(type, name) };
            if (bytes is not null)
            {
                entry.DataStream = new MemoryStream(bytes);
            }

            writer.WriteEntry(entry);
        }
    }
}
