using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using KerasSharp.Datasets;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Tests.Datasets;

public sealed class MnistTests : IDisposable
{
    private static readonly string NoSum = new('0', 64);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kerassharp-mnist");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_NotInTheCache_DownloadsOnceAndChecks()
    {
        byte[] archive = Archive();
        string hash = Convert.ToHexString(SHA256.HashData(archive)), path = Path.Combine(_folder.FullName, "datasets", "mnist.npz");
        int downloads = 0;
        for (int i = 0; i < 2; i++)
        {
            ((byte[,,] x, byte[] y), (byte[,,] testX, byte[] testY)) = Mnist.Load(path, hash, () =>
            {
                downloads++;
                return new MemoryStream(archive);
            });
            Assert.Equal([1, 2, 3, 4, 5, 6], x.Cast<byte>());
            Assert.Equal([7], y);
            Assert.Equal([9, 9], testX.Cast<byte>());
            Assert.Equal([8, 1], testY);
        }

        Assert.Equal(1, downloads);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Load_Offline_SaysWhatToDo()
    {
        string path = Path.Combine(_folder.FullName, "mnist.npz");
        IOException e = Assert.Throws<IOException>(() => Mnist.Load(path, NoSum, () => throw new HttpRequestException("No such host is known.")));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains("No such host is known", e.Message, StringComparison.Ordinal);
        Assert.Contains("SyntheticDigits", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WrongChecksum_LeavesNothingBehind()
    {
        string path = Path.Combine(_folder.FullName, "mnist.npz");
        Assert.Contains("checksum", Assert.Throws<IOException>(() => Mnist.Load(path, NoSum, () => new MemoryStream([1, 2, 3]))).Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000), }", "promises")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99,), }", "promises")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "'|O'")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "header")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "'-1'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", "'shape'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': 3}", "header")]
    public void NpyRead_HostileHeader_IsRefused(string header, string expected)
    {
        byte[] bytes = Npy(header, new byte[8]);
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => NpyArray.Read(new MemoryStream(bytes), bytes.Length, "a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NpyRead_CutOff_SaysHowMuchIsMissing()
    {
        byte[] bytes = Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", new byte[8]);
        Assert.Contains("4 bytes are missing", Assert.Throws<ModelFormatException>(() => NpyArray.Read(new MemoryStream(bytes), bytes.Length, "a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NpyRead_FortranOrder_ComesInCOrder()
    {
        byte[] bytes = Npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", [1, 4, 2, 5, 3, 6]);
        NpyArray array = NpyArray.Read(new MemoryStream(bytes), bytes.Length, "a");
        Assert.Equal([1f, 2, 3, 4, 5, 6], array.To<float>());
    }

    private static byte[] Archive()
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "x_train", "(1, 2, 3)", [1, 2, 3, 4, 5, 6]);
            Add(zip, "y_train", "(1,)", [7]);
            Add(zip, "x_test", "(2, 1, 1)", [9, 9]);
            Add(zip, "y_test", "(2,)", [8, 1]);
        }

        return stream.ToArray();
    }

    private static void Add(ZipArchive zip, string key, string shape, byte[] data)
    {
        using Stream entry = zip.CreateEntry(key + ".npy").Open();
        entry.Write(Npy($"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}", data));
    }

    private static byte[] Npy(string header, byte[] data) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)(header.Length + 1), 0, .. Encoding.ASCII.GetBytes(header), (byte)'\n', .. data];
}
