using KerasSharp.Primitives;
using static KerasSharp.EngineTests.Cpu.KernelTest;

namespace KerasSharp.EngineTests.Cpu;

/// <summary>Kernels of recurrent layers against their definition, step by step in double.</summary>
[Collection(nameof(KernelTests))]
public sealed class RecurrenceTests
{
    public static TheoryData<string, int, int, int, int, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int, int, int, bool, bool>();
            foreach (string cell in new[] { "lstm", "gru", "simple_rnn" })
            {
                cases.Add(cell, 1, 70, 2, 1, false, false);
                cases.Add(cell, 5, 4, 6, 7, false, true);
                cases.Add(cell, 7, 5, 9, 17, true, false);
                cases.Add(cell, 13, 3, 33, 16, true, true);
                cases.Add(cell, 20, 1, 40, 30, false, true);
                cases.Add(cell, 67, 6, 10, 40, false, false);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Kernel_AnyShape_MatchesDecomposition(string cell, int batch, int steps, int width, int units, bool reverse, bool masked)
    {
        Recurrence recurrence = Make(cell, reverse, masked);
        Tensor[] inputs = Operands(recurrence, batch, steps, width, units);
        Tensor[] precise = Array.ConvertAll(inputs, x => Prim.Convert(x, DType.Float64));
        Check(() => Numbers(Dispatch.Bind(recurrence, inputs)[0]), Doubles(recurrence.Decompose(precise)[0]));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_AnyShape_MatchesDecomposition(string cell, int batch, int steps, int width, int units, bool reverse, bool masked)
    {
        Recurrence recurrence = Make(cell, reverse, masked);
        Tensor[] inputs = Operands(recurrence, batch, steps, width, units);
        var r = new RandomTensors(2);
        Tensor dy = r.Floats(batch, steps, units);
        Tensor[] cotangents = recurrence.StateCount > 1 ? [dy, r.Floats(batch, units)] : [dy];
        var gradient = new RecurrenceGradient(recurrence, NeedsInput: true);
        Tensor[] precise = Array.ConvertAll(inputs, x => Prim.Convert(x, DType.Float64));
        Tensor[] expected = gradient.Decompose(
            [.. precise, .. recurrence.Decompose(precise), .. cotangents.Select(x => Prim.Convert(x, DType.Float64))]);
        Check(
            () => [.. Dispatch.Bind(gradient, [.. inputs, .. Dispatch.Bind(recurrence, inputs), .. cotangents]).SelectMany(Numbers)],
            [.. expected.SelectMany(Doubles)],
            1e-4);
    }

    [Fact]
    public void Gradient_InputNotAskedFor_GivesTheOthersTheSame()
    {
        var recurrence = new Lstm(Reverse: false);
        Tensor[] inputs = Operands(recurrence, 5, 4, 6, 7);
        Tensor[] operands = [.. inputs, .. Dispatch.Bind(recurrence, inputs), new RandomTensors(2).Floats(5, 4, 7), Prim.Zeros(Shape.Of(5, 7), DType.Float32)];
        Tensor[] all = Dispatch.Bind(new RecurrenceGradient(recurrence, NeedsInput: true), operands);
        Tensor[] some = Dispatch.Bind(new RecurrenceGradient(recurrence, NeedsInput: false), operands);
        Assert.Equal(all.Length - 1, some.Length);
        Assert.Equal(all[1..].SelectMany(Numbers), some.SelectMany(Numbers));
    }

    private static Recurrence Make(string cell, bool reverse, bool masked) => cell switch
    {
        "lstm" => new Lstm(reverse, masked),
        "gru" => new Gru(reverse, masked),
        _ => new SimpleRnn(reverse, masked),
    };

    private static Tensor[] Operands(Recurrence recurrence, int batch, int steps, int width, int units)
    {
        var r = new RandomTensors(1);
        int gates = recurrence.Gates * units;
        double scale = 1 / Math.Sqrt(width + units); // keeps activations off their limits, where float32 itself is uncertain
        Tensor bias = recurrence.Biases == 1 ? r.Floats(gates) : r.Floats(recurrence.Biases, gates);
        var operands = new List<Tensor> { r.Floats(batch, steps, width), r.Fill([width, gates], DType.Float32, -scale, scale), r.Fill([units, gates], DType.Float32, -scale, scale), bias };
        for (int i = 0; i < recurrence.StateCount; i++)
        {
            operands.Add(r.Floats(batch, units));
        }

        if (recurrence.HasMask)
        {
            operands.Add(Prim.Convert(r.Integers(2, batch, steps), DType.Float32));
        }

        return [.. operands];
    }

    private static float[] Numbers(Tensor tensor) => tensor.ToArray<float>();

    private static double[] Doubles(Tensor tensor) => tensor.ToArray<double>();
}
