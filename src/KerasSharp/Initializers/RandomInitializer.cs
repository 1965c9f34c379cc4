using KerasSharp.Saving;
using KerasSharp.Primitives;

namespace KerasSharp.Initializers;

/// <summary>
/// Base of the initializers that draw numbers. With a whole number as seed, or without one, an object gives the same values at every call, as in Keras; with a
/// <see cref="SeedGenerator"/> it gives others each time. The values depend on nothing but the seed, or the generator's state, and the shape.
/// </summary>
[ConfigOrder("", "seed")]
public abstract class RandomInitializer : Initializer
{
    /// <summary>erf(sqrt(2)): the part of a normal distribution within two deviations.</summary>
    private const float WithinTwo = 0.954499736f;

    private readonly Seed _source;

    /// <summary>Sets the seed.</summary>
    /// <param name="seed">A whole number, the same values at each call; a <see cref="SeedGenerator"/>, other ones each time. Without either a number is drawn.</param>
    protected RandomInitializer(Seed seed)
    {
        Seed = seed;
        _source = seed == default ? SeedGenerator.MakeDefaultSeed() : seed;
    }

    private delegate void FillBlock((uint, uint) key, uint block, Span<float> values);

    /// <summary>The seed given; the default value where there was none.</summary>
    public Seed Seed { get; }

    /// <summary>Uniform in [low, high).</summary>
    private protected Tensor Uniform(Shape shape, DType? dtype, double low, double high) =>
        Fill(shape, dtype, (key, block, values) => HostRandom.Uniform(key, block, values, (float)low, (float)high));

    /// <summary>Normal.</summary>
    private protected Tensor Normal(Shape shape, DType? dtype, double mean, double deviation) =>
        Fill(shape, dtype, (key, block, values) => HostRandom.Normal(key, block, values, (float)mean, (float)deviation, 1));

    /// <summary>Normal, but never further from the mean than two deviations.</summary>
    private protected Tensor TruncatedNormal(Shape shape, DType? dtype, double mean, double deviation) =>
        Fill(shape, dtype, (key, block, values) => HostRandom.Normal(key, block, values, (float)mean, (float)deviation, WithinTwo));

    /// <summary>The two words that decide the numbers; a generator moves on.</summary>
    private (uint, uint) Key()
    {
        // Weights may be made while a step is traced: they are numbers all the same.
        using Dispatch.InterpreterScope now = Dispatch.Enter(Dispatch.Eager);
        ReadOnlySpan<uint> words = _source.Draw().Data.As<uint>();
        return (words[0], words[1]);
    }

    /// <summary>Fills a tensor by blocks, on as many threads as there are; each block's numbers follow from its place.</summary>
    private Tensor Fill(Shape shape, DType? dtype, FillBlock fill)
    {
        if (!shape.IsStatic)
        {
            throw new ShapeException($"An initializer needs every size of the shape. Received: shape={shape}.", nameof(shape));
        }

        Tensor values = Tensor.Allocate(shape, DType.Float32);
        (uint, uint) key = Key();
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

        using Dispatch.InterpreterScope now = Dispatch.Enter(Dispatch.Eager);
        return Prim.Convert(values, dtype.Value);
    }
}
