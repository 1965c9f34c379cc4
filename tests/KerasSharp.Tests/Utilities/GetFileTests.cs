using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Utilities;

/// <summary>Files are fetched once, checked, and kept.</summary>
public sealed class GetFileTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3];
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    private string Source => Path.Combine(_folder, "source.bin");

    private string Origin => new Uri(Source).AbsoluteUri;

    private string Cache => Path.Combine(_folder, "cache");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void GetFile_FromAnAddress_FetchesItOnce()
    {
        using HttpListener server = Serve(out string address);
        int requests = 0;
        var answering = new Thread(() =>
        {
            while (server.IsListening)
            {
                try
                {
                    HttpListenerContext context = server.GetContext();
                    requests++;
                    context.Response.StatusCode = context.Request.Url!.AbsolutePath == "/a/data.bin" ? 200 : 404;
                    context.Response.OutputStream.Write(Content);
                    context.Response.Close();
                }
                catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        });
        answering.Start();
        string path = Utils.GetFile(origin: $"{address}a/data.bin?x=1", cacheDir: Cache);
        Assert.Equal(Path.Combine(Cache, "datasets", "data.bin"), path);
        Assert.Equal(Content, File.ReadAllBytes(path));
        Assert.Equal(path, Utils.GetFile(origin: $"{address}a/data.bin", cacheDir: Cache));
        Assert.Equal(1, requests);
        Utils.GetFile(origin: $"{address}a/data.bin", cacheDir: Cache, forceDownload: true);
        Assert.Equal(2, requests);
        Assert.Contains("404", Assert.Throws<IOException>(() => Utils.GetFile(origin: $"{address}none", cacheDir: Cache)).Message, StringComparison.Ordinal);
        server.Stop();
        answering.Join();
        Assert.Equal([path], Directory.GetFiles(Path.Combine(Cache, "datasets")));
    }

    [Fact]
    public void GetFile_Checksum_OfEitherKindIsHeldTo()
    {
        File.WriteAllBytes(Source, Content);
        string sha = Convert.ToHexString(SHA256.HashData(Content)), md5 = "5289df737df57326fcdd22597afb1fac"; // md5sum of the bytes 1, 2, 3.
        string path = Utils.GetFile("a", Origin, fileHash: sha, cacheDir: Cache, cacheSubdir: "sub");
        Assert.Equal(Path.Combine(Cache, "sub", "a"), path);
        File.WriteAllText(path, "broken");
        Utils.GetFile("a", Origin, md5Hash: md5, cacheDir: Cache, cacheSubdir: "sub");
        Assert.Equal(Content, File.ReadAllBytes(path));
        Assert.Contains("checksum", Assert.Throws<IOException>(() => Utils.GetFile("b", Origin, fileHash: new string('0', 64), cacheDir: Cache)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Cache, "datasets", "b")));
    }

    [Theory]
    [InlineData(null, "source.bin_archive", "source.bin")]
    [InlineData("photos", "photos_archive", "photos")]
    [InlineData("photos.tar.zip", "photos.tar.zip", "photos_extracted")]
    public void GetFile_Extract_UnpacksToTheFolderThatKerasChooses(string? name, string archive, string folder)
    {
        using (ZipArchive zip = ZipFile.Open(Source, ZipArchiveMode.Create))
        {
            using Stream member = zip.CreateEntry("d/a").Open();
            member.Write(Content);
        }

        string path = Utils.GetFile(name, Origin, extract: true, cacheDir: Cache);
        Assert.Equal(Path.Combine(Cache, "datasets", folder), path);
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(path, "d", "a")));
        Assert.True(File.Exists(Path.Combine(Cache, "datasets", archive)));
        Assert.Throws<ModelFormatException>(() => Utils.GetFile(name, Origin, untar: true, cacheDir: Cache));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/x")]
    [InlineData("..")]
    public void GetFile_NameWithAPath_SaysWhatToDo(string name) =>
        Assert.Contains("cacheSubdir", Assert.Throws<ArgumentException>(() => Utils.GetFile(name, Origin, cacheDir: Cache)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("x/y")]
    [InlineData("ftp://example.org/x")]
    [InlineData("data:text/plain,x")]
    public void GetFile_OtherAddress_SaysWhichAreTaken(string? origin) =>
        Assert.Contains("https://", Assert.Throws<ArgumentException>(() => Utils.GetFile("a", origin, cacheDir: Cache)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("00", "auto")]
    [InlineData("00000000000000000000000000000000", "sha256")]
    [InlineData("00000000000000000000000000000000", "sha1")]
    [InlineData("0000000000000000000000000000000g", "md5")]
    public void GetFile_ChecksumThatIsNone_SaysSo(string hash, string algorithm) =>
        Assert.Throws<ArgumentException>(() => Utils.GetFile("a", Origin, fileHash: hash, hashAlgorithm: algorithm, cacheDir: Cache));

    private static HttpListener Serve(out string address)
    {
        for (int port = 49_200; ; port++)
        {
            var server = new HttpListener();
            server.Prefixes.Add(address = $"http://127.0.0.1:{port}/");
            try
            {
                server.Start();
                return server;
            }
            catch (HttpListenerException) when (port < 49_300)
            {
                server.Close();
            }
        }
    }
}
