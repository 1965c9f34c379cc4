namespace KerasSharp.Datasets;

/// <summary>
/// A small random number generator (SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014) whose numbers, and the
/// sines computed here, are the same on every platform: the system's mathematical library is not asked.
/// </summary>
/// <param name="seed">Seed; equal seeds give equal numbers.</param>
internal struct DigitRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A seed made of several numbers, so that neighbouring images share nothing.</summary>
    /// <param name="seed">Seed of the data set.</param>
    /// <param name="stream">Number of the part.</param>
    /// <param name="index">Number of the image.</param>
    public static DigitRandom For(int seed, int stream, int index)
    {
        DigitRandom mix = new(((ulong)(uint)seed << 32) | (uint)index);
        return new(mix.Next() ^ ((ulong)stream * 0xD1B54A32D192ED03UL));
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A number below a bound.</summary>
    /// <param name="bound">The bound.</param>
    public int Below(int bound) => (int)((Next() >> 32) * (ulong)bound >> 32);

    /// <summary>A number from an interval, uniformly.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    public double Uniform(double low, double high) => low + ((high - low) * ((Next() >> 11) * (1.0 / (1UL << 53))));

    /// <summary>About a standard normal number: the sum of four uniform ones, cut at 3.5.</summary>
    public double Normal()
    {
        ulong bits = Next();
        long sum = (long)(bits & 0xFFFF) + (long)((bits >> 16) & 0xFFFF) + (long)((bits >> 32) & 0xFFFF) + (long)(bits >> 48);
        // Four uniform numbers of [0, 65535] have mean 131070 and standard deviation 65536 / sqrt(3).
        return (sum - 131070) * (1.7320508075688772 / 65536);
    }

    /// <summary>Sine to about 1e-9, from additions and multiplications alone.</summary>
    /// <param name="x">Angle in radians, of moderate size.</param>
    public static double Sin(double x)
    {
        double turns = x * (1 / (2 * Math.PI));
        turns -= Math.Floor(turns + 0.5);                         // [-1/2, 1/2)
        double half = turns > 0.25 ? 0.5 - turns : turns < -0.25 ? -0.5 - turns : turns;   // mirrored into [-1/4, 1/4]
        double a = half * (2 * Math.PI), s = a * a;
        double tail = (1.0 / 362880) - (s / 39916800);             // Taylor series, Horner's scheme
        return a * (1 + (s * ((-1.0 / 6) + (s * ((1.0 / 120) + (s * ((-1.0 / 5040) + (s * tail))))))));
    }

    /// <summary>Cosine, likewise.</summary>
    /// <param name="x">Angle in radians, of moderate size.</param>
    public static double Cos(double x) => Sin(x + (Math.PI / 2));
}
