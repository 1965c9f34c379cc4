using KerasSharp.Cpu.Elementwise;
using KerasSharp.Cpu.Plans;
using KerasSharp.Graphs;
using KerasSharp.Graphs.ControlFlow;
using KerasSharp.Graphs.Passes;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.EngineTests.Graphs;

public sealed class PassTests
{
    private static readonly TensorSpec Square = new(Shape.Of(4, 4), DType.Float32);

    [Fact]
    public void DeadCode_DropsWhatNothingNeeds()
    {
        Graph graph = Tracer.Trace("f", x =>
        {
            Prim.Exp(x[0]);
            return [x[0] + x[0]];
        }, [Square]);
        DeadCode.Run(graph);
        Assert.Equal("add", Assert.Single(graph.Nodes).Primitive.Name);
    }

    [Fact]
    public void CommonSubexpressions_MergesEqualNodesOnly()
    {
        Graph graph = Tracer.Trace("f", x => [Prim.Exp(x[0]) + Prim.Exp(x[0]), Prim.Transpose(x[0], 1, 0), Prim.Reshape(x[0], [16])], [Square]);
        CommonSubexpressions.Run(graph);
        Assert.Equal(["exponential", "add", "transpose", "reshape"], graph.Nodes.Select(n => n.Primitive.Name));
    }

    [Fact]
    public void RepeatedScans_LoopWhoseGradientIsWanted_RunsForwardOnce()
    {
        Graph graph = Tracer.Trace(
            "f",
            x =>
            {
                using var tape = new GradientTape();
                tape.Watch(x[0]);
                (Tensor[] carry, Tensor[] results) = Control.Scan((c, s) => ([Prim.Tanh(c[0] + s[0])], [c[0]]), [Prim.Zeros([4], DType.Float32)], [x[0]], 4);
                return [carry[0], results[0], tape.Gradient(Prim.ReduceSum(carry[0]), x[0])];
            },
            [Square]);
        Assert.Equal(3, graph.Nodes.Count(node => node.Primitive is ScanLoop));
        CommonSubexpressions.Run(graph);
        RepeatedScans.Run(graph);
        DeadCode.Run(graph);
        Assert.Equal([false, true], graph.Nodes.Where(node => node.Primitive is ScanLoop).Select(node => ((ScanLoop)node.Primitive).Repeats is null));
    }

    [Fact]
    public void ConstantFolding_ComputesWhatDependsOnConstants()
    {
        Tensor constant = Prim.Full(2, [4], DType.Float32);
        Graph graph = Tracer.Trace("f", x => [x[0] * Prim.Exp(constant)], [Square]);
        ConstantFolding.Run(graph);
        GraphNode node = Assert.Single(graph.Nodes);
        Assert.Equal(Math.Exp(2), RandomTensors.Values(node.Inputs[1].Constant!)[0], 5);
    }

    [Fact]
    public void WidenHalves_ComputesInFloat32AndRoundsWhereTheGraphSays()
    {
        Graph graph = Tracer.Trace(
            "f",
            x =>
            {
                Tensor half = Prim.Convert(x[0], DType.BFloat16);
                return [Prim.Exp(half) * Prim.Full(0.1, half.Shape, DType.BFloat16), Prim.Convert(Prim.ReduceSum(half, 0), DType.Float32), Prim.Transpose(half, 1, 0)];
            },
            [Square]);
        WidenHalves.Run(graph);
        DeadCode.Run(graph);
        Assert.All(graph.Nodes.Where(n => n.Primitive.Name is "exponential" or "multiply" or "reduce_sum"), n => Assert.Equal(DType.Float32, n.Output.DType));
        Assert.Equal([DType.BFloat16, DType.Float32, DType.BFloat16], graph.Outputs.Select(y => y.DType));
        Assert.Equal(["convert", "convert", "exponential", "full", "multiply", "reduce_sum", "transpose", "convert"], graph.Nodes.Select(n => n.Primitive.Name));
        Assert.Equal((float)(BFloat16)0.1f, ((Full)graph.Nodes[3].Primitive).Value);
    }

    [Theory]
    [InlineData(DType.BFloat16, 0.02)]
    [InlineData(DType.Float16, 0.003)]
    public void WidenHalves_GradientOfAProduct_IsThatOfFloat32ToRounding(DType dtype, double tolerance)
    {
        Tensor a = new RandomTensors(1).Floats(17, 33), b = new RandomTensors(2).Floats(33, 9);
        Tensor[] Run(Tensor x, Tensor y)
        {
            using var tape = new GradientTape();
            tape.Watch(x);
            Tensor z = Prim.Tanh(Prim.DotGeneral(x, y, [], [], [1], [0]));
            return [z, tape.Gradient(Prim.ReduceSum(z * z), x)!];
        }

        Tensor[] exact = Run(a, b), eager = Run(Prim.Convert(a, dtype), Prim.Convert(b, dtype));
        Tensor[] compiled = Function.Compile(inputs => Run(inputs[0], inputs[1]), "f").Call(Prim.Convert(a, dtype), Prim.Convert(b, dtype));
        for (int i = 0; i < exact.Length; i++)
        {
            Assert.Equal(dtype, compiled[i].DType);
            double[] e = RandomTensors.Values(exact[i]), c = RandomTensors.Values(compiled[i]), o = RandomTensors.Values(eager[i]);
            double size = e.Max(Math.Abs);
            for (int k = 0; k < e.Length; k++)
            {
                Assert.InRange(c[k], e[k] - (tolerance * size), e[k] + (tolerance * size));
                Assert.InRange(o[k], e[k] - (2 * tolerance * size), e[k] + (2 * tolerance * size));
            }
        }
    }

    [Fact]
    public void Algebra_RemovesNeutralElementsAndDoubleTransposes()
    {
        Graph graph = Tracer.Trace("f", x =>
        {
            Tensor same = (x[0] * Prim.Scalar(1, DType.Float32)) + Prim.Scalar(0, DType.Float32);
            return [Prim.Exp(Prim.Transpose(Prim.Transpose(same, 1, 0), 1, 0))];
        }, [Square]);
        Algebra.Run(graph);
        DeadCode.Run(graph);
        Assert.Equal("exponential", Assert.Single(graph.Nodes).Primitive.Name);
    }

    [Fact]
    public void Algebra_LetsElementwiseConsumersBroadcast()
    {
        Graph graph = Tracer.Trace("f", x => [x[0] + Prim.BroadcastTo(x[1], Shape.Of(4, 4))], [Square, new(Shape.Of(4), DType.Float32)]);
        Algebra.Run(graph);
        DeadCode.Run(graph);
        Assert.Equal("add", Assert.Single(graph.Nodes).Primitive.Name);
    }

    [Fact]
    public void LowerComposites_WithoutKernel_GivesPrimitives()
    {
        Graph graph = Tracer.Trace("f", x => [Prim.Softmax(x[0])], [Square with { DType = DType.Float64 }]);
        LowerComposites.Run(graph, GraphDevice.Default);
        Assert.DoesNotContain(graph.Nodes, node => node.Primitive is Composite);
        Assert.Contains(graph.Nodes, node => node.Primitive is Exp);
    }

    [Fact]
    public void Fusion_OfAChain_IsOneLoop()
    {
        Graph graph = Tracer.Trace("f", x => [Prim.Exp((x[0] + x[0]) * x[0])], [Square]);
        FusionPass.Run(graph);
        var loop = Assert.IsType<FusedLoop>(Assert.Single(graph.Nodes).Primitive);
        Assert.Equal(3, loop.Program.Instructions.Length);
    }

    [Fact]
    public void Fusion_AcrossAReduction_KeepsTheOrderOfComputation()
    {
        // y needs the sum of e, so e and y cannot be one loop although both have the same shape.
        Func<Tensor[], Tensor[]> body = x =>
        {
            Tensor e = Prim.Exp(x[0]);
            return [Prim.Divide(e, Prim.ReduceSum(e))];
        };
        Graph graph = Tracer.Trace("f", body, [Square]);
        FusionPass.Run(graph);
        Assert.Equal(3, graph.Nodes.Count);
        Tensor input = new RandomTensors(1).Floats(4, 4);
        Assert.InRange(RandomTensors.Distance(Function.Compile(body).Call(input)[0], body([input])[0]), 0, 1e-6);
    }

    [Fact]
    public void Epilogue_TakesBiasAndReluIntoTheProduct()
    {
        Graph graph = Tracer.Trace("f", x => [Prim.Maximum(Prim.Dot(x[0], x[0]) + x[1], Prim.Scalar(0, DType.Float32))], [Square, new(Shape.Of(4), DType.Float32)]);
        EpilogueFusion.Run(graph);
        DeadCode.Run(graph);
        var fused = Assert.IsType<WithEpilogue>(Assert.Single(graph.Nodes).Primitive);
        Assert.Equal("dot_general+bias+relu", fused.Name);
    }

    [Fact]
    public void Epilogue_OfASumOfTwoProducts_BelongsToOneOfThem()
    {
        Graph graph = Tracer.Trace("f", x => [Prim.Dot(x[0], x[0]) + Prim.Dot(x[0], x[1])], [Square, Square]);
        EpilogueFusion.Run(graph);
        Assert.Equal(["dot_general", "dot_general+residual"], graph.Nodes.Select(n => n.Primitive.Name).Order());
    }

    [Fact]
    public void Epilogue_OfBatchedProducts_IsAdded()
    {
        var random = new RandomTensors(5);
        Tensor[] inputs = [random.Floats(3, 4, 5), random.Floats(3, 5, 6), random.Floats(6), random.Floats(3, 4, 6)];
        Func<Tensor[], Tensor[]> body = x => [Prim.DotGeneral(x[0], x[1], [0], [0], [2], [1]) + x[2] + x[3]];
        Assert.InRange(RandomTensors.Distance(Function.Compile(body).Call(inputs)[0], body(inputs)[0]), 0, 1e-6);
    }

    [Fact]
    public void Epilogue_WithABiasOverTwoAxes_IsAdded()
    {
        var random = new RandomTensors(6);
        Tensor[] inputs = [random.Floats(7, 5), random.Floats(5, 2, 3), random.Floats(2, 3), random.Floats(3)];
        Func<Tensor[], Tensor[]> body = x => [Prim.DotGeneral(x[0], x[1], [], [], [1], [0]) + x[2], Prim.DotGeneral(x[0], x[1], [], [], [1], [0]) + x[3]];
        Tensor[] compiled = Function.Compile(body).Call(inputs), eager = body(inputs);
        Assert.InRange(RandomTensors.Distance(compiled[0], eager[0]), 0, 1e-6);
        Assert.InRange(RandomTensors.Distance(compiled[1], eager[1]), 0, 1e-6);
    }

    [Fact]
    public void NormalizationFolding_FollowsItsVariables()
    {
        var random = new RandomTensors(7);
        var geometry = new ConvolutionGeometry(new(1, 1), new(1, 1), new(1, 1), new(1, 1), 1);
        var kernel = new Variable(random.Floats(3, 3, 4, 6));
        var mean = new Variable(random.Floats(6));
        var scale = new Variable(random.Floats(6));
        Func<Tensor[], Tensor[]> body = x => [Prim.Relu((Prim.Convolution(x[0], kernel, geometry) - mean) * scale + mean)];
        Function compiled = Function.Compile(body);
        Tensor image = random.Floats(2, 5, 5, 4);
        Assert.Contains("+bias+relu", compiled.DescribePlan(image), StringComparison.Ordinal);
        for (int i = 0; i < 3; i++)
        {
            Assert.InRange(RandomTensors.Distance(compiled.Call(image)[0], body([image])[0]), 0, 1e-5);
            scale.Assign(random.Floats(6));
        }
    }

    [Fact]
    public void DotLayout_FoldsATransposeIntoTheProduct()
    {
        Graph graph = Tracer.Trace("f", x => [Prim.Dot(Prim.Transpose(x[0], 1, 0), x[0])], [Square]);
        DotLayout.Run(graph);
        DeadCode.Run(graph);
        Assert.IsType<DotGeneral>(Assert.Single(graph.Nodes).Primitive);
    }

    [Fact]
    public void BufferPlan_OfAChainOfLoopsApart_ReusesMemory()
    {
        Graph graph = Tracer.Trace("f", x =>
        {
            Tensor y = x[0];
            for (int i = 0; i < 10; i++)
            {
                y = Prim.Transpose(Prim.Exp(y), 1, 0);
            }

            return [Prim.ReduceSum(y)];
        }, [new(Shape.Of(64, 64), DType.Float32)]);
        FusionPass.Run(graph);
        BufferPlan plan = BufferPlan.Create(graph);
        Assert.InRange(plan.ArenaBytes, 2 * 64 * 64 * 4, (2 * 64 * 64 * 4) + 4096);
    }
}
