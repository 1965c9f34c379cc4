namespace KerasSharp.EngineTests.Tensors;

public class ShapeTests
{
    [Fact]
    public void ToString_UnknownAxis_PrintsAsNone()
    {
        Shape shape = [null, 784];
        Assert.Equal("(None, 784)", shape.ToString());
    }

    [Fact]
    public void Count_KnownAndUnknownSizes_IsTheProductOrMinusOne()
    {
        Assert.Equal(24, Shape.Create([2, 3, 4]).Count);
        Assert.Equal(-1, Shape.Create([null, 4]).Count);
        Assert.Equal(1, Shape.Scalar.Count);
    }
}
