using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Tests.Saving;

/// <summary>What is written in the Hierarchical Data Format is read again as it was.</summary>
public sealed class Hdf5RoundTripTests
{
    public static TheoryData<DType> DTypes => [.. Enum.GetValues<DType>().Where(d => d != DType.String)];

    [Theory]
    [MemberData(nameof(DTypes))]
    public void Dataset_OfAnyDType_IsReadAsWritten(DType dtype)
    {
        Tensor value = Ops.Cast(Tensor.From(Enumerable.Range(0, 24).ToArray(), Shape.Of(2, 3, 4)), dtype);
        var root = new OutputGroup();
        root.Group("a/b").Add("x", value);
        using Hdf5File file = Written(root);
        Tensor found = file.Root.Group("a").Group("b").Dataset("x").ReadTensor();
        Assert.Equal((value.Shape, value.DType), (found.Shape, found.DType));
        Assert.Equal(Ops.Cast(value, DType.Float64).ToArray<double>(), Ops.Cast(found, DType.Float64).ToArray<double>());
    }

    [Fact]
    public void Attributes_OfAnyKind_AreReadAsWritten()
    {
        string config = new('ö', 100_000);
        var root = new OutputGroup();
        root.Set("model_config", config);
        root.Set("empty", "");
        root.SetList("layer_names", ["dense", "größe_ß", "隠れ層"]);
        root.SetList("none", []);
        root.Set("count", Tensor.From([-7L], Shape.Scalar));
        root.Set("numbers", Tensor.From([1.5, 2.5], Shape.Of(2)));
        using Hdf5File file = Written(root);
        IReadOnlyDictionary<string, Hdf5Attribute> found = file.Root.Attributes;
        Assert.Equal(config, found["model_config"].Text());
        Assert.Equal("", found["empty"].Text());
        Assert.Equal(["dense", "größe_ß", "隠れ層"], found["layer_names"].Texts());
        Assert.Empty(found["none"].Texts());
        Assert.Equal(-7, found["count"].Integer());
        Assert.Equal([2L], found["numbers"].Shape!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(9000)]
    public void Group_OfManyMembers_FindsEach(int count)
    {
        var root = new OutputGroup();
        for (int i = 0; i < count; i++)
        {
            root.Group($"layer_{i}").Add("0", Tensor.From([(float)i], Shape.Scalar));
        }

        using Hdf5File file = Written(root);
        Assert.Equal(count, file.Root.Names.Count);
        for (int i = 0; i < count; i += 1 + (count / 100))
        {
            Assert.Equal(i, (int)file.Root.Group($"layer_{i}").Dataset("0").ReadTensor().Item());
        }
    }

    [Fact]
    public void Texts_InADataset_AreReadAsWritten()
    {
        string[] words = [.. Enumerable.Range(0, 70_000).Select(i => $"wörd {i}")];
        var root = new OutputGroup();
        root.Add("vocabulary", Tensor.From(words, Shape.Of(words.Length)));
        using Hdf5File file = Written(root);
        Assert.Equal(words, file.Root.Dataset("vocabulary").Texts());
    }

    [Fact]
    public void Measure_IsTheLengthThatIsWritten()
    {
        var root = new OutputGroup();
        root.Group("a").Add("x", Ops.Ones([3, 5]));
        root.Set("t", "text");
        using var stream = new MemoryStream();
        Hdf5Writer.Write(stream, root);
        Assert.Equal(Hdf5Writer.Measure(root), stream.Length);
    }

    /// <summary>Whatever byte is changed or wherever the file ends: an error of our own, or a result.</summary>
    [Fact]
    public void Damage_Anywhere_EndsInAnErrorOfOurOwn()
    {
        var root = new OutputGroup();
        root.Set("model_config", "{}");
        root.Group("layers/dense/vars").Add("0", Ops.Ones([5, 7]));
        root.Group("layers/dense/vars").Add("1", Ops.Ones([7]));
        using var stream = new MemoryStream();
        Hdf5Writer.Write(stream, root);
        byte[] good = stream.ToArray();
        var random = new Random(5);
        for (int i = 0; i < 3000; i++)
        {
            byte[] bad = (byte[])good.Clone();
            for (int k = random.Next(3); k >= 0; k--)
            {
                bad[random.Next(bad.Length)] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
            }

            Walk(i % 4 == 0 ? bad.AsMemory(0, random.Next(bad.Length)) : bad);
        }
    }

    private static void Walk(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using Hdf5File file = Hdf5File.Open(ByteSource.Of(bytes));
            Visit(file.Root, 0);
        }
        catch (ModelFormatException)
        {
            // What a damaged file should end in.
        }
    }

    private static void Visit(Hdf5Object item, int depth)
    {
        foreach (Hdf5Attribute attribute in item.Attributes.Values.Where(a => a.Type.DType == DType.String))
        {
            attribute.Texts();
        }

        if (item is Hdf5Dataset dataset)
        {
            dataset.ReadTensor();
        }
        else if (item is Hdf5Group group && depth < 10)
        {
            foreach (string name in group.Names)
            {
                Visit(group.Find(name)!, depth + 1);
            }
        }
    }

    private static Hdf5File Written(OutputGroup root)
    {
        using var stream = new MemoryStream();
        Hdf5Writer.Write(stream, root);
        return Hdf5File.Open(ByteSource.Of(stream.ToArray()));
    }
}
