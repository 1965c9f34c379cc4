using KerasSharp.Initializers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Components;

public class InitializerTests
{
    public static TheoryData<string> RandomNames => new(
        "glorot_normal", "glorot_uniform", "he_normal", "he_uniform", "lecun_normal", "lecun_uniform", "random_normal", "random_uniform", "truncated_normal", "variance_scaling");

    [Theory]
    [MemberData(nameof(RandomNames))]
    public void Call_TwoObjectsWithoutSeed_GiveDifferentValues(string name) => Assert.NotEqual(
        Initializer.Get(name).Call(Shape.Of(8, 9)).ToArray<float>(), Initializer.Get(name).Call(Shape.Of(8, 9)).ToArray<float>());

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(50_001)]
    public void Call_OtherLengths_StartWithTheSameValues(int length)
    {
        float[] longest = new TruncatedNormal(seed: 4).Call(Shape.Of(60_000)).ToArray<float>();
        Assert.Equal(longest[..length], new TruncatedNormal(seed: 4).Call(Shape.Of(length)).ToArray<float>());
        Assert.True(new RandomNormal(seed: 4).Call(Shape.Of(length)).ToArray<float>().All(float.IsFinite));
    }

    [Fact]
    public void Call_AfterSetRandomSeed_RepeatsWithoutSeedsOfTheirOwn()
    {
        Utils.SetRandomSeed(7);
        float[] first = new HeNormal().Call(Shape.Of(20)).ToArray<float>();
        Utils.SetRandomSeed(7);
        Assert.Equal(first, new HeNormal().Call(Shape.Of(20)).ToArray<float>());
    }

    [Fact]
    public void Get_Misspelt_SuggestsTheNearest() =>
        Assert.Contains("'he_normal'", Assert.Throws<ArgumentException>(() => Initializer.Get("he_norml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Orthogonal_VectorShape_SaysWhatItNeeds() =>
        Assert.Contains("rank 2", Assert.Throws<ShapeException>(() => new Orthogonal().Call(Shape.Of(5))).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(RandomNames))]
    public void Call_WithASeedGenerator_GivesOtherValuesEachTimeAndTheSameFromTheSameStart(string name)
    {
        var config = new Config { ["class_name"] = name, ["config"] = new Config { ["seed"] = ObjectRegistry.Serialize(new SeedGenerator(11)).ToConfig() } };
        Initializer one = Initializer.Deserialize(config), other = Initializer.Deserialize(Initializer.Serialize(one));
        float[] first = one.Call(Shape.Of(30, 4)).ToArray<float>(), second = one.Call(Shape.Of(30, 4)).ToArray<float>();
        Assert.NotEqual(first, second);
        Assert.Equal(first, other.Call(Shape.Of(30, 4)).ToArray<float>());
        Assert.Equal(second, other.Call(Shape.Of(30, 4)).ToArray<float>());
    }

    [Fact]
    public void Seed_InAConfig_IsANumberAGeneratorOrNothing()
    {
        Assert.Null(new GlorotUniform().GetConfig()["seed"]);
        Assert.Equal(3L, new GlorotUniform(3).GetConfig()["seed"]);
        var generator = new SeedGenerator(5, name: "mine");
        var seed = (Config)new Orthogonal(seed: generator).GetConfig()["seed"]!;
        Assert.Equal("SeedGenerator", seed["class_name"]);
        Assert.Equal("keras.random", seed["module"]);
        var e = Assert.Throws<ModelFormatException>(() => GlorotUniform.FromConfig(new() { ["seed"] = "soon" }));
        Assert.Contains("expected an integer of 0 or more, or a SeedGenerator", e.Message, StringComparison.Ordinal);
    }
}
