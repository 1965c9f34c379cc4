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
    public void Get_Misspelt_SuggestsTheNearest() =>
        Assert.Contains("Did you mean 'adam'?", Assert.Throws<ArgumentException>(() => Optimizer.Get("adm")).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_TwoKindsOfClipping_Throws() => Assert.Throws<ArgumentException>(() => new Adam(clipnorm: 1, clipvalue: 1));
}
