using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>The functions of keras.saving and keras.models under their own names.</summary>
public sealed class KerasSavingTests
{
    [Fact]
    public void SerializeAndDeserialize_Objects_ListsAndPlainValues_ComeBack()
    {
        object? value = Keras.Saving.SerializeKerasObject(new object?[] { new Dense(3, name: "d"), 2, "text", null });
        var back = Assert.IsType<List<object?>>(Keras.Saving.DeserializeKerasObject(value));
        Assert.Equal("d", Assert.IsType<Dense>(back[0]).Name);
        Assert.Equal([2L, "text", null], back.Skip(1));
        Assert.Throws<ModelFormatException>(() => Keras.Saving.DeserializeKerasObject(Config.FromJson("{\"module\": \"os\", \"class_name\": \"system\", \"config\": {}}")));
    }

    [Fact]
    public void RegisterKerasSerializable_AClass_IsFoundByItsName()
    {
        Keras.Saving.RegisterKerasSerializable(typeof(Doubler), config => new Doubler((string)config["name"]!), "Tests");
        Assert.Equal("Tests>Doubler", Keras.Saving.GetRegisteredName(typeof(Doubler)));
        Assert.Equal("Dense", Keras.Saving.GetRegisteredName(typeof(Dense)));
        Assert.IsType<Doubler>(Keras.Saving.GetRegisteredObject("Tests>Doubler")!(new Config { ["name"] = "x" }));
        Assert.Null(Keras.Saving.GetRegisteredObject("Tests>Nobody"));
        var model = new Sequential([new InputLayer([2]), new Doubler("twice")]);
        Model loaded = Keras.Models.ModelFromJson(model.ToJson());
        Assert.Equal([2f, 4f], loaded.Predict(Tensor.From([1f, 2f], Shape.Of(1, 2))).ToArray<float>());
    }

    [Theory]
    [InlineData("keras.layers", "Dense")]
    [InlineData("keras", "X")]
    [InlineData("a>b", "X")]
    public void RegisterKerasSerializable_NamesOfKeras_AreRefused(string package, string name) =>
        Assert.Throws<ArgumentException>(() => Keras.Saving.RegisterKerasSerializable(typeof(Doubler), _ => new Doubler("x"), package, name));

    private sealed class Doubler(string name) : Layer(name)
    {
        protected override Tensor[] Call(CallArguments arguments) => [arguments.Inputs[0] * 2];
    }
}
