using KerasSharp.Primitives;

namespace KerasSharp.Engine.Tests.Tensors;

/// <summary>Tensors of text: made, moved, compared, printed; nothing computes with them.</summary>
public sealed class TextTensorTests
{
    private static readonly Tensor Words = new[,] { { "a", "bé", "c" }, { "", "e", "a" } };

    [Fact]
    public void From_Arrays_KeepsShapeAndElements()
    {
        Assert.Equal("(2, 3)", Words.Shape.ToString());
        Assert.Equal(DType.String, Words.DType);
        Assert.Equal(["a", "bé", "c", "", "e", "a"], Words.ToStrings());
        Assert.Equal("(2, 1)", Tensor.From(new[] { new[] { "x" }, new[] { "y" } }).Shape.ToString());
        Assert.Equal("(0,)", Tensor.From(Array.Empty<string>()).Shape.ToString());
        Assert.Equal(["", "z"], Tensor.From([null, "z"], Shape.Of(2, -1)).ToStrings());
    }

    [Fact]
    public void From_RowsOfDifferentLength_SaysSo() =>
        Assert.Contains("row of 2", Assert.Throws<ShapeException>(() => Tensor.From(new[] { new[] { "x" }, new[] { "y", "z" } })).Message, StringComparison.Ordinal);

    [Fact]
    public void Move_AnyPrimitive_MovesTheElements()
    {
        Assert.Equal(["a", "", "bé", "e", "c", "a"], Prim.Transpose(Words, 1, 0).ToStrings());
        Assert.Equal(["", "e", "a"], Words[1].ToStrings());
        Assert.Equal(["bé", "e"], Words[.., 1].ToStrings());
        Assert.Equal(["a", "bé", "c", "", "e", "a", "x", "y", "z"], Prim.Concatenate(0, Words, Tensor.From(["x", "y", "z"], Shape.Of(1, 3))).ToStrings());
        Assert.Equal(["", "e", "a", "a", "bé", "c"], Prim.Gather(Words, Tensor.From([1, 0], Shape.Of(2)), 0).ToStrings());
        Assert.Equal("(3, 2)", Prim.Reshape(Words, Shape.Of(3, 2)).Shape.ToString());
    }

    [Fact]
    public void Equal_WithBroadcasting_ComparesTexts()
    {
        Assert.Equal([true, false, false, false, false, true], Prim.Equal(Words, Tensor.From(["a"], Shape.Of(1))).ToArray<bool>());
        Assert.Equal([false, true], Prim.NotEqual(Tensor.From(["a", "b"], Shape.Of(2)), Tensor.From(["a"], Shape.Scalar.Insert(0, 1))).ToArray<bool>());
    }

    [Fact]
    public void Compute_WithText_SaysWhatToDo()
    {
        Assert.Contains("StringLookup", Assert.Throws<ArgumentException>(() => Prim.Exp(Words)).Message, StringComparison.Ordinal);
        Assert.Contains("StringLookup", Assert.Throws<ArgumentException>(() => Prim.Equal(Words, Tensor.From([1], Shape.Of(1)))).Message, StringComparison.Ordinal);
        Assert.Contains("StringLookup", Assert.Throws<ArgumentException>(() => Words.ToArray<float>()).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be cast to text", Assert.Throws<ArgumentException>(() => Prim.Convert(Prim.Zeros(Shape.Of(2), DType.Int32), DType.String)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be filled", Assert.Throws<ArgumentException>(() => Prim.Zeros(Shape.Of(2), DType.String)).Message, StringComparison.Ordinal);
        Assert.Contains("no dtype in common", Assert.Throws<ArgumentException>(() => DTypes.Promote(DType.Float32, DType.String)).Message, StringComparison.Ordinal);
        Assert.Contains("ToArray", Assert.Throws<InvalidOperationException>(() => Tensor.From([1], Shape.Of(1)).ToStrings()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_TextAsInput_IsRefused_TextAsConstant_IsNot()
    {
        var takesText = Function.Compile(inputs => [Prim.Equal(inputs[0], inputs[0])], "f");
        Assert.Contains("is text", Assert.Throws<InvalidOperationException>(() => takesText.Call(Words)).Message, StringComparison.Ordinal);
        var holdsText = Function.Compile(inputs => [Prim.Add(inputs[0], Prim.Convert(Prim.Equal(Words, Tensor.From(["a"], Shape.Of(1))), DType.Float32))], "g");
        Assert.Equal([1f, 0, 0, 0, 0, 1], holdsText.Call(Prim.Zeros(Shape.Of(2, 3), DType.Float32))[0].ToArray<float>());
    }

    [Fact]
    public void ToString_Text_IsQuoted() => Assert.Equal("array([['a' , 'bé', 'c' ],\n       [''  , 'e' , 'a' ]], shape=(2, 3), dtype=string)", Words.ToString());
}
