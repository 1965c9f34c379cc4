using KerasSharp.Cpu;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.EngineTests.Cpu.Plans;

/// <summary>Every kernel that the plan table picks is held to the definition: the reference kernel of a primitive, the decomposition of a composite.</summary>
public sealed class KernelTableTests
{
    private static readonly Dictionary<string, Func<RandomTensors, (Primitive, Tensor[])>> Cases = new()
    {
        ["convolution"] = r => (new Convolution(Geometry(1, 1, 1)), [r.Floats(2, 9, 9, 8), r.Floats(3, 3, 8, 12)]),
        ["convolution, stride 2"] = r => (new Convolution(Geometry(2, 1, 1)), [r.Floats(2, 9, 9, 8), r.Floats(3, 3, 8, 12)]),
        ["convolution, two groups"] = r => (new Convolution(Geometry(1, 1, 2)), [r.Floats(2, 9, 9, 8), r.Floats(3, 3, 4, 12)]),
        ["convolution, depthwise"] = r => (new Convolution(Geometry(1, 1, 8)), [r.Floats(2, 9, 9, 8), r.Floats(3, 3, 1, 16)]),
        ["convolution, one axis"] = r => (new Convolution(Geometry(2, 1, 1, axes: 1)), [r.Floats(2, 19, 8), r.Floats(3, 8, 12)]),
        ["convolution input gradient"] = r => (new ConvolutionInputGradient(Geometry(2, 1, 1), Shape.Of(2, 9, 9, 8)), [r.Floats(2, 5, 5, 12), r.Floats(3, 3, 8, 12)]),
        ["convolution filter gradient"] = r => (new ConvolutionFilterGradient(Geometry(2, 1, 1), Shape.Of(3, 3, 8, 12)), [r.Floats(2, 9, 9, 8), r.Floats(2, 5, 5, 12)]),
        ["window max"] = r => (new WindowMax(Window), [r.Floats(2, 9, 8, 5)]),
        ["window max, one axis"] = r => (new WindowMax(Row), [r.Floats(2, 9, 5)]),
        ["window sum, one axis"] = r => (new WindowSum(Row), [r.Floats(2, 9, 5)]),
        ["window spread, one axis"] = r => (new WindowSpread(Row, Shape.Of(2, 9, 5)), [r.Floats(2, 5, 5)]),
        ["window max gather"] = r => (new WindowMaxGather(Window), [r.Floats(2, 9, 8, 5), r.Floats(2, 9, 8, 5)]),
        ["window sum"] = r => (new WindowSum(Window), [r.Floats(2, 9, 8, 5)]),
        ["window spread"] = r => (new WindowSpread(Window, Shape.Of(2, 9, 8, 5)), [r.Floats(2, 5, 4, 5)]),
        ["softmax"] = r => (new Softmax(), [r.Floats(33, 10)]),
        ["softmax gradient"] = r => (new SoftmaxGradient(), [r.Floats(33, 10), r.Floats(33, 10)]),
        ["log softmax"] = r => (new LogSoftmax(), [r.Floats(33, 10)]),
        ["log softmax gradient"] = r => (new LogSoftmaxGradient(), [r.Floats(33, 10), r.Floats(33, 10)]),
        ["cross-entropy"] = r => (new SparseSoftmaxCrossEntropy(), [r.Floats(33, 10), r.Integers(10, 33)]),
        ["cross-entropy gradient"] = r => (new SparseSoftmaxCrossEntropyGradient(), [r.Floats(33, 10), r.Integers(10, 33), r.Floats(33), r.Floats(33)]),
        ["layer norm"] = r => (new LayerNorm(1e-3), [r.Floats(4, 9, 12), r.Floats(12), r.Floats(12)]),
        ["layer norm gradient"] = r => (new LayerNormGradient(), [r.Floats(4, 9, 12), r.Floats(12), r.Floats(4, 9), r.Floats(4, 9), r.Floats(4, 9, 12)]),
        ["moments"] = r => (new Moments(Axes.Of([0, 1], 3)), [r.Floats(14, 9, 12)]),
        ["moments, partly reduced"] = r => (new Moments(Axes.Of([1], 3)), [r.Floats(14, 9, 12)]),
        ["moments, first axis of three"] = r => (new Moments(Axes.Of([0], 3)), [r.Floats(14, 9, 12)]),
        ["batch norm gradient sums"] = r => (new BatchNormGradientSums(), [r.Floats(14, 9, 12), r.Floats(14, 9, 12), r.Floats(12), r.Floats(12)]),
        ["attention, causal"] = r => (new ScaledDotProductAttention(0.3, true, false), [r.Floats(2, 7, 3, 8), r.Floats(2, 7, 3, 8), r.Floats(2, 7, 3, 8)]),
        ["attention, masked"] = r => (new ScaledDotProductAttention(0.3, false, true), [r.Floats(2, 7, 3, 8), r.Floats(2, 9, 3, 8), r.Floats(2, 9, 3, 8), r.Floats(2, 1, 7, 9)]),
        ["lstm states"] = r => (new StatesOf(new Lstm(false)), [r.Floats(3, 5, 4), r.Floats(4, 24), r.Floats(6, 24), r.Floats(24), r.Floats(3, 6), r.Floats(3, 6)]),
        ["lstm states, reversed"] = r => (new StatesOf(new Lstm(true)), [r.Floats(3, 5, 4), r.Floats(4, 24), r.Floats(6, 24), r.Floats(24), r.Floats(3, 6), r.Floats(3, 6)]),
        ["matrix product"] = r => (new DotGeneral(new(), new(), new(1), new(0)), [r.Floats(70, 30), r.Floats(30, 40)]),
        ["matrix product, transposed"] = r => (new DotGeneral(new(), new(), new(0), new(1)), [r.Floats(70, 30), r.Floats(40, 70)]),
        ["matrix product, double"] = r => (new DotGeneral(new(), new(), new(1), new(0)), [r.Doubles(70, 30), r.Doubles(30, 40)]),
        ["matrix product, three axes"] = r => (new DotGeneral(new(), new(), new(2), new(0)), [r.Floats(7, 9, 30), r.Floats(30, 40)]),
        ["matrix product, batch between"] = r => (new DotGeneral(new(0, 2), new(0, 1), new(3), new(3)), [r.Floats(2, 7, 3, 16), r.Floats(2, 3, 5, 16)]),
        ["matrix product, two contracted axes"] = r => (new DotGeneral(new(), new(), new(1, 0), new(1, 0)), [r.Floats(7, 9, 30), r.Floats(7, 9, 40)]),
        ["transpose"] = r => (new Transpose(new(2, 0, 1)), [r.Floats(7, 9, 30)]),
        ["slice"] = r => (new Slice(new(1, 2, 0), new(6, 9, 30), new(2, 1, 1)), [r.Floats(7, 9, 30)]),
        ["slice, stepping the last axis"] = r => (new Slice(new(1, 2, 3), new(6, 9, 30), new(1, 1, 4)), [r.Floats(7, 9, 30)]),
        ["reverse"] = r => (new Reverse(Axes.Of([0, 2], 3)), [r.Floats(7, 9, 30)]),
        ["pad"] = r => (new Pad(new(1, 0, 2), new(0, 3, 1), new(0, 2, 1), 0.5), [r.Floats(4, 5, 6)]),
        ["concatenate"] = r => (new Concatenate(1), [r.Floats(7, 9, 30), r.Floats(7, 2, 30)]),
        ["concatenate, many rows"] = r => (new Concatenate(1), [r.Floats(700, 64), r.Floats(700, 3), r.Floats(700, 0), r.Floats(700, 50)]),
        ["broadcast"] = r => (new BroadcastTo(Shape.Of(7, 9, 30)), [r.Floats(9, 1)]),
        ["gather"] = r => (new Gather(0), [r.Floats(50, 16), r.Integers(50, 7, 9)]),
        ["scatter add"] = r => (new ScatterAddAxis(0, Shape.Of(50, 16)), [r.Floats(7, 9, 16), r.Integers(50, 7, 9)]),
        ["gather, second axis"] = r => (new Gather(1), [r.Floats(5, 50, 16), r.Integers(50, 7, 9)]),
        ["scatter add, second axis"] = r => (new ScatterAddAxis(1, Shape.Of(5, 50, 16)), [r.Floats(5, 7, 9, 16), r.Integers(50, 7, 9)]),
        ["mix axis, long rows"] = r => (new MixAxis(1, Mixture), [r.Floats(50, 4, 9, 17)]),
        ["mix axis, three columns"] = r => (new MixAxis(1, Mixture), [r.Floats(5000, 4, 3)]),
        ["mix axis, short rows"] = r => (new MixAxis(1, Mixture), [r.Floats(3000, 4, 5)]),
        ["gather, three columns"] = r => (new Gather(1), [r.Floats(500, 50, 3), r.Integers(50, 31)]),
        ["slice, many rows"] = r => (new Slice(new(3, 2, 1, 0), new(40, 30, 20, 10), new(1, 3, 1, 1)), [r.Floats(41, 31, 21, 10)]),
        ["pad, many rows"] = r => (new Pad(new(1, 0, 2, 0), new(0, 3, 1, 0), new(0, 2, 1, 0), 0.5), [r.Floats(20, 15, 16, 10)]),
        ["sum over axes apart"] = r => (new ReduceSum(Axes.Of([0, 2], 3)), [r.Floats(7, 9, 30)]),
        ["max over the middle axis"] = r => (new ReduceMax(Axes.Of([1], 3)), [r.Floats(7, 9, 30)]),
        ["arg max"] = r => (new ArgMax(1), [r.Floats(70, 30)]),
        ["random bits"] = r => (new RandomBits(Shape.Of(1001)), [r.Fill([2], DType.UInt32, 0, 1000)]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static WindowGeometry Row => new(new(1, 3, 1), new(1, 2, 1), new(0, 1, 0), new(0, 1, 0));

    private static AxisMixture Mixture => new(4, [[(0, 0.5), (3, -2)], [], [(1, 1), (2, 0.25), (0, 3)]]);

    private static WindowGeometry Window => new(new(1, 3, 2, 1), new(1, 2, 2, 1), new(0, 1, 0, 0), new(0, 1, 0, 0));

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_RandomOperands_AgreesWithTheDefinition(string name)
    {
        (Primitive primitive, Tensor[] operands) = Cases[name](new RandomTensors(1));
        Tensor[] found = CpuDevice.Instance.Bind(primitive, operands);
        Tensor[] defined = Definition(primitive, operands);
        for (int i = 0; i < found.Length; i++)
        {
            Assert.InRange(RandomTensors.Distance(found[i], defined[i]), 0, 1e-5);
        }
    }

    private static Tensor[] Definition(Primitive primitive, Tensor[] operands)
    {
        if (primitive is Composite composite)
        {
            return composite is StatesOf states ? [states.Inner.Decompose(operands)[0]] : composite.Decompose(operands);
        }

        Tensor[] results = Array.ConvertAll(ShapeInterpreter.Infer(primitive, operands), spec => Tensor.Allocate(spec.Shape, spec.DType));
        primitive.Evaluate(Array.ConvertAll(operands, t => t.Data), Array.ConvertAll(results, t => t.Data));
        return results;
    }

    private static ConvolutionGeometry Geometry(int stride, int pad, int groups, int axes = 2) =>
        new(Same(stride, axes), Same(pad, axes), Same(pad, axes), Same(1, axes), groups);

    private static IntList Same(int value, int count) => new([.. Enumerable.Repeat(value, count)]);

    /// <summary>The states of an LSTM alone: its other results are laid out as its kernel likes.</summary>
    private sealed record StatesOf(Lstm Inner) : Composite
    {
        public override string Name => "lstm_states";

        public override Tensor[] Decompose(Tensor[] inputs) => [Dispatch.Bind(Inner, inputs)[0]];
    }
}
