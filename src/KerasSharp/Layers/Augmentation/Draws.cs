using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Random numbers for the images of a batch, in a shape that broadcasts to images.</summary>
internal static class Draws
{
    /// <summary>A number of a range for each image, float32 (batch, 1, 1, 1).</summary>
    public static Tensor Uniform(int batch, double low, double high, SeedGenerator seed) => Keras.Random.Uniform([batch, 1, 1, 1], low, high, seed: seed);

    /// <summary>A number of a range for each image.</summary>
    public static Tensor Uniform(int batch, FloatTuple range, SeedGenerator seed) => Uniform(batch, range[0], range[1], seed);

    /// <summary>Whether something happens to each image, with a probability that is itself drawn from a range.</summary>
    public static Tensor Chance(int batch, FloatTuple probability, SeedGenerator seed)
    {
        Tensor bound = Uniform(batch, probability, seed);
        return Uniform(batch, 0, 1, seed) < bound;
    }

    /// <summary>1 or -1 for each image.</summary>
    public static Tensor Sign(int batch, SeedGenerator seed) => Ops.Where(Uniform(batch, 0, 1, seed) > 0.5, -1.0, 1.0);

    /// <summary>A box for each image that covers parts of its sides: whether each pixel lies in it, (batch, height, width, 1) or channels first, and its sides, each (batch, 1, 1, 1).</summary>
    public static (Tensor Inside, Tensor Width, Tensor Height) Boxes(Tensor widthPart, Tensor heightPart, (int Height, int Width) size, int rows, SeedGenerator seed)
    {
        int batch = widthPart.Shape[0];
        Tensor inside = Prim.LogicalAnd(Span(widthPart, size.Width, rows + 1, out Tensor width), Span(heightPart, size.Height, rows, out Tensor height));
        return (inside, width, height);

        Tensor Span(Tensor part, int length, int axis, out Tensor covered)
        {
            covered = part * length;
            Tensor start = Uniform(batch, 0, 1, seed) * (length - covered), place = Prim.Iota(Shape.Of(1, 1, 1, 1).With(axis, length), axis, DType.Float32);
            return Prim.LogicalAnd(place >= start, place < start + covered);
        }
    }
}
