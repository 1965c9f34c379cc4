using System.IO.Compression;
using System.Text;

namespace KerasSharp.Tests.Saving;

/// <summary>Changes members of saved models.</summary>
internal static class ArchiveEdits
{
    /// <summary>Replaces text in <c>config.json</c>; the text must be there.</summary>
    public static void EditConfig(string path, string from, string to)
    {
        string config = ReadText(path, "config.json");
        Assert.Contains(from, config, StringComparison.Ordinal);
        Replace(path, "config.json", Encoding.UTF8.GetBytes(config.Replace(from, to, StringComparison.Ordinal)));
    }

    /// <summary>The text of a member.</summary>
    public static string ReadText(string path, string member)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        using var reader = new StreamReader(archive.GetEntry(member)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Puts a member in place of another, or adds it.</summary>
    public static void Replace(string path, string member, byte[] bytes)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update);
        archive.GetEntry(member)?.Delete();
        using Stream stream = archive.CreateEntry(member, CompressionLevel.NoCompression).Open();
        stream.Write(bytes);
    }
}
