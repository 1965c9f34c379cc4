using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Optimizers;

namespace KerasSharp.Tests.Components;

/// <summary>Optimizers in training steps: compiled as op by op, with scaled losses, several together.</summary>
[Collection(ProcessWide.Name)]
public sealed class OptimizerStepTests
{
    public static TheoryData<string> Names => new(
        "sgd", "rmsprop", "adam", "adamw", "adagrad", "adadelta", "adamax", "adafactor", "nadam", "lion", "lamb", "ftrl", "muon", "schedulefreeadamw");

    private static readonly Tensor X = Keras.Random.Normal([32, 3], seed: 1), Y = Ops.Sum(X * X, axis: 1, keepdims: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_EachOptimizer_LowersTheLossAndIsTheSameCompiledAndEager(string name)
    {
        (double before, double after, float[] compiled) = Train(() => name, runEagerly: false);
        (_, _, float[] eager) = Train(() => name, runEagerly: true);
        Assert.True(after < before, $"{before} -> {after}");
        for (int i = 0; i < eager.Length; i++)
        {
            // A sign of a number near 0 may fall either way.
            Assert.InRange(compiled[i] - eager[i], name == "lion" ? -0.05 : -1e-4, name == "lion" ? 0.05 : 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    [InlineData("scaled adam")]
    public void Plan_OfAnUpdate_HasNoReferenceKernels(string name)
    {
        Optimizer optimizer = name == "scaled adam" ? new LossScaleOptimizer("adam") : name;
        Variable[] weights = [new(new float[12, 8]), new(new float[8]), new(new float[3, 3, 8, 4])];
        optimizer.Build(weights);
        var step = Function.Compile(g =>
        {
            optimizer.Apply(g, weights);
            return [];
        });
        string plan = step.DescribePlan([.. weights.Select(w => Ops.Ones(w.Shape))]);
        Assert.DoesNotContain("(reference)", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void LossScale_OfEachStep_ChangesNoGradient()
    {
        float[] plain = Train(() => new SGD(0.05), false).Weights, scaled = Train(() => new SGD(0.05, lossScaleFactor: 64), false).Weights;
        float[] dynamic = Train(() => new LossScaleOptimizer(new SGD(0.05), initialScale: 8, dynamicGrowthSteps: 3), false).Weights;
        Assert.Equal(plain, scaled);    // a power of two: no rounding
        Assert.Equal(plain, dynamic);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LossScaleOptimizer_GradientThatIsNotFinite_SkipsTheStepAndHalvesTheScale(bool compiled)
    {
        var optimizer = new LossScaleOptimizer(new Adam(0.1, useEma: true), initialScale: 16, dynamicGrowthSteps: 2);
        var weight = new Variable(new float[] { 1, 2 });
        optimizer.Build([weight]);
        Func<Tensor[], Tensor[]> apply = g =>
        {
            optimizer.Apply(g, [weight]);
            return [];
        };
        apply = compiled ? Function.Compile(apply).Call : apply;
        apply([new float[] { 16, 16 }]);
        float[] kept = State(optimizer, weight);
        apply([new float[] { float.NaN, 1 }]);
        Assert.Equal(kept, State(optimizer, weight));
        Assert.Equal(8, (float)optimizer.DynamicScale!.Value);
        apply([new float[] { 1, 1 }]);
        apply([new float[] { 1, 1 }]);
        Assert.Equal(16, (float)optimizer.DynamicScale!.Value);
        Assert.Equal(3, (int)optimizer.Iterations.Value);
    }

    [Fact]
    public void Compile_MixedFloat16_WrapsTheOptimizerUnlessToldNotTo()
    {
        var model = new Sequential([new InputLayer([2]), new Dense(1)]);
        model.Compile("adam", "mse");
        Assert.IsType<Adam>(model.Optimizer);
        Keras.Config.SetDTypePolicy("mixed_float16");
        try
        {
            var mixed = new Sequential([new InputLayer([3]), new Dense(4, activation: "relu"), new Dense(1)]);
            mixed.Compile(new SGD(0.01), "mse");
            Optimizer wrapped = mixed.Optimizer!;
            Assert.Equal("loss_scale_optimizer", Assert.IsType<LossScaleOptimizer>(wrapped).Name);
            History history = mixed.Fit(X, Y, epochs: 5, verbose: 0);
            Assert.True(history["loss"][^1] < history["loss"][0]);
            mixed.Compile(wrapped, "mse");
            Assert.Same(wrapped, mixed.Optimizer);
            mixed.Compile("sgd", "mse", autoScaleLoss: false);
            Assert.IsType<SGD>(mixed.Optimizer);
        }
        finally
        {
            Keras.Config.SetDTypePolicy("float32");
        }
    }

    [Fact]
    public void MultiOptimizer_OfAModel_LeavesEachWeightToItsOptimizer()
    {
        Utils.ClearSession();
        var model = new Sequential([new InputLayer([3]), new Dense(4, name: "first"), new Dense(1, name: "last")]);
        var map = new OptimizerMap(new SGD(0.0)) { ["last/.*"] = new Adam(0.05) };
        model.Compile(new MultiOptimizer(map), "mse");
        float[][] before = [.. model.Weights.Select(w => w.Value.ToArray<float>())];
        model.Fit(X, Y, epochs: 2, verbose: 0);
        Assert.Equal(before[0], model.Weights[0].Value.ToArray<float>());
        Assert.Equal(before[1], model.Weights[1].Value.ToArray<float>());
        Assert.NotEqual(before[2], model.Weights[2].Value.ToArray<float>());
        Assert.Equal(["adam", "sgd"], ((MultiOptimizer)model.Optimizer!).Optimizers.Select(o => o.Name).Order());
    }

    [Fact]
    public void OptimizerMap_PatternsOfSeveralOptimizers_MayNotMatchOnePath()
    {
        var map = new OptimizerMap("adam") { ["dense/.*"] = "sgd", [".*/kernel"] = "lion" };
        Assert.IsType<Lion>(map["conv/kernel"]);
        Assert.IsType<Adam>(map["conv/bias"]);
        Assert.IsType<SGD>(map["dense/.*"]);
        Assert.Contains("path=dense/kernel", Assert.Throws<ArgumentException>(() => map["dense/kernel"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScheduleFreeAdamW_SwappedToAndFro_ComesBack()
    {
        var optimizer = new ScheduleFreeAdamW(0.1);
        var weight = new Variable(new float[] { 1, -2 });
        for (int i = 1; i < 4; i++)
        {
            optimizer.Apply([new float[] { i, 1 }], [weight]);
        }

        float[] trained = weight.Value.ToArray<float>();
        optimizer.SwapToEval();
        Assert.NotEqual(trained, weight.Value.ToArray<float>());
        optimizer.SwapToTrain();
        Assert.Equal(trained[0], (float)weight.Value[0], 5);
        Assert.Equal(trained[1], (float)weight.Value[1], 5);
    }

    [Fact]
    public void Name_OfASecondOptimizer_IsNumbered()
    {
        Utils.ClearSession();
        Assert.Equal(["adam", "adam_1", "rm_sprop"], new Optimizer[] { "adam", "adam", "rmsprop" }.Select(o => o.Name));
    }

    /// <summary>The inner optimizer's variables and the weight.</summary>
    private static float[] State(Optimizer optimizer, Variable weight) =>
        [.. optimizer.Variables.Skip(4).Append(weight).SelectMany(v => Ops.Cast(v.Value, DType.Float32).ToArray<float>())];

    private static (double Before, double After, float[] Weights) Train(Func<Optimizer> make, bool runEagerly)
    {
        Utils.SetRandomSeed(5);
        var model = new Sequential([new InputLayer([3]), new Dense(8, activation: "tanh"), new Dense(1)]);
        model.Compile(make(), "mse", runEagerly: runEagerly);
        double before = model.Evaluate(X, Y, verbose: 0)["loss"];
        model.Fit(X, Y, batchSize: 16, epochs: 4, shuffle: false, verbose: 0);
        return (before, model.Evaluate(X, Y, verbose: 0)["loss"], [.. model.Weights.SelectMany(w => w.Value.ToArray<float>())]);
    }
}
