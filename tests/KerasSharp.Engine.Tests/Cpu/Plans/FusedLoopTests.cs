using KerasSharp.Cpu.Elementwise;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Primitives;

namespace KerasSharp.EngineTests.Cpu.Plans;

/// <summary>Generated code and the tile interpreter give what the reference kernels give, at each width and around lane counts.</summary>
[Collection(nameof(KernelTests))]
public sealed class FusedLoopTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 1, 7 }, { 3, 8 }, { 5, 16 }, { 7, 17 }, { 33, 10 }, { 2, 513 }, { 130, 100 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Loop_WithRowsColumnsAndFlags_AgreesWithTheReference(int rows, int columns)
    {
        var random = new RandomTensors(rows + columns);
        Tensor[] inputs = [random.Floats(rows, columns), random.Floats(columns), random.Floats(rows, 1), random.Floats(1)];
        Tensor expected = Reference(inputs);
        int bits = SimdLevel.Bits;
        try
        {
            foreach ((bool generate, int width) in new[] { (true, 512), (true, 256), (true, 128), (false, 256) })
            {
                (LoopKernel.MayGenerate, SimdLevel.Bits) = (generate, width);
                Tensor found = Function.Compile(x => [Body(x)]).Call(inputs)[0];
                Assert.InRange(RandomTensors.Distance(found, expected), 0, 1e-6);
            }
        }
        finally
        {
            (LoopKernel.MayGenerate, SimdLevel.Bits) = (true, bits);
        }
    }

    private static Tensor Body(Tensor[] x)
    {
        Tensor scaled = Prim.Add(Prim.Multiply(x[0], x[1]), x[2]);
        Tensor positive = Prim.Greater(scaled, Prim.Scalar(0, DType.Float32));
        Tensor both = Prim.LogicalAnd(positive, Prim.Less(x[0], x[3]));
        return Prim.Select(both, Prim.Exp(scaled), Prim.Subtract(Prim.Convert(positive, DType.Float32), Prim.Tanh(x[0])));
    }

    /// <summary>The same, element by element in double.</summary>
    private static Tensor Reference(Tensor[] x)
    {
        double[][] v = Array.ConvertAll(x, RandomTensors.Values);
        int rows = x[0].Shape[0], columns = x[0].Shape[1];
        Tensor result = Tensor.Allocate(x[0].Shape, DType.Float32);
        for (int i = 0; i < rows * columns; i++)
        {
            double scaled = (float)(((float)(v[0][i] * v[1][i % columns])) + v[2][i / columns]);
            double value = scaled > 0 && v[0][i] < v[3][0] ? Math.Exp(scaled) : (scaled > 0 ? 1 : 0) - Math.Tanh(v[0][i]);
            KerasSharp.Tensors.ElementReader.WriteDouble(result.Data, i, value);
        }

        return result;
    }
}
