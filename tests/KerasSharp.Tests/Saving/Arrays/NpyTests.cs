using System.Text;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving.Arrays;

/// <summary>NumPy's arrays are read in every form that NumPy writes, and written as it reads them.</summary>
public sealed class NpyTests
{
    /// <summary>Headers of arrays of six bytes that are none.</summary>
    public static TheoryData<string> HostileHeaders =>
    [
        "", "{", "{}", "[]", "{'descr': '<f4'}", "{'descr': '|u1', 'fortran_order': False}", "{'descr': '|u1', 'fortran_order': False, 'shape': (6,)} x",
        "{'descr': '|u1', 'fortran_order': 1, 'shape': (6,), }", "{'descr': '|u1', 'fortran_order': 'False', 'shape': (6,), }", "{'descr': '|u1', 'fortran_order': False, 'shape': (6), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': 6, }", "{'descr': '|u1', 'fortran_order': False, 'shape': [6], }", "{'descr': '|u1', 'fortran_order': False, 'shape': (-2, -3), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (6.0,), }", "{'descr': '|u1', 'fortran_order': False, 'shape': (4294967302,), }", "{'descr': '|u1', 'fortran_order': False, 'shape': (True,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (65536, 65536, 65536, 65536), }", "{'descr': '|u1', 'fortran_order': False, 'shape': (7,), }", "{'descr': '|u1', 'fortran_order': False, 'shape': (,), }",
        "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (6,), }", "{'descr': '|u1', 'fortran_order': False, 'shape': (6,), 'x': 1}", "{'descr': '', 'fortran_order': False, 'shape': (6,), }",
        "{'descr': '<f16', 'fortran_order': False, 'shape': (6,), }", "{'descr': '<c8', 'fortran_order': False, 'shape': (6,), }", "{'descr': '|V0', 'fortran_order': False, 'shape': (6,), }",
        "{'descr': '|V2', 'fortran_order': False, 'shape': (3,), }", "{'descr': '<M8[s]', 'fortran_order': False, 'shape': (6,), }", "{'descr': '<U1000000000', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<U0', 'fortran_order': False, 'shape': (1000000000,), }", "{'descr': '<U-1', 'fortran_order': False, 'shape': (6,), }", "{'descr': ('<f4', (1000000, 1000000)), 'fortran_order': False, 'shape': (6,), }",
        "{'descr': " + new string('[', 5000) + ", 'fortran_order': False, 'shape': (6,), }", "{'descr': '|u1', 'fortran_order': False, 'shape': (" + new string('9', 5000) + ",), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (" + string.Concat(Enumerable.Repeat("1, ", 65)) + "), }", "{'descr': '|b1', 'fortran_order': False, 'shape': (6,), }",
        "__import__('os').system('true')",
    ];

    public static TheoryData<DType> DTypes => [.. Enum.GetValues<DType>().Where(d => d is not (DType.String or DType.BFloat16))];

    [Theory]
    [MemberData(nameof(DTypes))]
    public void Save_AnyDType_IsReadAsWritten(DType dtype)
    {
        foreach (Shape shape in (Shape[])[Shape.Scalar, Shape.Of(2, 3), Shape.Of(0, 3), Shape.Of(1, 1, 1, 5)])
        {
            Tensor value = Ops.Cast(Tensor.From(Enumerable.Range(0, (int)shape.Count).ToArray(), shape), dtype);
            Tensor found = Copy(value);
            Assert.Equal((value.Shape, value.DType), (found.Shape, found.DType));
            Assert.Equal(Ops.Cast(value, DType.Float64).ToArray<double>(), Ops.Cast(found, DType.Float64).ToArray<double>());
        }
    }

    [Fact]
    public void Save_Text_IsReadAsWritten()
    {
        Tensor found = Copy(Tensor.From(["a", "größe", "", "😀 隠れ層"], Shape.Of(2, 2)));
        Assert.Equal(Shape.Of(2, 2), found.Shape);
        Assert.Equal(["a", "größe", "", "😀 隠れ層"], found.ToStrings());
        Assert.Equal([0, 3], Copy(Tensor.From([], Shape.Of(0, 3))).Shape.ToArray());
    }

    [Fact]
    public void Save_HeaderIsThatOfNumPy()
    {
        using var stream = new MemoryStream();
        Npy.Save(stream, Tensor.From([1f, 2f, 3f], Shape.Of(3)));
        byte[] bytes = stream.ToArray();
        Assert.Equal(128 + 12, bytes.Length);
        Assert.Equal("\u0093NUMPY\u0001\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }" + new string(' ', 60) + "\n", Encoding.Latin1.GetString(bytes, 0, 128));
    }

    [Fact]
    public void Load_BigEndianInFortranOrder_ComesInOurs()
    {
        // numpy.save of an array [[1, 2, 3], [4, -0.5, 65504]] of '>f2' in Fortran order.
        Tensor found = Load("{'descr': '>f2', 'fortran_order': True, 'shape': (2, 3), }", Convert.FromHexString("3C0044004000B80042007BFF"));
        Assert.Equal(DType.Float16, found.DType);
        Assert.Equal([1, 2, 3, 4, -0.5, 65504], Ops.Cast(found, DType.Float64).ToArray<double>());
    }

    [Theory]
    [InlineData("<U2", "61000000620000006300000000000000")]
    [InlineData(">U2", "00000061000000620000006300000000")]
    [InlineData("|S2", "61626300")]
    public void Load_Text_OfEitherKindAndOrder(string descr, string hex) =>
        Assert.Equal(["ab", "c"], Load($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (2,), }}", Convert.FromHexString(hex)).ToStrings());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Load_AnyVersionKeyOrderAndSpacing_ReadsIt(int version)
    {
        const string Header = "{ \"shape\" :(2 , ),'fortran_order':False,\n 'descr':'|u1'}";
        Assert.Equal([5, 6], Load(Header, [5, 6], version).ToArray<byte>());
    }

    [Theory]
    [MemberData(nameof(HostileHeaders))]
    public void Load_HostileHeader_Refuses(string header) => Assert.Throws<ModelFormatException>(() => Load(header, [2, 2, 3, 4, 5, 6]));

    [Fact]
    public void Load_PythonObjects_SaysWhy() =>
        Assert.Contains("pickles", Assert.Throws<ModelFormatException>(() => Load("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", [0x80, 4])).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_OneAfterAnother_LeavesTheStreamBehind()
    {
        using var stream = new MemoryStream();
        Npy.Save(stream, Tensor.From([1, 2]));
        Npy.Save(stream, Tensor.From([3.5]));
        stream.Position = 0;
        Assert.Equal([1, 2], Npy.Load(stream).ToArray<int>());
        Assert.Equal([3.5], Npy.Load(stream).ToArray<double>());
    }

    [Fact]
    public void Save_BFloat16_SaysWhatToDo() =>
        Assert.Contains("float32", Assert.Throws<ArgumentException>(() => Copy(Ops.Cast(Tensor.From([1f]), DType.BFloat16))).Message, StringComparison.Ordinal);

    internal static byte[] Bytes(string header, byte[] data, int version = 1)
    {
        byte[] text = Encoding.UTF8.GetBytes(header + "\n");
        return [0x93, .. "NUMPY"u8, (byte)version, 0, (byte)text.Length, (byte)(text.Length >> 8), .. version == 1 ? Array.Empty<byte>() : [0, 0], .. text, .. data];
    }

    private static Tensor Load(string header, byte[] data, int version = 1)
    {
        using var stream = new MemoryStream(Bytes(header, data, version));
        return Npy.Load(stream);
    }

    private static Tensor Copy(Tensor value)
    {
        using var stream = new MemoryStream();
        Npy.Save(stream, value);
        stream.Position = 0;
        return Npy.Load(stream);
    }
}
