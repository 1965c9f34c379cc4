using KerasSharp.Cpu.Plans;
using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.EngineTests.Cpu.Plans;

/// <summary>A cross-entropy that computes its gradient along gives what the two give one after the other.</summary>
[Collection(nameof(KernelTests))]
public sealed class CrossEntropyFusionTests
{
    public static TheoryData<int, int> Sizes => new() { { 3, 1 }, { 5, 7 }, { 33, 10 }, { 9, 1000 }, { 200, 40 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void WeightedLoss_WithItsGradient_EqualsOneAfterTheOther(int rows, int classes)
    {
        var r = new RandomTensors(rows);
        Check([r.Floats(rows, 6), r.Floats(6, classes), r.Integers(classes, rows), r.Floats(rows)], t => Train(t, keepLogits: false), fused: true);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void LogitsThatAreReadLater_StayWhatTheyWere(int rows, int classes)
    {
        var r = new RandomTensors(rows);
        Check([r.Floats(rows, 6), r.Floats(6, classes), r.Integers(classes, rows), r.Floats(rows)], t => Train(t, keepLogits: true), fused: true);
    }

    [Fact]
    public void LossThatWeighsItself_IsComputedBeforeItsGradient()
    {
        var r = new RandomTensors(1);
        Tensor[] operands = [r.Floats(33, 10), r.Integers(10, 33)];
        Check(
            operands,
            t =>
            {
                using var tape = new GradientTape();
                Tensor x = Prim.Identity(t[0]);
                tape.Watch(x);
                Tensor loss = Prim.SparseSoftmaxCrossEntropy(x, t[1]);
                return [loss, .. tape.Gradient(Prim.ReduceSum(Prim.Multiply(loss, loss), 0), [x])];
            },
            fused: false);
    }

    /// <summary>Loss of each row and the gradients of its weighted sum; with the logits' largest where a metric reads them behind the loss.</summary>
    private static Tensor[] Train(Tensor[] t, bool keepLogits)
    {
        using var tape = new GradientTape();
        Tensor x = Prim.Identity(t[0]), kernel = Prim.Identity(t[1]);
        tape.Watch(x);
        tape.Watch(kernel);
        Tensor logits = Prim.Dot(x, kernel), loss = Prim.SparseSoftmaxCrossEntropy(logits, t[2]);
        Tensor total = Prim.ReduceSum(Prim.Multiply(loss, t[3]), 0);
        Tensor[] gradients = tape.Gradient(total, [x, kernel])!;
        return keepLogits ? [total, loss, .. gradients, Prim.ReduceMax(logits, 1)] : [total, loss, .. gradients];
    }

    private static void Check(Tensor[] operands, Func<Tensor[], Tensor[]> function, bool fused)
    {
        double[] expected = [.. function(operands).SelectMany(RandomTensors.Values)];
        KernelTest.Check(
            () =>
            {
                Graph graph = Tracer.Trace("train", function, Array.ConvertAll(operands, t => t.Spec));
                CpuPlan plan = PlanBuilder.Build(graph);
                Assert.Equal(fused, graph.Nodes.Exists(node => node.Primitive is CrossEntropyAndGradient));
                Tensor[] outputs = [.. graph.Outputs.Select(v => Tensor.Allocate(v.Shape, v.DType))];
                plan.Run(operands, outputs);
                return [.. outputs.SelectMany(t => t.ToArray<float>())];
            },
            expected,
            1e-5);
    }
}
