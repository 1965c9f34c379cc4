using KerasSharp.Layers;
using KerasSharp.Metrics;
using KerasSharp.Optimizers;
using KerasSharp.Optimizers.Schedules;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>What a model was compiled with, and its optimizer's state, in files.</summary>
public sealed class CompiledModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Endings => ["m.keras", "m.h5"];

    private static Tensor X => Keras.Random.Uniform([24, 4], seed: 1);

    private static Tensor Y => Tensor.From(Enumerable.Range(0, 24).Select(i => (i * 7) % 3).ToArray());

    private static Sequential Compiled(Optimizer optimizer)
    {
        var model = new Sequential([new InputLayer([4]), new Dense(8, activation: "tanh", kernelInitializer: new Initializers.GlorotUniform(seed: 3)), new Dense(3, kernelInitializer: new Initializers.GlorotUniform(seed: 4))]);
        model.Compile(optimizer, new Losses.SparseCategoricalCrossentropy(fromLogits: true), metrics: ["accuracy"]);
        return model;
    }

    private string At(string name) => Path.Combine(_folder, name);

    [Theory]
    [MemberData(nameof(Endings))]
    public void Fit_InTwoHalvesWithAFileBetween_EndsInTheSameBits(string name)
    {
        foreach (Func<Optimizer> optimizer in new Func<Optimizer>[] { () => new Adam(new ExponentialDecay(0.05, 7, 0.5)), () => new SGD(0.1, momentum: 0.9, nesterov: true), () => new LossScaleOptimizer(new RMSprop(0.01)) })
        {
            Sequential whole = Compiled(optimizer()), half = Compiled(optimizer());
            var history = whole.Fit(X, Y, batchSize: 8, epochs: 4, verbose: 0, shuffle: false)["loss"];
            half.Fit(X, Y, batchSize: 8, epochs: 2, verbose: 0, shuffle: false);
            half.Save(At(name));
            Model loaded = Model.Load(At(name));
            var rest = loaded.Fit(X, Y, batchSize: 8, epochs: 4, initialEpoch: 2, verbose: 0, shuffle: false)["loss"];
            Assert.Equal(history.Skip(2), rest);
            Assert.All(whole.Weights.Zip(loaded.Weights), pair => Assert.Equal(pair.First.Value.ToArray<float>(), pair.Second.Value.ToArray<float>()));
            Assert.All(whole.Optimizer!.Variables.Zip(loaded.Optimizer!.Variables), pair => Assert.Equal(Ops.Cast(pair.First.Value, DType.Float64).ToArray<double>(), Ops.Cast(pair.Second.Value, DType.Float64).ToArray<double>()));
        }
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public void Load_OfAModelThatIsNotCompiledOrMustNotBe_IsNotCompiled(string name)
    {
        Sequential model = Compiled("adam");
        model.Save(At(name));
        Assert.True(Model.Load(At(name)).Compiled);
        Assert.False(Model.Load(At(name), compile: false).Compiled);
        model.Save(At(name), includeOptimizer: false);
        Assert.False(Model.Load(At(name)).Compiled);
    }

    [Fact]
    public void ToJson_OfACompiledModel_SaysHowAsKerasDoes()
    {
        var model = new Sequential([new InputLayer([2]), new Dense(1)]);
        Assert.Empty((Config)Config.FromJson(model.ToJson())["compile_config"]!);
        model.Compile(new SGD(0.5), "mse", metrics: ["mae", new RootMeanSquaredError(name: "rmse")], stepsPerExecution: 3);
        var compiled = (Config)Config.FromJson(model.ToJson())["compile_config"]!;
        Assert.Equal(["optimizer", "loss", "loss_weights", "metrics", "weighted_metrics", "run_eagerly", "steps_per_execution", "jit_compile"], compiled.Keys);
        Assert.Equal("mse", compiled["loss"]);
        var metrics = (List<object?>)compiled["metrics"]!;
        Assert.Equal("mae", metrics[0]);
        Assert.Equal("RootMeanSquaredError", ((Config)metrics[1]!)["class_name"]);
        Assert.Equal(3L, compiled["steps_per_execution"]);
        Assert.Equal(0.5, ((Config)((Config)compiled["optimizer"]!)["config"]!)["learning_rate"]);
    }

    [Fact]
    public void Load_OfSeveralOutputs_KeepsLossesAndWeightsByOutput()
    {
        Tensor x = Keras.Input([4]);
        var model = new Model(x, new[] { new Dense(1, name: "a").Apply(x), new Dense(3, name: "b").Apply(x) });
        model.Compile("adam", new Dictionary<string, LossArgument> { ["a"] = "mse", ["b"] = new Losses.SparseCategoricalCrossentropy(fromLogits: true) }, new Dictionary<string, MetricArgument> { ["b"] = ["accuracy"] }, new Dictionary<string, double> { ["a"] = 0.5, ["b"] = 2 });
        DataInput y = new Dictionary<string, Tensor> { ["a"] = Keras.Random.Uniform([24, 1], seed: 5), ["b"] = Y };
        model.Fit(X, y, verbose: 0);
        model.Save(At("m.keras"));
        Assert.Equal(model.Evaluate(X, y, verbose: 0), Model.Load(At("m.keras")).Evaluate(X, y, verbose: 0));
    }

    [Fact]
    public void Load_FunctionOfOnesOwnAsLoss_IsSavedWithoutItAndSaysSo()
    {
        var model = new Sequential([new InputLayer([2]), new Dense(1)]);
        model.Compile("adam", (Func<Tensor, Tensor, Tensor>)((y, p) => Ops.Square(y - p)));
        model.Save(At("m.keras"));
        Assert.False(Model.Load(At("m.keras")).Compiled);
    }

    [Theory]
    [InlineData("loss", "\"no_such_loss\"")]
    [InlineData("loss", "3")]
    [InlineData("optimizer", "{\"module\": \"os\", \"class_name\": \"system\", \"config\": {\"name\": \"x\"}, \"registered_name\": null}")]
    [InlineData("optimizer", "{\"module\": \"keras.layers\", \"class_name\": \"Dense\", \"config\": {\"units\": 3}, \"registered_name\": null}")]
    [InlineData("metrics", "[{\"module\": \"keras.losses\", \"class_name\": \"MeanSquaredError\", \"config\": {}, \"registered_name\": null}]")]
    [InlineData("steps_per_execution", "0")]
    [InlineData("run_eagerly", "\"yes\"")]
    [InlineData("loss_weights", "[\"a\"]")]
    public void Load_WrongCompileConfig_IsAnErrorThatSaysHowToGoOn(string key, string json)
    {
        var model = new Sequential([new InputLayer([2]), new Dense(1)]);
        model.Compile("adam", "mse");
        var entry = Config.FromJson(model.ToJson());
        ((Config)entry["compile_config"]!)[key] = ConfigJson.Read(json);
        var error = Assert.Throws<ModelFormatException>(() => CompileConfig.Apply(model, (Config)entry["compile_config"]!));
        Assert.Contains("compiled", error.Message, StringComparison.Ordinal);
    }
}
