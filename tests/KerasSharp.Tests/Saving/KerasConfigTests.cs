using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>Configs of models, held to those that Keras 3.16 wrote (<see cref="KerasConfigs"/>): the same keys in the same order.</summary>
public sealed class KerasConfigTests
{
    public static TheoryData<string> Names => [.. KerasConfigs.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void ToJson_ModelThatKerasWrote_IsWhatKerasWrote(string name)
    {
        string json = KerasConfigs.Read(name);
        Assert.Equal(KerasConfigs.Plain(json), KerasConfigs.Plain(Model.FromJson(json).ToJson()));
    }

    [Fact]
    public void ToJson_LayersOfSeveralTensors_SayWhatTheyWereBuiltFor()
    {
        Tensor x = Keras.Input([4, 2], name: "x"), h = Keras.Input([3], name: "h"), c = Keras.Input([3], name: "c");
        Tensor y = new LSTM(3, name: "r").ApplyMany([x, h, c])[0];
        Config entry = Config.FromJson(new Model((Tensor[])[x, h, c], y).ToJson());
        var layer = (Config)((List<object?>)((Config)entry["config"]!)["layers"]!)[^1]!;
        Assert.Equal("""{"shapes_dict": {"sequences_shape": [null, 4, 2], "initial_state_shape": [[null, 3], [null, 3]]}}""", ConfigJson.Write(layer["build_config"]));
        var node = (Config)((List<object?>)layer["inbound_nodes"]!)[0]!;
        Assert.Single((List<object?>)node["args"]!);
        Assert.Equal(2, ((List<object?>)((Config)node["kwargs"]!)["initial_state"]!).Count);
    }
}
