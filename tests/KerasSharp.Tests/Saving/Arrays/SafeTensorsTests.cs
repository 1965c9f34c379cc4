using System.Buffers.Binary;
using System.Text;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving.Arrays;

/// <summary>Safetensors are read and written as their format says.</summary>
public sealed class SafeTensorsTests
{
    private const string Whole = """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"I16","shape":[],"data_offsets":[2,4]}}""";

    public static TheoryData<DType> DTypes => [.. Enum.GetValues<DType>().Where(d => d != DType.String)];

    /// <summary>Headers that do not describe four bytes.</summary>
    public static TheoryData<string> HostileHeaders =>
    [
        "", "[]", "{", " {}", "{}", """{"a":1}""", """{"a":{"dtype":"U8","shape":[4]}}""", """{"a":{"dtype":"U8","shape":4,"data_offsets":[0,4]}}""", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,3]}}""",
        """{"a":{"dtype":"U8","shape":[5],"data_offsets":[0,5]}}""", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", """{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""",
        """{"a":{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}}""", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}}""", """{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""",
        """{"a":{"dtype":"os.system","shape":[4],"data_offsets":[0,4]}}""", """{"a":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""", """{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""",
        """{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""",
        """{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""",
        """{"__metadata__":{"a":1},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", """{"__metadata__":[],"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}x""",
        """{"a":{"dtype":"BOOL","shape":[4],"data_offsets":[0,4]}}""", new string('[', 10_000),
    ];

    [Theory]
    [MemberData(nameof(DTypes))]
    public void Save_AnyDType_IsReadAsWritten(DType dtype)
    {
        var tensors = new[] { Shape.Scalar, Shape.Of(2, 3), Shape.Of(0, 3) }.ToDictionary(
            shape => $"t/{shape}", shape => Ops.Cast(Tensor.From(Enumerable.Range(0, (int)shape.Count).ToArray(), shape), dtype));
        using var stream = new MemoryStream();
        SafeTensors.Save(stream, tensors, new Dictionary<string, string> { ["format"] = "größe" });
        stream.Position = 0;
        (IReadOnlyDictionary<string, Tensor> found, IReadOnlyDictionary<string, string> metadata) = SafeTensors.Load(stream);
        Assert.Equal("größe", metadata["format"]);
        Assert.Equal(tensors.Keys.Order(), found.Keys.Order());
        foreach ((string name, Tensor value) in tensors)
        {
            Assert.Equal((value.Shape, value.DType), (found[name].Shape, found[name].DType));
            Assert.Equal(Ops.Cast(value, DType.Float64).ToArray<double>(), Ops.Cast(found[name], DType.Float64).ToArray<double>());
        }
    }

    [Fact]
    public void Save_StandsAlignedAndInTheOrderOfTheFormat()
    {
        using var stream = new MemoryStream();
        SafeTensors.Save(stream, new Dictionary<string, Tensor> { ["b"] = Tensor.From([(byte)7]), ["z"] = Tensor.From([1f]), ["a"] = Tensor.From([2f]) });
        byte[] bytes = stream.ToArray();
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(
            """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"z":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"b":{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}""",
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal([0, 0, 0, 0x40, 0, 0, 0x80, 0x3F, 7], bytes[(8 + length)..]);
    }

    [Fact]
    public void Load_WholeFile_GivesTheNumbers()
    {
        (IReadOnlyDictionary<string, Tensor> found, _) = Load(Whole, [1, 2, 0xFE, 0xFF]);
        Assert.Equal([1, 2], found["a"].ToArray<byte>());
        Assert.Equal([-2], found["b"].ToArray<short>());
    }

    [Theory]
    [MemberData(nameof(HostileHeaders))]
    public void Load_HostileHeader_Refuses(string header) => Assert.Throws<ModelFormatException>(() => Load(header, [1, 2, 3, 4]));

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 31)]
    public void Load_LengthOfTheHeaderThatLies_Refuses(long length)
    {
        byte[] bytes = Bytes(Whole, [1, 2, 3, 4]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        Assert.Throws<ModelFormatException>(() => SafeTensors.Load(new MemoryStream(bytes)));
    }

    [Fact]
    public void Load_CutAnywhere_Refuses()
    {
        byte[] bytes = Bytes(Whole, [1, 2, 3, 4]);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ModelFormatException>(() => SafeTensors.Load(new MemoryStream(bytes[..length])));
        }
    }

    [Fact]
    public void Save_Text_SaysWhatToDo() =>
        Assert.Contains("npz", Assert.Throws<ArgumentException>(() => SafeTensors.Save(Stream.Null, new Dictionary<string, Tensor> { ["a"] = Tensor.From(["x"], Shape.Of(1)) })).Message, StringComparison.Ordinal);

    private static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Load(string header, byte[] data) => SafeTensors.Load(new MemoryStream(Bytes(header, data)));

    private static byte[] Bytes(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. data];
    }
}
