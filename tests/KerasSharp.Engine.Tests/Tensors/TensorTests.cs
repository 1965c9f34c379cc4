namespace KerasSharp.Engine.Tests.Tensors;

public sealed class TensorTests
{
    [Fact]
    public void From_RectangularAndJagged_KeepsShapeAndOrder()
    {
        Tensor a = new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }, b = new float[][] { [1, 2, 3], [4, 5, 6] };
        Assert.Equal(Shape.Of(2, 3), a.Shape);
        Assert.Equal(a.ToArray<float>(), b.ToArray<float>());
        Assert.Equal(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }, a.ToArray2D<float>());
        Assert.Equal(Shape.Of(1, 2, 2), Tensor.From(new int[][][] { [[1, 2], [3, 4]] }).Shape);
    }

    [Fact]
    public void From_RaggedRows_SaysWhichLength()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Tensor.From(new float[][] { [1, 2], [3] }));
        Assert.Contains("a row of 1 where the first has 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_ExchangeType_GoesThereAndBack()
    {
        Tensor x = Tensor.From((int[])[1, 2, 3, 4, 5, 6], Shape.Of(2, -1));
        Tensor back = Tensor.From(x.ToTensor<int>());
        Assert.Equal(Shape.Of(2, 3), back.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], back.ToArray<int>());
    }

    [Fact]
    public void Index_RangesAndIndices_FollowNumPy()
    {
        Tensor x = Tensor.From(Enumerable.Range(0, 24).ToArray(), Shape.Of(2, 3, 4));
        Assert.Equal([16, 17, 18, 19], x[1, ^2].ToArray<int>());
        Assert.Equal([4, 8, 16, 20], x[.., 1.., 0].ToArray<int>());
        Assert.Equal(Shape.Of(2, 2), x[.., 1.., 0].Shape);
        Assert.Equal([3, 7, 11, 15, 19, 23], x[TensorIndex.Ellipsis, -1].ToArray<int>());
        Assert.Equal(Shape.Of(2, 1, 3, 4), x[.., TensorIndex.NewAxis].Shape);
        Assert.Equal([3, 2, 1, 0], x[0, 0, TensorIndex.Slice(step: -1)].ToArray<int>());
        Assert.Equal([3, 1], x[0, 0, TensorIndex.Slice(step: -2)].ToArray<int>());
        Assert.Equal([2, 1], x[0, 0, TensorIndex.Slice(-2, 0, -1)].ToArray<int>());
        Assert.Equal([1, 3], x[0, 0, TensorIndex.Slice(1, null, 2)].ToArray<int>());
        Assert.Equal(0, x[0, 0, 4..9].Count);
    }

    [Fact]
    public void Index_TooManyOrOutside_Throws()
    {
        Tensor x = (float[])[1, 2, 3];
        Assert.Contains("Too many indices", Assert.Throws<ArgumentException>(() => x[0, 0]).Message, StringComparison.Ordinal);
        Assert.Contains("outside axis 0 of size 3", Assert.Throws<ArgumentException>(() => x[3]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_Gradient_FlowsToTheElements()
    {
        Tensor x = (float[])[1, 2, 3, 4];
        using var tape = new GradientTape();
        tape.Watch(x);
        Assert.Equal([0f, 1, 0, 1], tape.Gradient(x[TensorIndex.Slice(null, null, -2)], x).ToArray<float>());
    }

    [Theory]
    [InlineData(DType.Float16, DType.Float16, DType.Float16)]
    [InlineData(DType.Float64, DType.Float64, DType.Float64)]
    [InlineData(DType.Int64, DType.Int64, DType.Float32)]
    [InlineData(DType.Bool, DType.Int32, DType.Float32)]
    public void Operators_Numbers_AreWeak(DType dtype, DType withInteger, DType withFloat)
    {
        Tensor x = Tensor.Scalar(1, dtype);
        Assert.Equal(withInteger, (x + 2).DType);
        Assert.Equal(withInteger, (2 * x).DType);
        Assert.Equal(withFloat, (x + 2.5).DType);
        Assert.Equal(withFloat, (1f - x).DType);
    }

    [Fact]
    public void Operators_IntegersDividedAndRemainders_AreAsInPython()
    {
        Tensor x = (int[])[-7, 7];
        Assert.Equal(DType.Float32, (x / 2).DType);
        Assert.Equal([-3.5f, 3.5f], (x / 2).ToArray<float>());
        Assert.Equal([2, 1], (x % 3).ToArray<int>());
        Assert.Equal([7, -7], (-x).ToArray<int>());
    }
}
