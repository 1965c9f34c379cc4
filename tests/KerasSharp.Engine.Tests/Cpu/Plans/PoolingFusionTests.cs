using KerasSharp.Cpu.Plans;
using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.EngineTests.Cpu.Plans;

/// <summary>The gradient of a ReLU that a max pooling's gradient takes along is that of the two one after the other.</summary>
[Collection(nameof(KernelTests))]
public sealed class PoolingFusionTests
{
    [Theory]
    [InlineData(6, 8, 2, 2)]
    [InlineData(7, 19, 2, 2)]
    [InlineData(9, 5, 3, 2)]
    [InlineData(5, 33, 2, 1)]
    public void Gradient_OfPooledRelu_EqualsOneAfterTheOther(int size, int channels, int window, int stride)
    {
        var r = new RandomTensors(size);
        int results = ((size - window) / stride) + 1;
        Tensor x = Steps(r.Floats(3, size, size, channels)), dy = r.Floats(3, results, results, channels);
        var geometry = new WindowGeometry(new IntList([1, window, window, 1]), new IntList([1, stride, stride, 1]), new IntList([0, 0, 0, 0]), new IntList([0, 0, 0, 0]));
        Tensor[] Gradient(Tensor[] t)
        {
            Tensor zero = Prim.Scalar(0, DType.Float32), activated = Prim.Maximum(t[0], zero), pooled = Prim.WindowMax(activated, geometry);
            Tensor sent = Dispatch.Bind1(new WindowMaxScatter(geometry), activated, pooled, t[1]);
            return [pooled, Prim.Select(Prim.Greater(activated, zero), sent, zero)];
        }

        double[] expected = [.. Gradient([x, dy]).SelectMany(RandomTensors.Values)];
        KernelTest.Check(
            () =>
            {
                Graph graph = Tracer.Trace("gradient", Gradient, [x.Spec, dy.Spec]);
                CpuPlan plan = PlanBuilder.Build(graph);
                Assert.Contains(graph.Nodes, node => node.Primitive is PositiveMaxScatter);
                Tensor[] outputs = [.. graph.Outputs.Select(v => Tensor.Allocate(v.Shape, v.DType))];
                plan.Run([x, dy], outputs);
                return [.. outputs.SelectMany(t => t.ToArray<float>())];
            },
            expected,
            1e-6);
    }

    /// <summary>Rounded to quarters, so that windows hold their maximum several times, and zeros.</summary>
    private static Tensor Steps(Tensor x) => Prim.Divide(Prim.Round(Prim.Multiply(x, 4)), 4);
}
