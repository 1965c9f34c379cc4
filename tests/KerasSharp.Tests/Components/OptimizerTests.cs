using KerasSharp.Optimizers;
using KerasSharp.Optimizers.Schedules;

namespace KerasSharp.Tests.Components;

public class OptimizerTests
{
    public static TheoryData<string> Names => new("sgd", "rmsprop", "adam", "adamw", "adagrad", "adadelta", "adamax", "nadam", "lion", "ftrl", "schedulefreeadamw");

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_CompiledStep_UpdatesEachWeightInOneLoop(string name)
    {
        Optimizer optimizer = name;
        Variable[] weights = [.. Enumerable.Range(0, 3).Select(i => new Variable(new float[64, 8 + i], name: $"w{i}"))];
        optimizer.Build(weights);
        Tensor[] gradients = [.. weights.Select(w => Tensor.Scalar(1) + w.Value)];
        var step = Function.Compile(g =>
        {
            optimizer.Apply(g, weights);
            return [];
        });
        step.Call(gradients);
        Assert.All(weights, w => Assert.True((float)w.Value[0, 0] < 0));
        // One loop a weight, and a few over single numbers for the rate and the count of steps.
        int loops = step.DescribePlan(gradients).Split('\n').Count(line => line.Contains("64, ", StringComparison.Ordinal));
        Assert.Equal(weights.Length, loops);
        Assert.Matches(@"\d+ loops", step.DescribePlan(gradients)); // all of them one step
    }

    [Fact]
    public void Apply_ScheduleInACompiledStep_FollowsTheSteps()
    {
        var optimizer = new SGD(new PiecewiseConstantDecay([1], [1, 0.5]));
        var weight = new Variable(new float[1]);
        optimizer.Build([weight]);
        var step = Function.Compile(g =>
        {
            optimizer.Apply(g, [weight]);
            return [];
        });
        foreach (float expected in new[] { -1, -2, -2.5f, -3 })
        {
            step.Call(new[] { 1f });
            Assert.Equal(expected, (float)weight.Value[0]);
        }
    }

    [Fact]
    public void ExcludeFromWeightDecay_PartOfAName_LeavesTheVariableAlone()
    {
        var optimizer = new SGD(0.1, weightDecay: 0.5);
        Variable kernel = new(new[] { 1f }, name: "kernel"), bias = new(new[] { 1f }, name: "bias");
        optimizer.ExcludeFromWeightDecay("bias");
        optimizer.Apply([new[] { 0f }, new[] { 0f }], [kernel, bias]);
        Assert.Equal(0.95f, (float)kernel.Value[0], 6);
        Assert.Equal(1f, (float)bias.Value[0]);
    }

    [Fact]
    public void ExcludeFromWeightDecay_Variables_LeavesThemAlone()
    {
        var optimizer = new AdamW(0.1, weightDecay: 0.5);
        Variable one = new(new[] { 1f }), other = new(new[] { 1f });
        optimizer.ExcludeFromWeightDecay([other]);
        optimizer.Apply([new[] { 0f }, new[] { 0f }], [one, other]);
        Assert.Equal(0.95f, (float)one.Value[0], 6);
        Assert.Equal(1f, (float)other.Value[0]);
    }

    [Fact]
    public void SetWeights_OfAnotherOptimizer_GoesOnAsThatDoes()
    {
        Variable a = new(new[] { 1f, 2 }), b = new(new[] { 1f, 2 });
        Optimizer first = new Adam(0.1), second = new Adam(0.5);
        first.Apply([new[] { 1f, -3 }], [a]);
        b.Assign(a.Value);
        second.Build([b]);
        second.SetWeights([.. first.Variables.Select(v => v.Value)]);
        first.Apply([new[] { -1f, 1 }], [a]);
        second.Apply([new[] { -1f, 1 }], [b]);
        Assert.Equal(a.Value.ToArray<float>(), b.Value.ToArray<float>());
    }

    [Fact]
    public void Get_Misspelt_SuggestsTheNearest() =>
        Assert.Contains("Did you mean 'adam'?", Assert.Throws<ArgumentException>(() => Optimizer.Get("adm")).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_TwoKindsOfClipping_Throws() => Assert.Throws<ArgumentException>(() => new Adam(clipnorm: 1, clipvalue: 1));
}
