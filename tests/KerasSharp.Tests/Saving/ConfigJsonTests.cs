using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

public class ConfigJsonTests
{
    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData((double)0.001f, "0.0010000000474974513")]
    [InlineData(1e-7, "1e-07")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(-1234567890123456.0, "-1234567890123456.0")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(0.1, "0.1")]
    [InlineData(100.0, "100.0")]
    public void Repr_Double_PrintsAsPython(double value, string expected) => Assert.Equal(expected, ConfigJson.Repr(value));

    [Fact]
    public void ToJson_Nested_IsPythonsOneLine()
    {
        Config config = new()
        {
            ["name"] = "dense", ["units"] = 3, ["rate"] = 0.5f, ["seed"] = null, ["use_bias"] = true, ["shape"] = new int?[] { null, 784 }, ["inner"] = new Config(),
        };
        Assert.Equal(
            """{"name": "dense", "units": 3, "rate": 0.5, "seed": null, "use_bias": true, "shape": [null, 784], "inner": {}}""",
            config.ToJson());
    }

    [Fact]
    public void ToJson_NonAscii_IsEscapedAsPythonDoes() =>
        Assert.Equal("{\"a\": \"\\u00e9\\ud83d\\ude00\\n\\\"\\\\\\u0001\"}", new Config { ["a"] = "é😀\n\"\\\u0001" }.ToJson());

    [Fact]
    public void FromJson_NumbersAndPythonsBareNaN_KeepTheirKinds()
    {
        Config config = Config.FromJson("""{"i": 3, "f": 3.0, "nan": NaN, "inf": [-Infinity, Infinity], "s": "NaN and \"Infinity"}""");
        Assert.IsType<long>(config["i"]);
        Assert.IsType<double>(config["f"]);
        Assert.Equal(double.NaN, config["nan"]);
        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity], (List<object?>)config["inf"]!);
        Assert.Equal("NaN and \"Infinity", config["s"]);
        Assert.Equal("""{"i": 3, "f": 3.0, "nan": NaN, "inf": [-Infinity, Infinity], "s": "NaN and \"Infinity"}""", config.ToJson());
    }

    [Fact]
    public void FromJson_Malformed_NamesThePlace() =>
        Assert.Contains("line 1", Assert.Throws<ModelFormatException>(() => Config.FromJson("{\"a\": ]}")).Message, StringComparison.Ordinal);

    [Fact]
    public void FromJson_EndlesslyNested_IsRefused() =>
        Assert.Throws<ModelFormatException>(() => Config.FromJson("{\"a\":" + new string('[', 100_000)));

    [Fact]
    public void Indexer_MissingKey_ListsTheKeys() =>
        Assert.Contains("units, rate", Assert.Throws<KeyNotFoundException>(() => new Config { ["units"] = 1, ["rate"] = 2 }["unit"]).Message, StringComparison.Ordinal);

    [Fact]
    public void SerializedObject_WithExtras_RoundTrips()
    {
        const string Json = """{"module": "keras.layers", "class_name": "Dense", "config": {"units": 3}, "registered_name": null, "build_config": {"input_shape": [null, 4]}, "name": "dense"}""";
        Assert.True(SerializedObject.TryParse(Config.FromJson(Json), out SerializedObject? parsed));
        Assert.Equal("dense", parsed.Extras["name"]);
        Assert.Equal(Json, parsed.ToConfig().ToJson());
    }
}
