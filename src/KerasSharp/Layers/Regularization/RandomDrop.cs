using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Dropout as layers share it.</summary>
internal static class RandomDrop
{
    /// <summary>Keeps each number with probability 1 - rate, scaled by 1 / (1 - rate): where random bits are below a threshold.</summary>
    public static Tensor Apply(Tensor x, double rate, SeedGenerator generator, int?[]? noiseShape = null)
    {
        Shape shape = x.Shape;
        for (int i = 0; i < (noiseShape?.Length ?? 0); i++)
        {
            shape = shape.With(i, noiseShape![i] ?? shape[i]);
        }

        if (rate >= 1)
        {
            return Prim.Multiply(x, 0);
        }

        Tensor keep = Keep(shape, rate, generator);
        return Prim.Multiply(x, Prim.Select(keep, Prim.Scalar(1 / (1 - rate), x.DType), Prim.Scalar(0, x.DType)));
    }

    private static Tensor Keep(Shape shape, double rate, SeedGenerator generator)
    {
        Tensor threshold = Prim.Scalar(Math.Min(Math.Round((1 - rate) * 4294967296.0), uint.MaxValue), DType.UInt32);
        return Prim.Less(Prim.RandomBits(generator.Next(), shape), threshold);
    }
}
