using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Tensors;
using static KerasSharp.EngineTests.Cpu.KernelTest;

namespace KerasSharp.EngineTests.Cpu;

/// <summary>Products whose operands come in another form: packed before, or as 16-bit floats.</summary>
[Collection(nameof(KernelTests))]
public sealed unsafe class GemmInputTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 17, 9 }, { 2, 5, 3 }, { 13, 31, 70 }, { 50, 10, 700 }, { 130, 129, 64 }, { 7, 600, 33 }, { 4, 16, 0 }, { 790, 20, 530 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void RunPacked_AnyShape_EqualsRun(int m, int n, int k)
    {
        foreach (bool trans in new[] { false, true })
        {
            int ldb = trans ? Math.Max(1, k) : n;
            float[] a = Values(m * k, 1), b = Values(k * n, 2), bias = Values(n, 3), residual = Values(m * n, 4), c = New(m * n);
            var e = new Epilogue { Bias = Pointer(bias), Residual = Pointer(residual), LdResidual = n, Activation = EpilogueActivation.Relu };
            Check(
                () =>
                {
                    float[] packed = New(PackedMatrix.Count(k, n, SimdLevel.Bits));
                    PackedMatrix.Pack(Pointer(b), ldb, trans, k, n, SimdLevel.Bits, Pointer(packed));
                    Gemm.RunPacked(m, n, k, Pointer(a), k, false, Pointer(b), ldb, trans, Pointer(packed), SimdLevel.Bits, Pointer(c), n, 0, in e);
                    return [.. c];
                },
                [.. Reference(m, n, k, a, b, trans).Select((v, i) => Math.Max(0, v + bias[i % n] + residual[i]))],
                what: $"{trans}");
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Batched_HalfFloats_MatchesProductOfWhatTheyStandFor(int m, int n, int k)
    {
        foreach ((bool bfloat16, bool trans) in new[] { (true, false), (true, true), (false, false), (false, true) })
        {
            ushort[] a = Narrow(Values(2 * m * k, 1), bfloat16), b = Narrow(Values(2 * k * n, 2), bfloat16), c = GC.AllocateArray<ushort>(2 * m * n, pinned: true);
            float[] wideA = Widen(a, bfloat16), wideB = Widen(b, bfloat16);
            double[] expected =
            [
                .. Reference(m, n, k, wideA, wideB, trans), .. Reference(m, n, k, wideA[(m * k)..], wideB[(k * n)..], trans),
            ];
            Check(
                () =>
                {
                    HalfGemm.Batched(
                        2, m, n, k, Pointer(a), k, m * k, false, Pointer(b), trans ? k : n, k * n, trans, Pointer(c), m * n, bfloat16);
                    return Widen(c, bfloat16);
                },
                expected,
                tolerance: bfloat16 ? 0.00391 : 0.000489, // half a unit in the last place of the result: 2^-8 and 2^-11
                what: $"{bfloat16} {trans}");
        }
    }

    [Fact]
    public void Narrow_BFloat16_RoundsAsTheScalarConversionDoes()
    {
        float[] values = [1, -2.5f, 1.00390625f, 1.01171875f, float.NaN, float.PositiveInfinity, float.MaxValue, 1e-40f, -0f, 3.14159f, 0.1f];
        ushort[] narrow = Narrow([.. values], bfloat16: true);
        Assert.Equal([.. values.Select(v => ((BFloat16)v).Bits)], narrow);
    }

    private static ushort[] Narrow(float[] values, bool bfloat16)
    {
        ushort[] narrow = GC.AllocateArray<ushort>(Math.Max(1, values.Length), pinned: true);
        fixed (float* from = values)
        {
            HalfFloats.Narrow(from, Pointer(narrow), values.Length, bfloat16);
        }

        return narrow;
    }

    private static float[] Widen(ushort[] values, bool bfloat16) =>
        [.. values.Select(v => bfloat16 ? BitConverter.UInt32BitsToSingle((uint)v << 16) : (float)BitConverter.UInt16BitsToHalf(v))];

    private static double[] Reference(int m, int n, int k, float[] a, float[] b, bool trans)
    {
        var c = new double[m * n];
        for (int i = 0; i < m * n; i++)
        {
            for (int p = 0; p < k; p++)
            {
                c[i] += (double)a[(i / n * k) + p] * (trans ? b[(i % n * k) + p] : b[(p * n) + (i % n)]);
            }
        }

        return c;
    }
}
