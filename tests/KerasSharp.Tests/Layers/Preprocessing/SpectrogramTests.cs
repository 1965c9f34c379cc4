using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Preprocessing;

public sealed class SpectrogramTests
{
    private const int Length = 8;

    private static readonly float[] Signal = [.. Enumerable.Range(0, Length).Select(t => (float)(Math.Sin(t * 1.3) + (0.2 * t)))];

    [Theory]
    [InlineData("real")]
    [InlineData("imag")]
    [InlineData("magnitude")]
    [InlineData("psd")]
    [InlineData("angle")]
    [InlineData("log")]
    public void Mode_OfOneFrame_IsItsFormulaOfTheTransform(string mode)
    {
        var layer = new STFTSpectrogram(mode, Length, window: null, scaling: null);
        float[] found = layer.Apply(Ops.Reshape(Signal, [1, Length, 1])).ToArray<float>();
        for (int f = 0; f <= Length / 2; f++)
        {
            double re = 0, im = 0;
            for (int t = 0; t < Length; t++)
            {
                re += Signal[t] * Math.Cos(2 * Math.PI * f * t / Length);
                im -= Signal[t] * Math.Sin(2 * Math.PI * f * t / Length);
            }

            double power = (re * re) + (im * im), magnitude = Math.Sqrt(Math.Max(power, 1e-7));
            double expected = mode switch
            {
                "real" => re,
                "imag" => im,
                "magnitude" => magnitude,
                "psd" => f is 0 or (Length / 2) ? power : 2 * power,
                "angle" => Math.Atan2(im, re),
                _ => Math.Log(Math.Max(magnitude, 1e-7)),
            };

            // Where the imaginary part is 0 but for rounding, the angle is 0 or pi, of either sign.
            bool turns = mode == "angle" && f is 0 or (Length / 2);
            Assert.Equal(turns ? Math.Abs(Math.Round(expected / Math.PI)) : expected, turns ? Math.Abs(Math.Round(found[f] / Math.PI)) : found[f], tolerance: 1e-4);
        }
    }

    [Fact]
    public void Channels_First_AreThoseOfChannelsLast()
    {
        Tensor x = Ops.Reshape(Ops.Sin(Ops.Cast(Ops.Arange(120), DType.Float32)), [2, 20, 3]);
        Tensor last = new STFTSpectrogram("stft", 8, 4).Apply(x), first = new STFTSpectrogram("stft", 8, 4, dataFormat: "channels_first").Apply(Ops.Transpose(x, [0, 2, 1]));
        Assert.Equal(last.ToArray<float>(), Ops.Transpose(first, [0, 2, 1]).ToArray<float>());
        Tensor image = new STFTSpectrogram("stft", 8, 4, expandDims: true).Apply(x);
        Assert.Equal("(2, 4, 10, 3)", image.Shape.ToString());
        Assert.Equal(last.ToArray<float>(), Ops.Reshape(Ops.Transpose(image, [0, 1, 3, 2]), [2, 4, 30]).ToArray<float>());
    }

    [Fact]
    public void Symbolic_UnknownTime_StaysUnknown()
    {
        Assert.Equal("(None, None, 10)", new STFTSpectrogram("log", 8, 4).Apply(Keras.Input([null, 2])).Shape.ToString());
        Assert.Equal("(None, None, 10)", new STFTSpectrogram("log", 8, 4, padding: "same").Apply(Keras.Input([null, 2])).Shape.ToString());
        Assert.Equal("(None, 4, None)", new MelSpectrogram(16, 8, numMelBins: 4, samplingRate: 1000).Apply(Keras.Input([null])).Shape.ToString());
        Assert.Equal("(4, 9)", new MelSpectrogram(16, 8, numMelBins: 4, samplingRate: 1000).Apply(Ops.Ones([64])).Shape.ToString());
    }

    /// <summary>The triangles of neighbouring bins add up to 1 between the centre of the first and that of the last.</summary>
    [Fact]
    public void MelWeights_BetweenCentres_AddUpToOne()
    {
        Tensor weights = MelSpectrogram.LinearToMelWeightMatrix(10, 129, 8000, 125, 3800);
        float[] sums = Ops.Sum(weights, 1).ToArray<float>();
        Assert.Equal("(129, 10)", weights.Shape.ToString());
        Assert.Equal(0, sums[0]);
        Assert.All(sums[20..80], sum => Assert.Equal(1, sum, tolerance: 1e-5));
    }
}
