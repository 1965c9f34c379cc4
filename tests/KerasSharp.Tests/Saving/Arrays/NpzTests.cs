using System.IO.Compression;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving.Arrays;

/// <summary>Archives of NumPy's arrays.</summary>
public sealed class NpzTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Save_ThenLoad_GivesTheSame(bool compress)
    {
        var tensors = new Dictionary<string, Tensor> { ["x"] = Tensor.From([1f, 2]), ["dense/kernel"] = Tensor.From(new int[1000], Shape.Of(10, 100)), ["names"] = Tensor.From(["a", "bc"], Shape.Of(2)) };
        Npz.Save(_path, tensors, compress);
        IReadOnlyDictionary<string, Tensor> found = Npz.Load(_path);
        Assert.Equal(tensors.Keys, found.Keys);
        Assert.Equal([1f, 2], found["x"].ToArray<float>());
        Assert.Equal(Shape.Of(10, 100), found["dense/kernel"].Shape);
        Assert.Equal(["a", "bc"], found["names"].ToStrings());
        Assert.Equal(compress, new FileInfo(_path).Length < 4000);
        using ZipArchive archive = ZipFile.OpenRead(_path);
        Assert.Equal(["x.npy", "dense/kernel.npy", "names.npy"], archive.Entries.Select(e => e.FullName));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("")]
    [InlineData("x/")]
    public void Save_NameThatLeadsElsewhere_SaysSo(string name) =>
        Assert.Contains("plain paths", Assert.Throws<ArgumentException>(() => Npz.Save(_path, new Dictionary<string, Tensor> { [name] = Tensor.From([1f]) })).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_MoreThanTheBudget_RefusesUnlessItIsRaised()
    {
        const int Count = 40 << 20;
        Npz.Save(_path, new Dictionary<string, Tensor> { ["x"] = Tensor.From(new byte[Count]) }, compress: true);
        Assert.Contains("unpack", Assert.Throws<ModelFormatException>(() => Npz.Load(_path)).Message, StringComparison.Ordinal);
        Assert.Equal(Count, Npz.Load(_path, budget: Count + 1000)["x"].Count);
    }

    [Fact]
    public void Load_BytesBehindAnArray_Refuses()
    {
        File.WriteAllBytes(_path, Archive(NpyTests.Bytes("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", [1, 2, 3])));
        Assert.Contains("behind the array", Assert.Throws<ModelFormatException>(() => Npz.Load(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Stream_IsReadFromWhereItStands()
    {
        using var stream = new MemoryStream();
        stream.Write("before"u8);
        Npz.Save(stream, new Dictionary<string, Tensor> { ["x"] = Tensor.From([1f, 2]) });
        byte[] bytes = stream.ToArray();
        using var copy = new MemoryStream([.. bytes.AsSpan(0, 6), .. Archive(NpyTests.Bytes("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", [1, 2]))]);
        copy.Position = 6;
        Assert.Equal([1, 2], Npz.Load(copy)["x"].ToArray<byte>());
    }

    private static byte[] Archive(byte[] array)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream stream = zip.CreateEntry("x.npy").Open();
            stream.Write(array);
        }

        return memory.ToArray();
    }
}
