using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Maths;

namespace KerasSharp.EngineTests.Cpu;

public sealed class VectorMathTests
{
    private static double Erf(double x)
    {
        double sum = 0, term = x;
        for (int n = 0; n < 300; n++)
        {
            sum += term / ((2 * n) + 1);
            term *= -x * x / (n + 1);
        }
        return sum * 2 / Math.Sqrt(Math.PI);
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-2 ? x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4 * (1 + (x / 5 * (1 + (x / 6))))))))))  : Math.Exp(x) - 1;

    private static double Log1p(double x) => 1 + x == 1 ? x : Math.Log(1 + x) * x / (1 + x - 1);

    private static void Holds(
        Func<Vector128<float>, Vector128<float>> f128, Func<Vector256<float>, Vector256<float>> f256, Func<Vector512<float>, Vector512<float>> f512,
        Func<float, float> scalar, Func<double, double> reference, float low, float high, double ulps)
    {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            double spread = (random.Next(2) * 2 - 1) * Math.Pow(10, (random.NextDouble() * 40) - 37);
            float x = i % 2 == 0 ? low + ((high - low) * i / 20_000) : (float)spread;
            if (x < low || x > high)
            {
                continue;
            }
            float y = f256(Vector256.Create(x))[5];
            double expected = reference(x), unit = Math.Max(MathF.BitIncrement(MathF.Abs((float)expected)) - MathF.Abs((float)expected), 1e-45);
            Assert.True(Math.Abs(y - expected) <= ulps * unit || Math.Abs(expected) < 1.2e-38, $"f({x}) = {y}, expected {expected}");
            Assert.Equal(y, f128(Vector128.Create(x))[2]);
            Assert.Equal(y, f512(Vector512.Create(x))[11]);
            Assert.Equal(y, scalar(x));
        }
        Assert.True(float.IsNaN(scalar(float.NaN)));
        Assert.True(float.IsNaN(f256(Vector256.Create(float.NaN))[0]));
    }

    [Fact]
    public void Exp_WholeRange_Within2Ulp() => Holds(VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, Math.Exp, -104, 88.72f, 2);

    [Fact]
    public void Log_WholeRange_Within2Ulp() => Holds(VectorMath.Log, VectorMath.Log, VectorMath.Log, VectorMath.Log, Math.Log, 1e-45f, 3e38f, 2);

    [Fact]
    public void Tanh_WholeRange_Within3Ulp() => Holds(VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, Math.Tanh, -12, 12, 3);

    [Fact]
    public void Sigmoid_WholeRange_Within3Ulp() =>
        Holds(VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), -87, 100, 3);

    [Fact]
    public void Erf_WholeRange_Within2Ulp() => Holds(VectorMath.Erf, VectorMath.Erf, VectorMath.Erf, VectorMath.Erf, Erf, -3.5f, 3.5f, 2);

    [Fact]
    public void Log1p_WholeRange_Within2Ulp() => Holds(VectorMath.Log1p, VectorMath.Log1p, VectorMath.Log1p, VectorMath.Log1p, Log1p, -0.999f, 1e30f, 2);

    [Fact]
    public void Expm1_WholeRange_Within2Ulp() => Holds(VectorMath.Expm1, VectorMath.Expm1, VectorMath.Expm1, VectorMath.Expm1, Expm1, -20, 88.7f, 2);

    [Fact]
    public void SinCos_SmallAngles_Within2Ulp()
    {
        Holds(VectorMath.Sin, VectorMath.Sin, VectorMath.Sin, VectorMath.Sin, Math.Sin, -100, 100, 2);
        Holds(VectorMath.Cos, VectorMath.Cos, VectorMath.Cos, VectorMath.Cos, Math.Cos, -100, 100, 2);
    }

    [Fact]
    public void Functions_SpecialValues_AreExact()
    {
        const float Infinity = float.PositiveInfinity;
        Assert.Equal([Infinity, 0, 1, Infinity, 0], [VectorMath.Exp(Infinity), VectorMath.Exp(-Infinity), VectorMath.Exp(0f), VectorMath.Exp(89f), VectorMath.Exp(-105f)]);
        Assert.Equal([Infinity, -Infinity, 0, float.NaN], [VectorMath.Log(Infinity), VectorMath.Log(0f), VectorMath.Log(1f), VectorMath.Log(-1f)]);
        Assert.Equal([1f, -1, 0], [VectorMath.Tanh(Infinity), VectorMath.Tanh(-Infinity), VectorMath.Tanh(0f)]);
        Assert.Equal([1f, 0, 0.5f], [VectorMath.Sigmoid(Infinity), VectorMath.Sigmoid(-Infinity), VectorMath.Sigmoid(0f)]);
        Assert.Equal([1f, -1, 0], [VectorMath.Erf(Infinity), VectorMath.Erf(-Infinity), VectorMath.Erf(0f)]);
        Assert.Equal([Infinity, -Infinity, float.NaN, 0], [VectorMath.Log1p(Infinity), VectorMath.Log1p(-1f), VectorMath.Log1p(-2f), VectorMath.Log1p(0f)]);
        Assert.Equal([Infinity, -1, 0], [VectorMath.Expm1(Infinity), VectorMath.Expm1(-Infinity), VectorMath.Expm1(0f)]);
    }
}
