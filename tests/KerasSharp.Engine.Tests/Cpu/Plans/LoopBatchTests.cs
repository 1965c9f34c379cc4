using KerasSharp.Cpu.Plans;
using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.EngineTests.Cpu.Plans;

/// <summary>Loops that run as one step give what each gives alone.</summary>
[Collection(nameof(KernelTests))]
public sealed class LoopBatchTests
{
    [Theory]
    [InlineData(1, 7)]
    [InlineData(3, 5, 8191, 2, 8193)]
    [InlineData(50_000, 1, 17, 40_001, 6000, 6000, 6000)]
    public void Updates_OfManySizes_AreOneStepAndEqualEachAlone(params int[] sizes)
    {
        var r = new RandomTensors(1);
        Tensor[] operands = [.. sizes.SelectMany(size => new[] { r.Floats(size), r.Floats(size) }), r.Floats()];
        float[] expected = [.. Updates(operands).SelectMany(t => t.ToArray<float>())];
        Graph graph = Tracer.Trace("updates", Updates, Array.ConvertAll(operands, t => t.Spec));
        CpuPlan plan = PlanBuilder.Build(graph);
        Assert.Contains($"{sizes.Length} loops", plan.Describe(), StringComparison.Ordinal);
        KernelTest.Check(() => Run(plan, graph, operands), Array.ConvertAll(expected, x => (double)x), 1e-6);
    }

    [Fact]
    public void Loops_ThatReadEachOther_StayApart()
    {
        var r = new RandomTensors(1);
        Tensor[] operands = [r.Floats(300, 20), r.Floats(20)];

        // The domains differ, so these are three loops, each of which needs the one before; the memory of the first may be given to the third.
        static Tensor[] Chain(Tensor[] x)
        {
            Tensor row = Prim.Exp(x[1]);
            Tensor all = Prim.Reshape(Prim.Add(x[0], row), Shape.Of(20, 300));
            return [Prim.Multiply(all, Prim.Tanh(Prim.Slice(all, [0, 0], [1, 300])))];
        }

        Graph graph = Tracer.Trace("chain", Chain, Array.ConvertAll(operands, t => t.Spec));
        CpuPlan plan = PlanBuilder.Build(graph);
        KernelTest.Check(() => Run(plan, graph, operands), RandomTensors.Values(Chain(operands)[0]), 1e-5);
    }

    [Fact]
    public void Variables_UpdatedFromEachOther_GetTheOldValues()
    {
        var r = new RandomTensors(1);
        Tensor first = r.Floats(9000), second = r.Floats(9000);
        var a = new Variable(first);
        var b = new Variable(second);
        Function.Compile(x =>
        {
            (Tensor oldA, Tensor oldB) = (a.Value, b.Value);
            a.Assign(Prim.Add(Prim.Multiply(oldB, 2), x[0]));
            b.Assign(Prim.Subtract(Prim.Multiply(oldA, 3), x[0]));
            return [];
        }).Call(Prim.Scalar(1, DType.Float32));
        Assert.Equal(second.ToArray<float>().Select(v => (v * 2) + 1), a.Value.ToArray<float>());
        Assert.Equal(first.ToArray<float>().Select(v => (v * 3) - 1), b.Value.ToArray<float>());
    }

    /// <summary>An optimizer's updates of weights and momenta, with one rate for all.</summary>
    private static Tensor[] Updates(Tensor[] x)
    {
        var results = new List<Tensor>();
        for (int i = 0; i + 1 < x.Length; i += 2)
        {
            Tensor momentum = Prim.Subtract(Prim.Multiply(x[i], 0.9), Prim.Multiply(x[i + 1], x[^1]));
            results.AddRange(momentum, Prim.Add(x[i + 1], momentum));
        }

        return [.. results];
    }

    private static float[] Run(CpuPlan plan, Graph graph, Tensor[] operands)
    {
        Tensor[] outputs = [.. graph.Outputs.Select(v => Tensor.Allocate(v.Shape, v.DType))];
        plan.Run(operands, outputs);
        return [.. outputs.SelectMany(t => t.ToArray<float>())];
    }
}
