using KerasSharp.Primitives;
using static KerasSharp.Engine.Tests.Primitives.PrimitiveRow;

namespace KerasSharp.Engine.Tests.Primitives;

/// <summary>Values of elementwise primitives against functions in double, over lengths around lane counts and special values.</summary>
public sealed class ElementwiseValueTests
{
    private static readonly (string Name, Func<Tensor, Tensor> Apply, Func<double, double> Reference, double Low, double High)[] Unary =
    [
        ("abs", Prim.Abs, Math.Abs, -3, 3), ("negate", Prim.Negate, x => -x, -3, 3), ("sign", Prim.Sign, x => double.IsNaN(x) ? x : Math.Sign(x), -3, 3),
        ("sqrt", Prim.Sqrt, Math.Sqrt, 0, 9), ("rsqrt", Prim.Rsqrt, x => 1 / Math.Sqrt(x), 0.01, 9), ("exp", Prim.Exp, Math.Exp, -5, 5), ("log", Prim.Log, Math.Log, 0.01, 9),
        ("sin", Prim.Sin, Math.Sin, -6, 6), ("cos", Prim.Cos, Math.Cos, -6, 6), ("tanh", Prim.Tanh, Math.Tanh, -4, 4), ("floor", Prim.Floor, Math.Floor, -3, 3),
        ("ceil", Prim.Ceil, Math.Ceiling, -3, 3), ("round", Prim.Round, Math.Round, -3, 3), ("trunc", Prim.Trunc, Math.Truncate, -3, 3),
        ("sigmoid", Prim.Sigmoid, x => 1 / (1 + Math.Exp(-x)), -9, 9), ("atanh", Prim.Atanh, Math.Atanh, -0.9, 0.9),
        ("log1p", Prim.Log1p, x => Math.Log(1 + x), 0.1, 3), ("expm1", Prim.Expm1, x => Math.Exp(x) - 1, 0.1, 3),
    ];

    public static TheoryData<string> Names => [.. Unary.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Unary_LengthsAroundLanes_MatchesDouble(string name)
    {
        var (_, apply, reference, low, high) = Array.Find(Unary, row => row.Name == name);
        foreach (int length in (int[])[0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 33])
        {
            foreach ((DType dtype, double tolerance) in ((DType, double)[])[(DType.Float32, 2e-6), (DType.Float64, 1e-14), (DType.Float16, 2e-3), (DType.BFloat16, 2e-2)])
            {
                Tensor x = Prim.Convert(PrimitiveTests.Uniform(length, low, high, length), dtype);
                AssertClose(Array.ConvertAll(Doubles(x), v => reference(v)), Doubles(apply(x)), tolerance * (dtype < DType.Float32 ? 4 : 1), $"{name} of {length} {dtype}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Unary_SpecialValues_MatchesDouble(string name)
    {
        var (_, apply, reference, _, _) = Array.Find(Unary, row => row.Name == name);
        double[] special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, 0.5, -0.5, 1.5, 2.5];
        AssertClose(Array.ConvertAll(special, v => reference(v)), Doubles(apply(Tensor.From(special, Shape.Of(9)))), 1e-12, name);
    }

    [Fact]
    public void FloorModAndDivide_Signs_FollowPython()
    {
        Tensor x = (int[])[7, -7, 7, -7, 5], y = (int[])[3, 3, -3, -3, 0];
        Assert.Equal([1, 2, -2, -1, 0], Prim.FloorMod(x, y).ToArray<int>());
        Assert.Equal([2, -3, -3, 2, 0], Prim.FloorDivide(x, y).ToArray<int>());
        Assert.Equal([1, -1, 1, -1, 0], Prim.Remainder(x, y).ToArray<int>());
        Assert.Equal([2, -3, 2], Array.ConvertAll(Doubles(Prim.FloorDivide(Tensor.From((double[])[7.5, -7.5, -5], Shape.Of(3)), Tensor.From((double[])[3, 3, -2], Shape.Of(3)))), d => (int)d));
    }

    [Fact]
    public void Power_Integers_WrapAndKnowNegativeExponents()
    {
        Tensor x = (int[])[2, -1, -1, 3, 0], y = (int[])[10, -3, -2, -1, 0];
        Assert.Equal([1024, -1, 1, 0, 1], Prim.Power(x, y).ToArray<int>());
    }

    [Fact]
    public void Shift_CountsOutside_LeaveZeroOrSign()
    {
        Tensor x = (int[])[1, 5, -8, -8], y = (int[])[3, 40, 1, 99];
        Assert.Equal([8, 0, -16, 0], Prim.ShiftLeft(x, y).ToArray<int>());
        Assert.Equal([0, 0, -4, -1], Prim.ShiftRight(x, y).ToArray<int>());
    }

    [Fact]
    public void Maximum_Ties_ShareTheGradientByHalves()
    {
        Tensor x = (float[])[1, 2, 3], y = (float[])[1, 3, 2];
        using var tape = new GradientTape();
        tape.Watch(x);
        Assert.Equal([0.5f, 0, 1], tape.Gradient(Prim.Maximum(x, y), x).ToArray<float>());
    }

    [Fact]
    public void Sort_NaN_ComesLastAndArgsortIsStable()
    {
        Tensor x = (float[])[2, float.NaN, 1, 2];
        Assert.Equal([2, 0, 3, 1], Prim.ArgSort(x, 0).ToArray<int>());
        Assert.Equal([1, 2, 2, float.NaN], Prim.Sort(x, 0).ToArray<float>());
        Assert.Equal(1, (int)Prim.ArgMax(x, 0));
    }

    [Fact]
    public void SpecialFunctions_KnownPoints_AreExact()
    {
        // Abramowitz and Stegun, tables 6.1, 6.3, 7.1.
        Assert.Equal(0.8427007929497149, SpecialFunctions.Erf(1), 1e-15);
        Assert.Equal(0.4769362762044699, SpecialFunctions.ErfInv(0.5), 1e-15);
        Assert.Equal(0.5 * Math.Log(Math.PI), SpecialFunctions.Lgamma(0.5), 1e-14);
        Assert.Equal(Math.Log(24), SpecialFunctions.Lgamma(5), 1e-14);
        Assert.Equal(-0.5772156649015329, SpecialFunctions.Digamma(1), 1e-14);
        Assert.Equal(Math.PI * Math.PI / 6, SpecialFunctions.Polygamma(1, 1), 1e-13);
        Assert.Equal(1e-20, SpecialFunctions.Log1p(1e-20));
        Assert.Equal(1e-20, SpecialFunctions.Expm1(1e-20));

        // Table 9.8; P(1, x) = 1 - exp(-x) and P(1/2, x) = erf(sqrt(x)) (6.5.12, 6.5.16).
        Assert.Equal(1.2660658777520084, BesselFunctions.I(0, 1), 1e-15);
        Assert.Equal(0.5651591039924851, BesselFunctions.I(1, 1), 1e-15);
        Assert.Equal(0.1278333372, BesselFunctions.I(0, 10) * Math.Exp(-10), 1e-10);
        Assert.Equal(1, BesselFunctions.I(0, 25.000001) / BesselFunctions.I(0, 24.999999), 1e-5);
        foreach (double x in new[] { 0.1, 1, 3, 20 })
        {
            Assert.Equal(1 - Math.Exp(-x), IncompleteGamma.P(1, x), 1e-14);
            Assert.Equal(SpecialFunctions.Erf(Math.Sqrt(x)), IncompleteGamma.P(0.5, x), 1e-14);
        }
    }

    [Fact]
    public void Infer_MisfittingOperands_SaysWhatWasReceived()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Prim.Add(Prim.Zeros(Shape.Of(2, 3), DType.Float32), Prim.Zeros(Shape.Of(4), DType.Float32)));
        Assert.Contains("float32(2, 3)", error.Message, StringComparison.Ordinal);
        Assert.Contains("do not broadcast", error.Message, StringComparison.Ordinal);
    }
}
