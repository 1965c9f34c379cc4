using KerasSharp.Cpu.Plans;
using KerasSharp.EngineTests.Cpu;
using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.EngineTests.Cpu.Plans;

[Collection(nameof(KernelTests))]
public sealed class RecurrentPairingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(24)]
    public void TwoDirections_ForwardAndBack_AreTheSameTogetherAndApart(int batch)
    {
        var r = new RandomTensors(1);
        Tensor[] operands = [r.Floats(batch, 9, 20), r.Floats(20, 96), r.Floats(32, 96), r.Floats(2, 96), r.Floats(20, 96), r.Floats(32, 96), r.Floats(2, 96)];
        float[] expected = [.. Both(operands).SelectMany(t => t.ToArray<float>())];
        Graph graph = Tracer.Trace("both", Both, Array.ConvertAll(operands, t => t.Spec));
        CpuPlan plan = PlanBuilder.Build(graph);
        Assert.Equal(2, graph.Nodes.Count(node => node.Primitive is RecurrentPairing.Pair));
        KernelTest.Check(
            () =>
            {
                // What the two layers give one by one must be the same to the bit, at the width that is set now.
                Assert.Equal(Both(operands).SelectMany(t => t.ToArray<float>()), Run(plan, graph, operands));
                return Run(plan, graph, operands);
            },
            Array.ConvertAll(expected, x => (double)x),
            1e-4);
    }

    [Fact]
    public void OneLayerAfterTheOther_IsNotPaired()
    {
        var r = new RandomTensors(1);
        Tensor[] operands = [r.Floats(4, 9, 32), r.Floats(32, 96), r.Floats(32, 96), r.Floats(2, 96)];
        Graph graph = Tracer.Trace(
            "stack",
            x => [Layer(Layer(x[0], x[1], x[2], x[3], false), x[1], x[2], x[3], true)],
            Array.ConvertAll(operands, t => t.Spec));
        _ = PlanBuilder.Build(graph);
        Assert.Equal(2, graph.Nodes.Count(node => node.Primitive is Gru));
    }

    private static float[] Run(CpuPlan plan, Graph graph, Tensor[] operands)
    {
        Tensor[] outputs = [.. graph.Outputs.Select(v => Tensor.Allocate(v.Shape, v.DType))];
        plan.Run(operands, outputs);
        return [.. outputs.SelectMany(t => t.ToArray<float>())];
    }

    /// <summary>States of both directions, and the gradients of their product's sum.</summary>
    private static Tensor[] Both(Tensor[] operands)
    {
        using var tape = new GradientTape();
        Tensor[] x = Array.ConvertAll(operands, Prim.Identity);
        foreach (Tensor tensor in x)
        {
            tape.Watch(tensor);
        }

        Tensor forwards = Layer(x[0], x[1], x[2], x[3], false), backwards = Layer(x[0], x[4], x[5], x[6], true);
        Tensor loss = Prim.ReduceSum(Prim.Multiply(forwards, backwards), 0, 1, 2);
        return [forwards, backwards, .. tape.Gradient(loss, x)];
    }

    private static Tensor Layer(Tensor x, Tensor kernel, Tensor recurrent, Tensor bias, bool reverse) =>
        Prim.Recur(new Gru(reverse), x, kernel, recurrent, bias, [Prim.Zeros(Shape.Of(x.Shape[0], 32), x.DType)], null).States;
}
