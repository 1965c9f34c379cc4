namespace KerasSharp;

/// <summary>
/// Philox 4x32-10, the counter-based generator (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3), for numbers drawn
/// on the host: first values of weights, orders of samples. Draws inside models use the engine's primitive.
/// </summary>
/// <param name="key">First word of the key: the seed.</param>
/// <param name="stream">Second word of the key.</param>
internal sealed class Philox(uint key, uint stream)
{
    private readonly uint[] _block = new uint[4];
    private ulong _counter;
    private int _at = 4;
    private float? _spare;

    /// <summary>32 random bits.</summary>
    public uint NextBits()
    {
        if (_at == 4)
        {
            Primitives.RandomBits.Block(_counter++, key, stream, _block);
            _at = 0;
        }

        return _block[_at++];
    }

    /// <summary>Uniform in [0, 1): 24 bits.</summary>
    public float NextUniform() => (NextBits() >> 8) * (1f / (1 << 24));

    /// <summary>Uniform in [low, high).</summary>
    public float NextUniform(float low, float high) => low + ((high - low) * NextUniform());

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public float NextNormal()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        double u = 1 - NextUniform(), v = NextUniform();
        double radius = Math.Sqrt(-2 * Math.Log(u));
        _spare = (float)(radius * Math.Sin(2 * Math.PI * v));
        return (float)(radius * Math.Cos(2 * Math.PI * v));
    }

    /// <summary>Uniform in 0 ... bound - 1, without bias worth the name: 32 bits scaled (Lemire 2019).</summary>
    public int NextInt(int bound) => (int)(((ulong)NextBits() * (ulong)bound) >> 32);
}
