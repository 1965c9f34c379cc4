using KerasSharp.Initializers;

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
}
