using KerasSharp.Primitives;

namespace KerasSharp.Engine.Tests.Primitives;

/// <summary>Convolutions and windows over volumes are composed of those over images: they are held to the plain loops of the primitives, and their gradients, too.</summary>
public sealed class VolumeTests
{
    [Theory]
    [InlineData(1, 1, 0, 0, 1)]
    [InlineData(2, 1, 1, 0, 1)]
    [InlineData(1, 2, 1, 2, 2)]
    [InlineData(3, 1, 2, 1, 2)]
    public void Convolution_IsThePrimitive(int stride, int dilation, int low, int high, int groups)
    {
        var geometry = new ConvolutionGeometry(new IntList([stride, 1, stride]), new IntList([low, 1, 0]), new IntList([high, 0, 1]), new IntList([dilation, 1, dilation]), groups);
        Tensor x = Numbers(1, 2, 6, 5, 7, 4), kernel = Numbers(2, 3, 2, 2, 4 / groups, 6);
        Tensor expected = Dispatch.Bind1(new Convolution(geometry), x, kernel), dy = Numbers(3, expected.Shape.ToArray());
        Near(expected, Prim.Convolution(x, kernel, geometry));
        Tensor image = Dispatch.Bind1(new ConvolutionInputGradient(geometry, x.Shape), dy, kernel);
        Near(image, Prim.ConvolutionInputGradient(dy, kernel, geometry, x.Shape));

        using var tape = new GradientTape();
        tape.Watch(x);
        tape.Watch(kernel);
        Tensor[] gradients = tape.Gradient(Prim.Convolution(x, kernel, geometry), [x, kernel], dy);
        Near(image, gradients[0]);
        Near(Dispatch.Bind1(new ConvolutionFilterGradient(geometry, kernel.Shape), x, dy), gradients[1]);
    }

    [Theory]
    [InlineData(2, 2, 0, 0)]
    [InlineData(3, 1, 1, 1)]
    [InlineData(2, 3, 1, 0)]
    public void Windows_AreThePrimitives(int window, int stride, int low, int high)
    {
        var geometry = new WindowGeometry(new IntList([1, window, 2, window, 1]), new IntList([1, stride, 1, 2, 1]), new IntList([0, low, 0, low, 0]), new IntList([0, high, 1, 0, 0]));
        Tensor x = Numbers(1, 2, 6, 5, 7, 3);
        foreach ((Func<Tensor, Tensor> composed, Primitive primitive) in new (Func<Tensor, Tensor>, Primitive)[]
        {
            (t => Prim.WindowMax(t, geometry), new WindowMax(geometry)), (t => Prim.WindowSum(t, geometry), new WindowSum(geometry)),
        })
        {
            Tensor expected = Dispatch.Bind1(primitive, x), dy = Numbers(3, expected.Shape.ToArray());
            Near(expected, composed(x));
            Near(Gradient(t => Dispatch.Bind1(primitive, t), x, dy), Gradient(composed, x, dy));
        }
    }

    private static Tensor Gradient(Func<Tensor, Tensor> function, Tensor x, Tensor dy)
    {
        using var tape = new GradientTape();
        tape.Watch(x);
        return tape.Gradient(function(x), [x], dy)[0];
    }

    private static Tensor Numbers(int seed, params int[] sizes)
    {
        var random = new Random(seed);
        var shape = Shape.Of(sizes);
        return Tensor.From(Enumerable.Range(0, (int)shape.Count).Select(_ => random.NextDouble() - 0.5).ToArray(), shape);
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] e = expected.ToArray<double>(), a = actual.ToArray<double>();
        for (int i = 0; i < e.Length; i++)
        {
            Assert.Equal(e[i], a[i], 1e-12);
        }
    }
}
