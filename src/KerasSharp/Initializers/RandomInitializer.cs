using KerasSharp.Primitives;

namespace KerasSharp.Initializers;

/// <summary>
/// Base of the initializers that draw numbers. With a seed, or without, one object gives the same values at every call, as in Keras. The values
/// depend on nothing but the seed and the shape.
/// </summary>
public abstract class RandomInitializer : Initializer
{
    private readonly int _drawSeed;

    /// <summary>Sets the seed.</summary>
    /// <param name="seed">A seed; without one it is drawn from the global generator.</param>
    protected RandomInitializer(int? seed)
    {
        Seed = seed;
        _drawSeed = seed ?? SeedGenerator.MakeDefaultSeed();
    }

    /// <summary>The seed given, null where there was none.</summary>
    public int? Seed { get; }

    /// <summary>Uniform in [low, high).</summary>
    private protected Tensor Uniform(Shape shape, DType? dtype, double low, double high) =>
        Fill(shape, dtype, (index, values) => HostRandom.Uniform(Key, index, values, (float)low, (float)high));

    /// <summary>Normal.</summary>
    private protected Tensor Normal(Shape shape, DType? dtype, double mean, double deviation) =>
        Fill(shape, dtype, (index, values) => HostRandom.Normal(Key, index, values, (float)mean, (float)deviation));

    /// <summary>Normal, but never further from the mean than two deviations.</summary>
    private protected Tensor TruncatedNormal(Shape shape, DType? dtype, double mean, double deviation) =>
        Fill(shape, dtype, (index, values) => HostRandom.TruncatedNormal(Key, index, values, (float)mean, (float)deviation));

    private uint Key => unchecked((uint)_drawSeed);

    /// <summary>Fills a tensor by blocks, on as many threads as there are; each block's numbers follow from its place.</summary>
    private static Tensor Fill(Shape shape, DType? dtype, HostRandom.FillBlock fill)
    {
        if (!shape.IsStatic)
        {
            throw new ShapeException($"An initializer needs every size of the shape. Received: shape={shape}.", nameof(shape));
        }

        Tensor values = Tensor.Allocate(shape, DType.Float32);
        int count = (int)shape.Count, blocks = (count + HostRandom.BlockSize - 1) / HostRandom.BlockSize;
        void Block(int b)
        {
            int start = b * HostRandom.BlockSize;
            fill((uint)b, values.Data.As<float>()[start..Math.Min(count, start + HostRandom.BlockSize)]);
        }

        if (blocks < 8)
        {
            for (int b = 0; b < blocks; b++)
            {
                Block(b);
            }
        }
        else
        {
            Parallel.For(0, blocks, Block);
        }

        return dtype is null or DType.Float32 ? values : Prim.Convert(values, dtype.Value);
    }
}
