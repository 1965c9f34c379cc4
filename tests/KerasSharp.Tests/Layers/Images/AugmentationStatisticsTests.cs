using KerasSharp.Layers;
using static KerasSharp.Tests.Layers.Images.Augmentations;

namespace KerasSharp.Tests.Layers.Images;

/// <summary>How often augmentations happen, and the ranges and means of what they draw. Seeds are fixed; bounds are four standard errors or more.</summary>
public sealed class AugmentationStatisticsTests
{
    private const int Count = 4000;

    /// <summary>Images (count, 1, 2, 3): a dark pixel of these numbers and a bright one.</summary>
    private static Tensor Pairs(float dark, float bright) => Ops.Concatenate([Ops.Full([Count, 1, 1, 3], dark), Ops.Full([Count, 1, 1, 3], bright)], 2);

    private static double[] First(Tensor y) => [.. Numbers(y[.., 0, 0, 0]).Select(v => (double)v)];

    private static double Share(double[] numbers, Func<double, bool> counts) => numbers.Count(counts) / (double)numbers.Length;

    [Fact]
    public void RandomFlip_MirrorsHalf() =>
        Assert.Equal(0.5, Share(First(new RandomFlip("horizontal", seed: 1).Apply(Pairs(50, 200))), v => v == 200), 0.035);

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.7)]
    public void RandomInvert_Probability_IsTheShare(double probability) =>
        Assert.Equal(probability, Share(First(new RandomInvert([probability, probability], seed: 2).Apply(Pairs(50, 200))), v => v == 205), 0.035);

    [Fact]
    public void RandomInvert_RangeOfProbabilities_HasItsMean() =>
        Assert.Equal(0.3, Share(First(new RandomInvert([0.2, 0.4], seed: 3).Apply(Pairs(50, 200))), v => v == 205), 0.035);

    [Fact]
    public void RandomGrayscale_Factor_IsTheShare()
    {
        Tensor red = Tensor.From([200f, 0, 0], Shape.Of(1, 1, 1, 3)) * Ops.Ones([Count, 1, 1, 3]);
        double[] found = First(new RandomGrayscale(0.3, seed: 4).Apply(red));
        Assert.Equal(0.3, Share(found, v => Math.Abs(v - (200 * 0.2989)) < 0.01), 0.035);
        Assert.Equal(0.7, Share(found, v => v == 200), 0.035);
    }

    [Fact]
    public void RandomBrightness_Shifts_FillTheirRangeEvenly()
    {
        double[] shifts = [.. First(new RandomBrightness([-0.1, 0.3], seed: 5).Apply(Pairs(100, 100))).Select(v => (v - 100) / 255)];
        Assert.InRange(shifts.Min(), -0.1 - 1e-6, -0.098);
        Assert.InRange(shifts.Max(), 0.298, 0.3 + 1e-6);
        Assert.Equal(0.1, shifts.Average(), 0.4 / Math.Sqrt(12 * Count) * 5);
    }

    [Fact]
    public void RandomBrightness_ScaledImages_StayInTheirRange()
    {
        float[] found = Numbers(new RandomBrightness(0.9, [0, 1], seed: 6).Apply(Pairs(0.2f, 0.8f)));
        Assert.Equal(0, found.Min());
        Assert.Equal(1, found.Max());
    }

    /// <summary>(x - mean) contrast + mean, with a contrast from 1 - 0.2 to 1 + 0.4, on pixels 50 below and above the mean.</summary>
    [Fact]
    public void RandomContrast_Contrasts_FillTheirRangeEvenly()
    {
        double[] contrasts = [.. First(new RandomContrast([0.2, 0.4], seed: 7).Apply(Pairs(70, 170))).Select(v => (120 - v) / 50)];
        Assert.InRange(contrasts.Min(), 0.8 - 1e-5, 0.803);
        Assert.InRange(contrasts.Max(), 1.397, 1.4 + 1e-5);
        Assert.Equal(1.1, contrasts.Average(), 0.6 / Math.Sqrt(12 * Count) * 5);
    }

    /// <summary>A turn by a small angle moves a ramp's outer pixels by the sine of the angle.</summary>
    [Fact]
    public void RandomRotation_Angles_AreSymmetric()
    {
        Tensor ramp = Ops.Reshape(Ops.Arange(0f, 9), [1, 9, 1, 1]) * Ops.Ones([Count, 9, 9, 1]);
        double[] sines = [.. Numbers(new RandomRotation(0.05, "nearest", seed: 8).Apply(ramp)[.., 4, 6, 0]).Select(v => (v - 4.0) / 2)];
        double bound = Math.Sin(0.05 * 2 * Math.PI);
        Assert.InRange(sines.Min(), -bound - 1e-3, -0.97 * bound);
        Assert.InRange(sines.Max(), 0.97 * bound, bound + 1e-3);
        Assert.Equal(0, sines.Average(), bound / Math.Sqrt(3 * Count) * 5);
        Assert.Equal(0.5, Share(sines, v => v > 0), 0.035);
    }

    [Fact]
    public void RandomShear_Signs_AreHalfAndHalf()
    {
        Tensor ramp = Ops.Reshape(Ops.Arange(0f, 9), [1, 1, 9, 1]) * Ops.Ones([Count, 9, 9, 1]);
        double[] shifts = [.. Numbers(new RandomShear([0.1, 0.3], 0, fillMode: "nearest", seed: 9).Apply(ramp)[.., 4, 4, 0]).Select(v => (v - 4.0) / 4)];
        Assert.Equal(0.5, Share(shifts, v => v > 0), 0.035);
        Assert.All(shifts, v => Assert.InRange(Math.Abs(v), 0.1 - 1e-3, 0.3 + 1e-3));
    }

    [Fact]
    public void RandomCrop_Places_AreAllThereAndEquallyFrequent()
    {
        Tensor x = Ops.Reshape(Ops.Arange(0f, 20), [1, 4, 5, 1]);
        var layer = new RandomCrop(2, 3, seed: 10);
        double[] corners = [.. Enumerable.Range(0, 1800).Select(_ => layer.Apply(x)[0, 0, 0, 0].Item())];
        double[] places = [0, 1, 2, 5, 6, 7, 10, 11, 12];
        Assert.Equal(places, corners.Distinct().Order());
        Assert.All(places, place => Assert.Equal(200, corners.Count(c => c == place), 60.0));
    }

    /// <summary>The area erased is the product of two sides, each the square root of a number of the range.</summary>
    [Fact]
    public void RandomErasing_Areas_HaveTheMeanOfTheRange()
    {
        Tensor erased = new RandomErasing([1, 1], [0.1, 0.3], fillValue: 255, seed: 11).Apply(Ops.Zeros([400, 40, 40, 1]));
        double side = (Math.Pow(0.3, 1.5) - Math.Pow(0.1, 1.5)) / 1.5 / 0.2;
        Assert.Equal(side * side, Ops.Mean(erased).Item() / 255, 0.01);
        Assert.All(Numbers(Ops.Mean(erased, [1, 2, 3])), share => Assert.InRange(share / 255, 0.08, 0.33));
    }

    [Fact]
    public void RandomPosterization_Bits_AreTheLeastUpToBeforeTheGreatest()
    {
        float[] found = Numbers(new RandomPosterization([2, 5], seed: 12).Apply(Ops.Full([300, 1, 1, 3], 255f)));
        Assert.Equal([192f, 224, 240], found.Distinct().Order());
    }

    /// <summary>The beta distribution with both parameters 0.5 has the mean 1/2 and the variance 1/8.</summary>
    [Fact]
    public void MixUp_Shares_HaveTheMomentsOfBeta()
    {
        Tensor labels = Ops.Eye(Count, dtype: DType.Float32);
        ImageData mixed = new MixUp(0.5, seed: 13).Apply(new ImageData(Ops.Ones([Count, 1, 1, 1])) { Labels = labels });
        double[] shares = [.. Numbers(Ops.Diagonal(mixed.Labels!)).Select(v => (double)v)];
        Assert.Equal(0.5, shares.Average(), 0.03);
        Assert.Equal(0.125, shares.Average(s => (s - 0.5) * (s - 0.5)), 0.01);
        Assert.All(Numbers(Ops.Sum(mixed.Labels!, 1)), sum => Assert.Equal(1, sum, 1e-5f));
    }

    /// <summary>Labels are mixed by the areas that are seen.</summary>
    [Fact]
    public void CutMix_Labels_AreAreas()
    {
        const int batch = 16;
        Tensor numbers = Ops.Reshape(Ops.Arange(0f, batch), [batch, 1, 1, 1]), labels = Ops.Eye(batch, dtype: DType.Float32);
        ImageData mixed = new CutMix(seed: 14).Apply(new ImageData(numbers * Ops.Ones([batch, 64, 64, 1])) { Labels = labels, SegmentationMasks = numbers * Ops.Ones([batch, 64, 64, 1]) });
        Assert.Equal(Numbers(mixed.Images), Numbers(mixed.SegmentationMasks!));
        for (int i = 0; i < batch; i++)
        {
            double own = Numbers(mixed.Images[i]).Count(v => v == i) / 4096.0;
            Assert.Equal(own, mixed.Labels![i, i].Item(), 0.05);
            Assert.Equal(1, Ops.Sum(mixed.Labels[i]).Item(), 1e-5);
        }
    }

    [Fact]
    public void AugMix_IsBetweenTheImageAndTheRange()
    {
        float[] found = Numbers(new AugMix([0, 1], seed: 15).Apply(Pictures() / 255));
        Assert.All(found, v => Assert.InRange(v, 0, 1));
    }

    /// <summary>Moves by noise of about half a pixel: blurred by a deviation s, normal noise has the deviation 1 / (2 s √π), and it is multiplied by 2 s of a square image.</summary>
    [Fact]
    public void RandomElasticTransform_Moves_HaveTheirDeviation()
    {
        Tensor ramp = Ops.Reshape(Ops.Arange(0f, 64), [1, 1, 64, 1]) * Ops.Ones([20, 64, 64, 1]);
        Tensor moved = new RandomElasticTransform([1, 1], [1, 1], seed: 16).Apply(ramp);
        Tensor inner = (moved - ramp)[.., 16..48, 16..48];
        Assert.Equal(1 / Math.Sqrt(Math.PI), Math.Sqrt(Ops.Mean(Ops.Square(inner)).Item()), 0.05);
    }
}
