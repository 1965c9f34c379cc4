using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Dropout as layers share it.</summary>
internal static class RandomDrop
{
    /// <summary>Keeps each number with probability 1 - rate, scaled by 1 / (1 - rate): where random bits are below a threshold.</summary>
    public static Tensor Apply(Tensor x, double rate, SeedGenerator generator, int?[]? noiseShape = null) =>
        rate >= 1 ? Prim.Multiply(x, 0) : Apply(x, rate, generator.Next(), NoiseShape(x.Shape, noiseShape));

    /// <summary>As above, from a state of random bits, which are drawn in a shape that broadcasts to that of the numbers.</summary>
    public static Tensor Apply(Tensor x, double rate, Tensor state, Shape drawn) =>
        Prim.Multiply(x, Prim.Select(Keep(rate, state, drawn), Prim.Scalar(1 / (1 - rate), x.DType), Prim.Scalar(0, x.DType)));

    /// <summary>Which numbers are kept, in a shape that broadcasts.</summary>
    public static Tensor Keep(Shape shape, double rate, SeedGenerator generator, int?[]? noiseShape) => Keep(rate, generator.Next(), NoiseShape(shape, noiseShape));

    private static Tensor Keep(double rate, Tensor state, Shape drawn)
    {
        Tensor threshold = Prim.Scalar(Math.Min(Math.Round((1 - rate) * 4294967296.0), uint.MaxValue), DType.UInt32);
        return Prim.Less(Prim.RandomBits(state, drawn), threshold);
    }

    private static Shape NoiseShape(Shape shape, int?[]? noiseShape)
    {
        for (int i = 0; i < (noiseShape?.Length ?? 0); i++)
        {
            shape = shape.With(i, noiseShape![i] ?? shape[i]);
        }

        return shape;
    }
}
