namespace KerasSharp.Tests.Operations;

/// <summary>Values and slopes that follow from definitions, at places that random operands do not reach.</summary>
public sealed class OpValueTests
{
    private static float[] Slopes(Func<Tensor, Tensor> function, params float[] x)
    {
        using var tape = new GradientTape();
        Tensor at = x;
        tape.Watch(at);
        return tape.Gradient(function(at), at).ToArray<float>();
    }

    [Fact]
    public void Gradient_AtSeams_IsTheOneSidedSlopeOfTorch()
    {
        Assert.Equal([0, 0, 1, 0], Slopes(Ops.Relu6, -1, 0, 3, 6));
        Assert.Equal([0, 1, 0], Slopes(Ops.HardTanh, -1, 0, 1));
        Assert.Equal([0, 1 / 6f, 0], Slopes(Ops.HardSigmoid, -3, 0, 3));
        Assert.Equal([0, 1, 1, 1, 0], Slopes(x => Ops.Clip(x, -1, 1), -2, -1, 0, 1, 2));
        Assert.Equal([0, 0], Slopes(x => Ops.Norm(x), 0, 0));
        Assert.Equal([0f], Slopes(x => Ops.Abs((x, x * 0)), 0));
    }

    [Fact]
    public void Quantile_OfInfinitiesAndNaN_AsNumPy()
    {
        Assert.Equal(float.PositiveInfinity, Ops.Median(new[] { float.PositiveInfinity, float.PositiveInfinity, 1 }).Item());
        Assert.Equal(double.NaN, Ops.Median(new[] { 1, float.NaN, 2 }).Item());
        Assert.Equal(1.5, Ops.Nanmedian(new[] { 1, float.NaN, 2 }).Item());
        Assert.Equal(double.NaN, Ops.Nanmedian(new[] { float.NaN, float.NaN }).Item());
    }

    [Fact]
    public void NanReductions_OfNothingButNaN_GiveTheirNeutralElementOrNaN()
    {
        Tensor x = new[] { float.NaN, float.NaN };
        Assert.Equal(0, Ops.Nansum(x).Item());
        Assert.Equal(1, Ops.Nanprod(x).Item());
        Assert.Equal(-1, Ops.Nanargmax(x).Item());
        Assert.Equal(double.NaN, Ops.Nanmean(x).Item());
        Assert.Equal(double.NaN, Ops.Nanmax(x).Item());
    }

    [Fact]
    public void Nextafter_AroundZeroAndOne_IsTheNextNumber()
    {
        float[] next = Ops.Nextafter(new[] { 0f, -0f, 1f, 1f, float.MaxValue, 2f }, new[] { 1f, -1f, 2f, 0f, float.PositiveInfinity, 2f }).ToArray<float>();
        Assert.Equal([float.Epsilon, -float.Epsilon, MathF.BitIncrement(1), MathF.BitDecrement(1), float.PositiveInfinity, 2], next);
    }

    [Fact]
    public void Ldexp_FarExponents_DoNotOverflowOnTheWay() => Assert.Equal([0.5f, MathF.ScaleB(1, 100)], Ops.Ldexp(new[] { MathF.ScaleB(1, -127), MathF.ScaleB(1, -100) }, new[] { 126, 200 }).ToArray<float>());

    [Fact]
    public void Searchsorted_NaN_StandsLast()
    {
        Tensor line = new[] { 1f, 2f, float.NaN };
        Assert.Equal([2, 0], Ops.Searchsorted(line, new[] { float.NaN, 0 }).ToArray<int>());
        Assert.Equal([3, 0], Ops.Searchsorted(line, new[] { float.NaN, 0 }, "right").ToArray<int>());
    }

    [Fact]
    public void Unique_WithDetails_AsNumPy()
    {
        Tensor values = Ops.Unique(new[] { 5, 2, 5, 9, 2 }, out Tensor first, out Tensor inverse, out Tensor counts);
        Assert.Equal([2, 5, 9], values.ToArray<int>());
        Assert.Equal([1, 0, 3], first.ToArray<int>());
        Assert.Equal([1, 0, 1, 2, 0], inverse.ToArray<int>());
        Assert.Equal([2, 2, 1], counts.ToArray<int>());
        Assert.Equal([0], Ops.Unique(Ops.Zeros([0], DType.Int32)).Shape.ToArray());
    }

    [Fact]
    public void Stft_ThenIstft_GivesTheSignal()
    {
        Tensor signal = Keras.Random.Normal([2, 64], seed: 1), back = Ops.Istft(Ops.Stft(signal, 16, 8, 16), 16, 8, 16, length: 64);
        Assert.True(Ops.Allclose(signal, back, atol: 1e-5).Item() != 0);
    }

    [Fact]
    public void ExtractPatches_ThenReconstruct_GivesTheImages()
    {
        Tensor images = Keras.Random.Normal([2, 7, 9, 3], seed: 1), patches = Ops.Image.ExtractPatches(images, [3, 4], padding: "same");
        Assert.Equal(images.ToArray<float>(), Ops.Image.ReconstructPatches(patches, [3, 4], [7, 9], padding: "same").ToArray<float>());
    }

    [Fact]
    public void HsvToRgb_OfRgbToHsv_GivesTheColours()
    {
        Tensor colours = Keras.Random.Uniform([1, 8, 8, 3], seed: 1);
        Assert.True(Ops.Allclose(colours, Ops.Image.HsvToRgb(Ops.Image.RgbToHsv(colours)), atol: 1e-5).Item() != 0);
    }

    [Fact]
    public void Resize_OfIntegers_RoundsAndStaysInRange()
    {
        Tensor image = Ops.Cast(Ops.Reshape(new[] { 0, 255, 255, 0 }, [2, 2, 1]), DType.UInt8), large = Ops.Image.Resize(image, 4, "bicubic");
        Assert.Equal(DType.UInt8, large.DType);
        Assert.InRange((int)large.ToArray<byte>().Max(), 250, 255);
    }

    [Fact]
    public void Scan_OfSymbolicTensors_RunsInAModel()
    {
        Tensor input = Keras.Input([3]);
        Tensor output = Ops.Map(row => Ops.Sum(row * row, keepdims: true), input);
        var model = new Model(inputs: input, outputs: output);
        Assert.Equal([null, 1], output.Shape.ToArray().Select(size => size < 0 ? (int?)null : size));
        Assert.Equal([5f, 50f], model.Predict(new float[,] { { 0, 1, 2 }, { 3, 4, 5 } }).ToArray<float>());
    }

    [Fact]
    public void Cdist_OfLargeSets_IsThatOfSmallOnes()
    {
        Tensor x = Keras.Random.Normal([2, 300, 8], 5, seed: 1), y = Keras.Random.Normal([2, 400, 8], 5, seed: 2), all = Ops.Cdist(x, y);
        Assert.True(Ops.Allclose(Ops.Cdist(x[.., ..9], y[.., ..9]), all[.., ..9, ..9], atol: 1e-3).Item() != 0);
    }

    [Fact]
    public void TopK_OfLongRows_IsTheStartOfTheSortedRow()
    {
        Tensor x = Ops.Round(Keras.Random.Normal([3, 500], stddev: 20, seed: 1));
        (Tensor values, Tensor indices) = Ops.TopK(x, 7);
        Assert.Equal(Ops.Flip(Ops.Sort(x), -1)[.., ..7].ToArray<float>(), values.ToArray<float>());
        Assert.Equal(Ops.Argsort(-x)[.., ..7].ToArray<int>(), indices.ToArray<int>());
    }

    [Fact]
    public void SegmentSum_NumbersOutside_AreLeftOut() => Assert.Equal([1f, 4f], Ops.SegmentSum(new[] { 1f, 2, 4, 8 }, new[] { 0, -1, 1, 5 }, 2).ToArray<float>());

    [Fact]
    public void Lstsq_OfDeficientRank_GivesTheShortestSolution() =>
        Assert.All(Ops.Lstsq(new float[,] { { 1, 1 }, { 1, 1 } }, new float[] { 2, 2 }).ToArray<float>(), value => Assert.Equal(1, value, 1e-5f));
}
