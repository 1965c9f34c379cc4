using KerasSharp.Primitives;

namespace KerasSharp.Initializers;

/// <summary>
/// Base of the initializers that draw numbers. With a seed, or without, one object gives the same values at every call, as in Keras. The values
/// depend on nothing but the seed and the shape.
/// </summary>
public abstract class RandomInitializer : Initializer
{
    /// <summary>erf(sqrt(2)): the part of a normal distribution within two deviations.</summary>
    private const float WithinTwo = 0.954499736f;

    private readonly int _drawSeed;

    /// <summary>Sets the seed.</summary>
    /// <param name="seed">A seed; without one it is drawn from the global generator.</param>
    protected RandomInitializer(int? seed)
    {
        Seed = seed;
        _drawSeed = seed ?? SeedGenerator.MakeDefaultSeed();
    }

    private delegate void FillBlock(uint key, uint block, Span<float> values);

    /// <summary>The seed given, null where there was none.</summary>
    public int? Seed { get; }

    /// <summary>Uniform in [low, high).</summary>
    private protected Tensor Uniform(Shape shape, DType? dtype, double low, double high) =>
        Fill(shape, dtype, (key, block, values) => HostRandom.Uniform(key, block, values, (float)low, (float)high));

    /// <summary>Normal.</summary>
    private protected Tensor Normal(Shape shape, DType? dtype, double mean, double deviation) =>
        Fill(shape, dtype, (key, block, values) => HostRandom.Normal(key, block, values, (float)mean, (float)deviation, 1));

    /// <summary>Normal, but never further from the mean than two deviations.</summary>
    private protected Tensor TruncatedNormal(Shape shape, DType? dtype, double mean, double deviation) =>
        Fill(shape, dtype, (key, block, values) => HostRandom.Normal(key, block, values, (float)mean, (float)deviation, WithinTwo));

    /// <summary>Fills a tensor by blocks, on as many threads as there are; each block's numbers follow from its place.</summary>
    private Tensor Fill(Shape shape, DType? dtype, FillBlock fill)
    {
        if (!shape.IsStatic)
        {
            throw new ShapeException($"An initializer needs every size of the shape. Received: shape={shape}.", nameof(shape));
        }

        Tensor values = Tensor.Allocate(shape, DType.Float32);
        uint key = unchecked((uint)_drawSeed);
        int count = checked((int)shape.Count), blocks = (count + HostRandom.BlockSize - 1) / HostRandom.BlockSize;
        void Block(int b)
        {
            int start = b * HostRandom.BlockSize;
            fill(key, (uint)b, values.Data.As<float>()[start..Math.Min(count, start + HostRandom.BlockSize)]);
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

        if (dtype is null or DType.Float32)
        {
            return values;
        }

        // Weights may be made while a step is traced: they are numbers all the same.
        using Dispatch.InterpreterScope now = Dispatch.Enter(Dispatch.Eager);
        return Prim.Convert(values, dtype.Value);
    }
}
