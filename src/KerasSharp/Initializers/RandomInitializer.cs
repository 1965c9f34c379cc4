namespace KerasSharp.Initializers;

/// <summary>
/// Base of the initializers that draw numbers. With a seed, or without, one object gives the same values at every call, as in Keras; a
/// <see cref="SeedGenerator"/> as seed gives new values at each.
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

    /// <summary>A generator positioned at the start of this initializer's numbers.</summary>
    internal Philox Draw() => new(unchecked((uint)_drawSeed), 0);

    /// <summary>Fills a tensor with numbers made one by one, in double, and converts them.</summary>
    /// <param name="shape">Shape of the tensor.</param>
    /// <param name="dtype">Its dtype.</param>
    /// <param name="next">Makes a number.</param>
    private protected static Tensor Fill(Shape shape, DType? dtype, Func<float> next)
    {
        Tensor values = Tensor.Allocate(shape, DType.Float32);
        Span<float> span = values.Data.As<float>();
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = next();
        }

        return dtype is null or DType.Float32 ? values : Primitives.Prim.Convert(values, dtype.Value);
    }
}
