using KerasSharp.Activations;
using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>Classes and functions of the caller's, which files name.</summary>
public sealed class CustomObjectTests
{
    private const string Entry = """{"module": "my_module", "class_name": "Halver", "config": {"name": "halver"}, "registered_name": "mine>Halver"}""";

    [Theory]
    [InlineData("mine>Halver")]
    [InlineData("Halver")]
    public void Deserialize_ClassInAScope_IsFoundByEitherName(string name)
    {
        Config config = Config.FromJson(Entry);
        Assert.Contains("not known", Assert.Throws<ModelFormatException>(() => ObjectRegistry.Deserialize(config)).Message, StringComparison.Ordinal);
        using (new CustomObjectScope(new() { { name, Halver.Make } }))
        {
            Assert.IsType<Halver>(ObjectRegistry.Deserialize(config));
        }

        Assert.Throws<ModelFormatException>(() => ObjectRegistry.Deserialize(config));
    }

    [Fact]
    public void Deserialize_ScopesInside_ComeFirst()
    {
        Config config = Config.FromJson(Entry);
        using (new CustomObjectScope(new() { { "Halver", c => new Dense(1) } }))
        using (new CustomObjectScope(new() { { "Halver", Halver.Make } }))
        {
            Assert.IsType<Halver>(ObjectRegistry.Deserialize(config));
        }
    }

    [Fact]
    public void Deserialize_ClassOfKeras_IsNeverReplaced()
    {
        using CustomObjectScope scope = new(new() { { "Dense", Halver.Make }, { "mine>Halver", Halver.Make } });
        Assert.IsType<Dense>(ObjectRegistry.Deserialize(Config.FromJson("""{"module": "keras.layers", "class_name": "Dense", "config": {"units": 2}, "registered_name": null}""")));
        Assert.Contains("another name", Assert.Throws<ModelFormatException>(() => ObjectRegistry.Deserialize(Config.FromJson(
            """{"module": "keras.layers", "class_name": "Dense", "config": {"units": 2}, "registered_name": "mine>Halver"}"""))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_FunctionsInAScope_AreFoundByName()
    {
        using CustomObjectScope scope = new(new() { { "double_it", x => x * 2 }, { "gap", (y, p) => Ops.Mean(Ops.Abs(y - p), -1) } });
        Assert.Equal(6f, ActivationFunction.Get("double_it").Apply(3f).ToArray<float>()[0]);
        Assert.Equal(2f, Loss.Get("gap").Apply(new[,] { { 1f, 1f } }, new[,] { { 3f, 3f } }).ToArray<float>()[0]);
        Assert.Equal("gap", Metric.Get("gap").Name);
        var layer = (Dense)ObjectRegistry.Deserialize(Config.FromJson("""
            {"module": "keras.layers", "class_name": "Dense", "registered_name": null,
             "config": {"units": 2, "activation": {"module": "builtins", "class_name": "function", "config": "double_it", "registered_name": "double_it"}}}
            """));
        Assert.Equal("double_it", layer.GetConfig()["activation"]);
    }

    [Fact]
    public void Add_Nothing_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new CustomObjects { { "", Halver.Make } });
        Assert.Throws<ArgumentNullException>(() => new CustomObjectScope(null!));
    }

    private sealed class Halver() : Layer(null)
    {
        public static Halver Make(Config config) => new();

        protected override Tensor Call(Tensor inputs) => inputs / 2;
    }
}
