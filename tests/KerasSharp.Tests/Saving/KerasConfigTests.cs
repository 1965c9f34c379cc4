using System.IO.Compression;
using System.Text.RegularExpressions;
using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>Configs of models, held to those that Keras 3.16 wrote (<c>keras-configs.zip</c>: <c>model.to_json()</c> of models of all kinds): the same keys in the same order.</summary>
public sealed partial class KerasConfigTests
{
    private static readonly ZipArchive Written = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Saving", "keras-configs.zip"));

    public static TheoryData<string> Names => [.. Written.Entries.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ToJson_ModelThatKerasWrote_IsWhatKerasWrote(string name)
    {
        string json;
        lock (Written)
        {
            using var reader = new StreamReader(Written.GetEntry(name)!.Open());
            json = reader.ReadToEnd();
        }

        Assert.Equal(Plain(Config.FromJson(json).ToJson()), Plain(Model.FromJson(json).ToJson()));
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

    /// <summary>Without the point of whole numbers: Python keeps 2 and 2.0 apart, configs do not mean different things by them.</summary>
    private static string Plain(string json) => WholeNumber().Replace(json, "$1");

    [GeneratedRegex(@"(\d)\.0(?=[,}\]])")]
    private static partial Regex WholeNumber();
}
