namespace KerasSharp.Tests.Operations;

/// <summary>Random numbers have the distribution they are named after. Seeds are fixed, so that the tests are not left to chance.</summary>
public sealed class RandomDistributionTests
{
    private const int Count = 200_000;

    private static readonly Dictionary<string, (Func<Shape, Seed, Tensor> Draw, double Mean, double Variance, double Low, double High)> Table = new(StringComparer.Ordinal)
    {
        ["uniform"] = ((s, seed) => Keras.Random.Uniform(s, -1, 3, seed: seed), 1, 16.0 / 12, -1, 3),
        ["uniform float64"] = ((s, seed) => Keras.Random.Uniform(s, dtype: DType.Float64, seed: seed), 0.5, 1.0 / 12, 0, 1),
        ["normal"] = ((s, seed) => Keras.Random.Normal(s, 2, 3, seed: seed), 2, 9, double.NegativeInfinity, double.PositiveInfinity),
        ["normal float64"] = ((s, seed) => Keras.Random.Normal(s, dtype: DType.Float64, seed: seed), 0, 1, double.NegativeInfinity, double.PositiveInfinity),
        // Variance of a normal distribution cut at two deviations: 1 - 4 φ(2) / (2 Φ(2) - 1).
        ["truncated normal"] = ((s, seed) => Keras.Random.TruncatedNormal(s, 1, 2, seed: seed), 1, 4 * (1 - (4 * 0.05399096651318806 / 0.9544997361036416)), -3, 5),
        ["gamma 3"] = ((s, seed) => Keras.Random.Gamma(s, 3, seed: seed), 3, 3, 0, double.PositiveInfinity),
        ["gamma 0.4"] = ((s, seed) => Keras.Random.Gamma(s, 0.4, seed: seed), 0.4, 0.4, 0, double.PositiveInfinity),
        ["beta"] = ((s, seed) => Keras.Random.Beta(s, 2, 3, seed: seed), 0.4, 0.04, 0, 1),
        ["binomial 1"] = ((s, seed) => Keras.Random.Binomial(s, 1, 0.3, seed: seed), 0.3, 0.21, 0, 1),
        ["binomial 7"] = ((s, seed) => Keras.Random.Binomial(s, 7, 0.3, seed: seed), 2.1, 1.47, 0, 7),
        ["binomial 1000"] = ((s, seed) => Keras.Random.Binomial(s, 1000, 0.9, seed: seed), 900, 90, 0, 1000),
        ["randint"] = ((s, seed) => Keras.Random.Randint(s, -2, 5, seed: seed), 1, 4, -2, 4),
        ["categorical"] = ((s, seed) => Keras.Random.Categorical(Ops.Log(new float[,] { { 0.2f, 0.5f, 0.3f } }), Count, seed: seed), 1.1, 0.49, 0, 2),
        ["dropout"] = ((s, seed) => Keras.Random.Dropout(Ops.Ones(s), 0.25, seed: seed), 1, 1.0 / 3, 0, 4.0 / 3),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    /// <summary>Mean and variance within five standard errors; nothing outside the range.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_ManyNumbers_HasMeanVarianceAndRange(string name)
    {
        (Func<Shape, Seed, Tensor> draw, double mean, double variance, double low, double high) = Table[name];
        double[] x = Ops.Cast(draw([Count], 12), DType.Float64).ToArray<double>();
        double average = x.Average(), spread = x.Average(v => (v - average) * (v - average)), fourth = x.Average(v => Math.Pow(v - average, 4));
        Assert.InRange(average, mean - (5 * Math.Sqrt(variance / Count)), mean + (5 * Math.Sqrt(variance / Count)));
        Assert.InRange(spread, variance - (5 * Math.Sqrt(fourth / Count)), variance + (5 * Math.Sqrt(fourth / Count)));
        Assert.All([x.Min(), x.Max()], v => Assert.InRange(v, low, high + 1e-6));
    }

    /// <summary>Kolmogorov and Smirnov's distance from the distribution function, below its 0.1 % point 1.95 / sqrt(n).</summary>
    [Theory]
    [InlineData("uniform")]
    [InlineData("normal")]
    [InlineData("gamma 3")]
    [InlineData("gamma 0.4")]
    public void Draw_Continuous_FollowsItsDistributionFunction(string name)
    {
        double[] x = Ops.Cast(Table[name].Draw([Count], 5), DType.Float64).ToArray<double>();
        Array.Sort(x);
        Tensor sorted = Tensor.From(x, [Count]);
        Tensor expected = name switch
        {
            "uniform" => (sorted + 1) / 4,
            "normal" => (Ops.Erf((sorted - 2) / (3 * Math.Sqrt(2))) + 1) * 0.5,
            "gamma 3" => Ops.Gammainc(3, sorted),
            _ => Ops.Gammainc(0.4, sorted),
        };
        double[] f = Ops.Cast(expected, DType.Float64).ToArray<double>();
        Assert.True(f.Select((p, i) => Math.Abs(p - ((i + 0.5) / Count))).Max() < 1.95 / Math.Sqrt(Count));
    }

    [Fact]
    public void Binomial_Seven_HasItsProbabilities()
    {
        int[] counts = Ops.Bincount(Ops.Cast(Keras.Random.Binomial([Count], 7, 0.3, seed: 3), DType.Int32), minlength: 8).ToArray<int>();
        double[] ways = [1, 7, 21, 35, 35, 21, 7, 1];
        double chiSquare = ways.Select((w, k) => w * Math.Pow(0.3, k) * Math.Pow(0.7, 7 - k) * Count).Zip(counts).Sum(pair => Math.Pow(pair.Second - pair.First, 2) / pair.First);
        Assert.InRange(chiSquare, 0, 24.3); // the 0.1 % point for 7 degrees of freedom
    }

    [Fact]
    public void Shuffle_Numbers_KeepsAllInAnotherOrder()
    {
        int[] x = Keras.Random.Shuffle(Ops.Arange(100), seed: 1).ToArray<int>();
        Assert.NotEqual(Enumerable.Range(0, 100), x);
        Assert.Equal(Enumerable.Range(0, 100), x.Order());
    }

    [Fact]
    public void Draw_SameSeed_GivesTheSame_AGeneratorOthers()
    {
        Assert.Equal(Keras.Random.Normal([9], seed: 4).ToArray<float>(), Keras.Random.Normal([9], seed: 4).ToArray<float>());
        Assert.NotEqual(Keras.Random.Normal([9], seed: 4).ToArray<float>(), Keras.Random.Normal([9], seed: 5).ToArray<float>());
        var generator = new SeedGenerator(4);
        Assert.NotEqual(Keras.Random.Normal([9], seed: generator).ToArray<float>(), Keras.Random.Normal([9], seed: generator).ToArray<float>());
    }

    [Fact]
    public void Draw_CompiledWithAGenerator_GivesNewNumbersAtEachRun_ThoseOfEagerRuns()
    {
        var generator = new SeedGenerator(7);
        Func<Tensor, Tensor> noisy = Function.Compile((Tensor x) => x + Keras.Random.Uniform([5], seed: generator));
        float[] first = noisy(Ops.Zeros([5])).ToArray<float>(), second = noisy(Ops.Zeros([5])).ToArray<float>();
        var again = new SeedGenerator(7);
        Assert.Equal(Keras.Random.Uniform([5], seed: again).ToArray<float>(), first);
        Assert.Equal(Keras.Random.Uniform([5], seed: again).ToArray<float>(), second);
        Assert.NotEqual(first, second);
    }
}
