using KerasSharp.Primitives;

namespace KerasSharp.Engine.Tests.Primitives;

/// <summary>Transforms of all lengths against the sum that defines them.</summary>
public sealed class FourierPlanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(30)]
    [InlineData(37)]
    [InlineData(64)]
    [InlineData(74)]
    [InlineData(100)]
    [InlineData(211)]
    public void Run_AnyLength_IsTheDefiningSum(int n)
    {
        var random = new Random(n);
        double[] re = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5)], im = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5)];
        foreach (bool inverse in new[] { false, true })
        {
            double[] a = [.. re], b = [.. im];
            FourierPlan.For(n, inverse).Run(a, b);
            for (int k = 0; k < n; k++)
            {
                double sumRe = 0, sumIm = 0;
                for (int j = 0; j < n; j++)
                {
                    (double sin, double cos) = Math.SinCos((inverse ? 2 : -2) * Math.PI * ((long)j * k % n) / n);
                    sumRe += (re[j] * cos) - (im[j] * sin);
                    sumIm += (re[j] * sin) + (im[j] * cos);
                }

                Assert.Equal(sumRe, a[k], 1e-11);
                Assert.Equal(sumIm, b[k], 1e-11);
            }
        }
    }
}
