using System.IO.Compression;
using KerasSharp.Datasets;

namespace KerasSharp.Tests.Datasets;

public sealed class IdxReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kerassharp-idx");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadImages_PlainOrGzip_GivesThePixels(bool gzip)
    {
        byte[,,] images = IdxReader.ReadImages(Write("images", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6], gzip));
        Assert.Equal((2, 1, 3), (images.GetLength(0), images.GetLength(1), images.GetLength(2)));
        Assert.Equal([1, 2, 3, 4, 5, 6], images.Cast<byte>());
    }

    [Theory]
    [InlineData("not an IDX file", new byte[] { 1, 2, 3, 4, 5 })]
    [InlineData("not an IDX file", new byte[] { 0, 0 })]
    [InlineData("type 0x0d", new byte[] { 0, 0, 0x0d, 1, 0, 0, 0, 0 })]
    [InlineData("must have 1 dimension (labels). Received: 2", new byte[] { 0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("truncated", new byte[] { 0, 0, 8, 1, 0, 0, 0 })]
    [InlineData("truncated", new byte[] { 0, 0, 8, 1, 0, 0, 0, 9, 1, 2 })]
    [InlineData("truncated", new byte[] { 0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff, 1, 2 })]
    public void ReadLabels_WrongFile_OneClearLineWithThePath(string expected, byte[] bytes)
    {
        foreach (bool gzip in new[] { false, true })
        {
            string path = Write("bad", bytes, gzip);
            string message = Assert.Throws<InvalidDataException>(() => IdxReader.ReadLabels(path)).Message;
            Assert.StartsWith(path, message, StringComparison.Ordinal);
            Assert.Contains(expected, message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
    }

    [Fact]
    public void ReadLabels_DamagedGzip_SaysSo()
    {
        string path = Write("cut", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff], gzip: false);
        Assert.Contains("damaged gzip", Assert.Throws<InvalidDataException>(() => IdxReader.ReadLabels(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadDirectory_PairOfFiles_IsFoundWithGzipToo()
    {
        Write("t10k-images-idx3-ubyte.gz", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 8], gzip: true);
        Write("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 2, 3, 4], gzip: false);
        (byte[,,] x, byte[] y) = Mnist.LoadDirectory(_folder.FullName);
        Assert.Equal([7, 8], x.Cast<byte>());
        Assert.Equal([3, 4], y);
    }

    [Fact]
    public void LoadDirectory_NothingThere_NamesTheFilesWanted()
    {
        Assert.Contains("no such directory", Assert.Throws<DirectoryNotFoundException>(() => Mnist.LoadDirectory(_folder.FullName + "x")).Message, StringComparison.Ordinal);
        Assert.Contains("train-images-idx3-ubyte", Assert.Throws<FileNotFoundException>(() => Mnist.LoadDirectory(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadDirectory_CountsDiffer_NamesBoth()
    {
        Write("train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7], gzip: false);
        Write("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 2, 3, 4], gzip: false);
        Assert.Contains("1 images but train-labels-idx1-ubyte 2 labels", Assert.Throws<InvalidDataException>(() => Mnist.LoadDirectory(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    private string Write(string name, byte[] bytes, bool gzip)
    {
        string path = Path.Combine(_folder.FullName, name);
        using FileStream file = File.Create(path);
        if (gzip)
        {
            using GZipStream stream = new(file, CompressionLevel.Fastest);
            stream.Write(bytes);
        }
        else
        {
            file.Write(bytes);
        }

        return path;
    }
}
