using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Plain;

/// <summary>The random layers: what they leave alone at inference, what their numbers look like in training, what seeds do. Seeds are fixed.</summary>
public sealed class RandomLayerTests
{
    private const int Count = 100_000;

    private static readonly Dictionary<string, (Func<int, Layer> Make, Shape Shape)> Table = new(StringComparer.Ordinal)
    {
        ["Dropout"] = (seed => new Dropout(0.3, seed: seed), [40, 50]),
        ["Dropout, noise shape"] = (seed => new Dropout(0.3, [null, 1], seed), [40, 50]),
        ["AlphaDropout"] = (seed => new AlphaDropout(0.3, seed: seed), [40, 50]),
        ["AlphaDropout, noise shape"] = (seed => new AlphaDropout(0.3, [null, 1], seed), [40, 50]),
        ["GaussianDropout"] = (seed => new GaussianDropout(0.3, seed), [40, 50]),
        ["GaussianNoise"] = (seed => new GaussianNoise(0.3, seed), [40, 50]),
        ["SpatialDropout1D"] = (seed => new SpatialDropout1D(0.3, seed), [10, 5, 40]),
        ["SpatialDropout2D"] = (seed => new SpatialDropout2D(0.3, "channels_first", seed), [10, 40, 2, 3]),
        ["SpatialDropout3D"] = (seed => new SpatialDropout3D(0.3, seed: seed), [10, 2, 2, 2, 40]),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Inference_LeavesInputsAlone(string name)
    {
        (Func<int, Layer> make, Shape shape) = Table[name];
        Tensor x = Keras.Random.Normal(shape, seed: 1);
        Assert.Equal(Numbers(x), Numbers(make(3).Apply(x)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_SameSeed_GivesTheSameNumbersAndOtherOnesAtEachCall(string name)
    {
        (Func<int, Layer> make, Shape shape) = Table[name];
        Tensor x = Keras.Random.Normal(shape, seed: 1);
        Layer one = make(3), same = make(3), other = make(4);
        float[] first = Numbers(one.Apply(x, training: true));
        Assert.Equal(first, Numbers(same.Apply(x, training: true)));
        Assert.NotEqual(first, Numbers(other.Apply(x, training: true)));
        Assert.NotEqual(first, Numbers(one.Apply(x, training: true)));
    }

    /// <summary>Outputs of dropouts are linear in their inputs, so that the gradient is the output's slope; noise passes gradients as they are.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Training_Gradient_IsTheSlope(string name)
    {
        (Func<int, Layer> make, Shape shape) = Table[name];
        Tensor x = Keras.Random.Normal(shape, seed: 1);
        using var tape = new GradientTape();
        tape.Watch(x);
        Tensor total = Ops.Sum(make(3).Apply(x, training: true));
        float[] slope = Numbers(make(3).Apply(x + 1, training: true) - make(3).Apply(x, training: true)), gradient = Numbers(tape.Gradient(total, x));
        for (int i = 0; i < slope.Length; i++)
        {
            Assert.Equal(slope[i], gradient[i], 1e-4f);
        }
    }

    /// <summary>Mean and variance of the output for inputs of mean 1, within five standard errors of their theory.</summary>
    [Theory]
    [InlineData("Dropout", 1, 0.25 / 0.75)]
    [InlineData("GaussianDropout", 1, 0.25 / 0.75)]
    [InlineData("GaussianNoise", 1, 0.25)]
    public void Training_OfOnes_HasMeanAndVariance(string name, double mean, double variance)
    {
        Layer layer = name switch
        {
            "Dropout" => new Dropout(0.25, seed: 7),
            "GaussianDropout" => new GaussianDropout(0.25, seed: 7),
            _ => new GaussianNoise(0.5, seed: 7),
        };
        Moments(layer.Apply(Ops.Ones([Count]), training: true), mean, variance);
    }

    [Fact]
    public void AlphaDropout_OfStandardNormalNumbers_KeepsMeanAndVariance() =>
        Moments(new AlphaDropout(0.2, seed: 7).Apply(Keras.Random.Normal([Count], seed: 8), training: true), 0, 1);

    [Fact]
    public void AlphaDropout_AllDropped_Is0() => Assert.All(Numbers(new AlphaDropout(1).Apply(Ops.Ones([10]), training: true)), v => Assert.Equal(0, v));

    [Fact]
    public void SpatialDropout_DropsWholeChannelsAtItsRate()
    {
        float[] y = Numbers(new SpatialDropout2D(0.25, seed: 7).Apply(Ops.Ones([100, 2, 3, 100]), training: true));
        int dropped = 0;
        for (int sample = 0; sample < 100; sample++)
        {
            for (int channel = 0; channel < 100; channel++)
            {
                float[] all = [.. Enumerable.Range(0, 6).Select(point => y[(((sample * 6) + point) * 100) + channel]).Distinct()];
                float only = Assert.Single(all);
                Assert.True(only == 0 || Math.Abs(only - (1 / 0.75f)) < 1e-6f);
                dropped += only == 0 ? 1 : 0;
            }
        }

        double error = Math.Sqrt(10_000 * 0.25 * 0.75);
        Assert.InRange(dropped, 2500 - (5 * error), 2500 + (5 * error));
    }

    [Fact]
    public void GaussianNoise_Compiled_DrawsAnewAtEachCall()
    {
        var layer = new GaussianNoise(1, seed: 3);
        var function = Function.Compile(x => [layer.Apply(x[0], training: true)], "noise");
        Assert.NotEqual(Numbers(function.Call([Ops.Zeros([8])])[0]), Numbers(function.Call([Ops.Zeros([8])])[0]));
    }

    private static float[] Numbers(Tensor x) => x.ToArray<float>();

    private static void Moments(Tensor found, double mean, double variance)
    {
        double[] x = Ops.Cast(found, DType.Float64).ToArray<double>();
        double average = x.Average(), spread = x.Average(v => (v - average) * (v - average)), fourth = x.Average(v => Math.Pow(v - average, 4));
        Assert.InRange(average, mean - (5 * Math.Sqrt(variance / Count)), mean + (5 * Math.Sqrt(variance / Count)));
        Assert.InRange(spread, variance - (5 * Math.Sqrt(fourth / Count)), variance + (5 * Math.Sqrt(fourth / Count)));
    }
}
