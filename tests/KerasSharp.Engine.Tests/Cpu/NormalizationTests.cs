using KerasSharp.Cpu.Kernels.Normalization;
using static KerasSharp.EngineTests.Cpu.KernelTest;

namespace KerasSharp.EngineTests.Cpu;

[Collection(nameof(KernelTests))]
public sealed unsafe class NormalizationTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 5, 3 }, { 7, 8 }, { 33, 17 }, { 100, 64 }, { 3, 130 }, { 700, 96 }, { 70, 8 }, { 4099, 20 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void LayerNorm_AnyShape_MatchesReference(int rows, int cols)
    {
        int n = rows * cols;
        float[] x = Values(n, 1, 3), gamma = Values(cols, 2), beta = Values(cols, 3), dy = Values(n, 4);
        float[] y = New(n), mean = New(rows), invStd = New(rows), dx = New(n), dgamma = New(cols), dbeta = New(cols);
        double[] ry = new double[n], rdx = new double[n], rg = new double[cols], rb = new double[cols];
        for (int r = 0; r < rows; r++)
        {
            double m = 0, v = 0, s0 = 0, s1 = 0;
            for (int c = 0; c < cols; c++)
            {
                m += x[(r * cols) + c] / (double)cols;
            }
            for (int c = 0; c < cols; c++)
            {
                v += Math.Pow(x[(r * cols) + c] - m, 2) / cols;
            }
            double scale = 1 / Math.Sqrt(v + 1e-3);
            for (int c = 0; c < cols; c++)
            {
                int i = (r * cols) + c;
                double hat = (x[i] - m) * scale;
                ry[i] = (hat * gamma[c]) + beta[c];
                rg[c] += dy[i] * hat;
                rb[c] += dy[i];
                s0 += dy[i] * gamma[c] / cols;
                s1 += dy[i] * gamma[c] * hat / cols;
            }
            for (int c = 0; c < cols; c++)
            {
                int i = (r * cols) + c;
                rdx[i] = scale * ((dy[i] * gamma[c]) - s0 - ((x[i] - m) * scale * s1));
            }
        }
        Check(
            () =>
            {
                LayerNorm.Forward(rows, cols, Pointer(x), Pointer(gamma), Pointer(beta), 1e-3f, Pointer(y), Pointer(mean), Pointer(invStd));
                LayerNorm.Gradient(
                    rows, cols, Pointer(x), Pointer(gamma), Pointer(mean), Pointer(invStd), Pointer(dy), Pointer(dx), Pointer(dgamma), Pointer(dbeta));
                return [.. y, .. dx, .. dgamma, .. dbeta];
            },
            [.. ry, .. rdx, .. rg, .. rb],
            1e-4);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void BatchNorm_AnyShape_MatchesReference(int rows, int channels)
    {
        int n = rows * channels;
        float[] x = Values(n, 1, 3), dy = Values(n, 4), invStd = New(channels);
        float[] mean = New(channels), variance = New(channels), dgamma = New(channels), dbeta = New(channels);
        double[] rm = new double[channels], rv = new double[channels], rg = new double[channels], rb = new double[channels];
        for (int c = 0; c < channels; c++)
        {
            for (int r = 0; r < rows; r++)
            {
                rm[c] += x[(r * channels) + c] / (double)rows;
            }
            for (int r = 0; r < rows; r++)
            {
                rv[c] += Math.Pow(x[(r * channels) + c] - rm[c], 2) / rows;
            }
            double scale = invStd[c] = (float)(1 / Math.Sqrt(rv[c] + 1e-3));
            for (int r = 0; r < rows; r++)
            {
                int i = (r * channels) + c;
                rg[c] += dy[i] * (x[i] - rm[c]) * scale;
                rb[c] += dy[i];
            }
        }
        Check(
            () =>
            {
                BatchNorm.Statistics(rows, channels, Pointer(x), Pointer(mean), Pointer(variance));
                BatchNorm.GradientSums(
                    rows, channels, Pointer(x), Pointer(mean), Pointer(invStd), Pointer(dy), Pointer(dgamma), Pointer(dbeta));
                return [.. mean, .. variance, .. dgamma, .. dbeta];
            },
            [.. rm, .. rv, .. rg, .. rb],
            1e-4);
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(5003)]
    public void BatchNormStatistics_LargeOffset_KeepsTheVariance(int rows)
    {
        float[] x = Values(rows * 17, 1), mean = New(17), variance = New(17);
        for (int i = 0; i < x.Length; i++)
        {
            x[i] += 10_000;
        }
        BatchNorm.Statistics(rows, 17, Pointer(x), Pointer(mean), Pointer(variance));
        Assert.All(mean, m => Assert.InRange(m, 9_999.95f, 10_000.05f));
        Assert.All(variance, v => Assert.InRange(v, 0.31f, 0.36f));
    }

    [Fact]
    public void BatchNormStatistics_FirstRowFarOff_KeepsTheVarianceOfTheOthers()
    {
        // Sums of squares around the first row would lose the small deviations of the other channel's rows.
        const int Rows = 1000;
        float[] x = Values(Rows * 16, 1), mean = New(16), variance = New(16);
        for (int c = 0; c < 16; c++)
        {
            x[c] = c == 5 ? 1e20f : x[c];
        }
        BatchNorm.Statistics(Rows, 16, Pointer(x), Pointer(mean), Pointer(variance));
        Assert.Equal(float.PositiveInfinity, variance[5]);
        Assert.All(variance.Where((_, c) => c != 5), v => Assert.InRange(v, 0.3f, 0.37f));
    }
}
