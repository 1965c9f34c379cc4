using KerasSharp.Cpu.Plans;
using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.EngineTests.Cpu.Plans;

/// <summary>A 1x1 convolution inside the depthwise convolution behind it gives what the two give one after the other.</summary>
[Collection(nameof(KernelTests))]
public sealed class ExpansionFusionTests
{
    /// <summary>Which bias and activation the two convolutions have.</summary>
    [Flags]
    public enum Parts
    {
        None = 0,
        Bias = 1,
        LastBias = 2,
        Relu = 4,
        Relu6 = 8,
        LastRelu6 = 16,
        All = Bias | Relu6 | LastBias | LastRelu6,
    }

    /// <summary>n, h, w, c, expanded, stride, top, left, bottom, right</summary>
    public static TheoryData<int[], Parts> Blocks => new()
    {
        { [2, 29, 31, 6, 48, 1, 1, 1, 1, 1], Parts.All },
        { [1, 40, 56, 16, 96, 2, 0, 0, 1, 1], Parts.All },
        { [3, 28, 28, 8, 50, 2, 1, 1, 1, 1], Parts.Bias | Parts.LastBias },
        { [1, 41, 37, 5, 67, 1, 0, 0, 0, 0], Parts.Relu | Parts.LastRelu6 },
        { [2, 33, 34, 3, 33, 2, 0, 0, 0, 0], Parts.LastBias },
        { [1, 200, 9, 7, 40, 1, 2, 4, 2, 5], Parts.None },
        { [1, 16, 200, 100, 35, 1, 1, 1, 1, 1], Parts.All },
        { [30, 8, 8, 4, 64, 1, 1, 1, 1, 1], Parts.Bias | Parts.Relu },
    };

    private static Tensor[] Block(Tensor[] t, int[] v, Parts parts)
    {
        Tensor Finish(Tensor y, Tensor bias, Parts withBias, Parts relu6)
        {
            y = parts.HasFlag(withBias) ? Prim.Add(y, bias) : y;
            return parts.HasFlag(relu6) ? Prim.Minimum(Prim.Maximum(y, 0), 6) : y;
        }

        var product = new ConvolutionGeometry(new IntList([1, 1]), new IntList([0, 0]), new IntList([0, 0]), new IntList([1, 1]), 1);
        var depthwise = new ConvolutionGeometry(
            new IntList([v[5], v[5]]), new IntList([v[6], v[7]]), new IntList([v[8], v[9]]), new IntList([1, 1]), v[4]);
        Tensor expanded = Finish(Prim.Convolution(t[0], t[1], product), t[2], Parts.Bias, Parts.Relu6);
        expanded = parts.HasFlag(Parts.Relu) ? Prim.Maximum(expanded, 0) : expanded;
        return [Finish(Prim.Convolution(expanded, t[3], depthwise), t[4], Parts.LastBias, Parts.LastRelu6), expanded];
    }

    private static Tensor[] Operands(int[] v)
    {
        var r = new RandomTensors(v[1]);
        return [r.Floats(v[0], v[1], v[2], v[3]), r.Floats(1, 1, v[3], v[4]), r.Floats(v[4]), r.Floats(3, 3, 1, v[4]), r.Floats(v[4])];
    }

    private static float[] Run(CpuPlan plan, Graph graph, Tensor[] operands)
    {
        Tensor[] outputs = [.. graph.Outputs.Select(v => Tensor.Allocate(v.Shape, v.DType))];
        plan.Run(operands, outputs);
        return [.. outputs.SelectMany(t => t.ToArray<float>())];
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Block_InOneStep_EqualsOneAfterTheOther(int[] sizes, Parts parts)
    {
        Tensor[] operands = Operands(sizes);
        double[] expected = RandomTensors.Values(Block(operands, sizes, parts)[0]);
        KernelTest.Check(
            () =>
            {
                Graph graph = Tracer.Trace("block", t => [Block(t, sizes, parts)[0]], [.. operands.Select(t => t.Spec)]);
                CpuPlan plan = PlanBuilder.Build(graph);
                Assert.Single(graph.Nodes, node => node.Primitive is ExpandedConvolution);
                return Run(plan, graph, operands);
            },
            expected);
    }

    [Fact]
    public void Block_WithConstantFilters_IsOneStep()
    {
        int[] sizes = [1, 30, 30, 8, 96, 1, 1, 1, 1, 1];
        Tensor[] operands = Operands(sizes);
        double[] expected = RandomTensors.Values(Block(operands, sizes, Parts.All)[0]);
        KernelTest.Check(
            () =>
            {
                Graph graph = Tracer.Trace("block", t => [Block([t[0], .. operands[1..]], sizes, Parts.All)[0]], [operands[0].Spec]);
                CpuPlan plan = PlanBuilder.Build(graph);
                Assert.Single(graph.Nodes, node => node.Primitive is ExpandedConvolution);
                return Run(plan, graph, operands[..1]);
            },
            expected);
    }

    [Fact]
    public void ExpandedImage_ThatIsReadElsewhere_StaysAStep()
    {
        int[] sizes = [1, 30, 30, 8, 96, 1, 1, 1, 1, 1];
        Graph graph = Tracer.Trace("block", t => Block(t, sizes, Parts.All), [.. Operands(sizes).Select(t => t.Spec)]);
        PlanBuilder.Build(graph);
        Assert.DoesNotContain(graph.Nodes, node => node.Primitive is ExpandedConvolution);
    }

    [Fact]
    public void SmallImage_StaysInTwoSteps()
    {
        int[] sizes = [1, 10, 10, 8, 48, 1, 1, 1, 1, 1];
        Graph graph = Tracer.Trace("block", t => [Block(t, sizes, Parts.All)[0]], [.. Operands(sizes).Select(t => t.Spec)]);
        PlanBuilder.Build(graph);
        Assert.DoesNotContain(graph.Nodes, node => node.Primitive is ExpandedConvolution);
    }
}
