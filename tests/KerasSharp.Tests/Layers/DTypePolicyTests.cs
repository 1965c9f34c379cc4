using KerasSharp.Callbacks;
using KerasSharp.DTypePolicies;
using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers;

/// <summary>Dtype policies: names, the global one, maps by path, and training in mixed precision.</summary>
[Collection(ProcessWide.Name)]
public sealed class DTypePolicyTests
{
    [Theory]
    [InlineData("float32", DType.Float32, DType.Float32)]
    [InlineData("mixed_float16", DType.Float16, DType.Float32)]
    [InlineData("mixed_bfloat16", DType.BFloat16, DType.Float32)]
    [InlineData("float64", DType.Float64, DType.Float64)]
    public void Name_OfAPolicy_GivesItsDtypes(string name, DType compute, DType variable)
    {
        var policy = new DTypePolicy(name);
        Assert.Equal((compute, variable), (policy.ComputeDType, policy.VariableDType));
        Assert.Equal(policy, Policies.Deserialize(Policies.Serialize(policy)));
    }

    [Fact]
    public void Name_Unknown_SuggestsTheNearest() =>
        Assert.Contains("mixed_float16", Assert.Throws<ArgumentException>(() => new DTypePolicy("mixed_float32")).Message, StringComparison.Ordinal);

    [Fact]
    public void Global_OnceSet_HoldsForNewLayers()
    {
        DTypePolicy before = Keras.Config.DTypePolicy();
        try
        {
            Keras.Config.SetDTypePolicy("mixed_bfloat16");
            var layer = new Dense(2);
            Assert.Equal(DType.BFloat16, layer.Apply(Ops.Ones([3, 4])).DType);
            Assert.All(layer.Weights, w => Assert.Equal(DType.Float32, w.DType));
        }
        finally
        {
            Keras.Config.SetDTypePolicy(before);
        }

        Assert.Equal(DType.Float32, new Dense(2).ComputeDType);
    }

    [Fact]
    public void Map_ByPathAndPattern_GivesEachLayerItsPolicy()
    {
        var map = new DTypePolicyMap("float32", new Dictionary<string, DTypePolicy> { ["net/first"] = "mixed_bfloat16", [".*/se.*d"] = "float64" });
        var model = new Sequential([new Dense(2, name: "first", dtype: map), new Dense(2, name: "second", dtype: map), new Dense(2, name: "third", dtype: map)], name: "net");
        model.Apply(Ops.Ones([3, 4]));
        Assert.Equal(["BFloat16", "Float64", "Float32"], model.Layers.Select(l => $"{l.ComputeDType}"));
        Assert.Equal(map, DTypePolicy.FromConfigValue(map.ToConfigValue()!));
        Assert.Equal("map_float32", map.Name);
    }

    [Fact]
    public void Map_SeveralPatternsMatch_SaysWhich()
    {
        var map = new DTypePolicyMap("float32", new Dictionary<string, DTypePolicy> { ["a.*"] = "float16", [".*b"] = "float64" });
        Assert.Contains("\"a.*\", \".*b\"", Assert.Throws<ArgumentException>(() => map["ab"]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DTypePolicyMap(map));
        Assert.Contains("already", Assert.Throws<ArgumentException>(() => map["a.*"] = "float32").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_MixedBFloat16_LearnsWithFloat32Weights()
    {
        Utils.SetRandomSeed(2);
        var random = new Random(1);
        float[,] x = new float[256, 2];
        int[] y = new int[256];
        for (int i = 0; i < 256; i++)
        {
            (x[i, 0], x[i, 1]) = ((random.NextSingle() * 2) - 1, (random.NextSingle() * 2) - 1);
            y[i] = x[i, 0] * x[i, 1] > 0 ? 1 : 0;
        }

        DTypePolicy mixed = "mixed_bfloat16";
        var model = new Sequential([new Dense(32, activation: "relu", dtype: mixed), new BatchNormalization(dtype: mixed), new Dense(2, activation: "softmax", dtype: "float32")]);
        model.Compile(new Optimizers.Adam(0.02), "sparse_categorical_crossentropy", ["accuracy"]);
        History history = model.Fit(x, y, epochs: 15, verbose: 0);
        Assert.True(history["accuracy"][^1] > 0.9, string.Join(" ", history["accuracy"]));
        Assert.All(model.Weights, w => Assert.Equal(DType.Float32, w.DType));
        Assert.Equal(DType.Float32, model.Predict(x).DType);
    }
}
