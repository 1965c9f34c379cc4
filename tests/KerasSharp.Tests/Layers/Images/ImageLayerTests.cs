using KerasSharp.Layers;
using static KerasSharp.Tests.Layers.Images.Augmentations;

namespace KerasSharp.Tests.Layers.Images;

/// <summary>Layers that always do the same, pipelines, layers of one's own, and what the errors say.</summary>
public sealed class ImageLayerTests
{
    private static readonly Dictionary<string, (Func<object?> Call, string[] Parts)> s_misuse = new(StringComparer.Ordinal)
    {
        ["data format"] = (() => new RandomFlip(dataFormat: "last"), ["RandomFlip", "\"channels_last\" or \"channels_first\"", "\"last\""]),
        ["box format"] = (() => new RandomFlip(boundingBoxFormat: "ltrb"), ["RandomFlip", "\"rel_xyxy\"", "\"ltrb\""]),
        ["flip mode"] = (() => new RandomFlip("sideways"), ["mode", "\"horizontal\"", "mode=\"sideways\""]),
        ["fill mode"] = (() => new RandomRotation(0.1, "mirror"), ["fillMode", "\"reflect\"", "\"mirror\""]),
        ["interpolation"] = (() => new RandomZoom(0.1, interpolation: "bicubic"), ["interpolation", "\"bilinear\"", "\"bicubic\""]),
        ["resizing interpolation"] = (() => new Resizing(2, 2, "area"), ["interpolation", "\"lanczos5\"", "\"area\""]),
        ["resizing size"] = (() => new Resizing(0, 2), ["height must be at least 1", "height=0"]),
        ["resizing both ways"] = (() => new Resizing(2, 2, cropToAspectRatio: true, padToAspectRatio: true), ["not both", "padToAspectRatio=true"]),
        ["resizing fill mode"] = (() => new Resizing(2, 2, fillMode: "wrap"), ["\"constant\"", "\"wrap\""]),
        ["crop size"] = (() => new CenterCrop(2, 0), ["width must be at least 1", "width=0"]),
        ["random crop size"] = (() => new RandomCrop(-1, 2), ["height must be at least 1", "height=-1"]),
        ["factor, one number"] = (() => new RandomBrightness(1.5), ["between -1 and 1", "factor=1.5"]),
        ["factor, pair"] = (() => new RandomContrast([1.1, 1.5]), ["between 0 and 1", "factor=[1.1, 1.5]"]),
        ["factor, three"] = (() => new RandomHue([0, 0.1, 0.2]), ["a range of two", "factor=[0, 0.1, 0.2]"]),
        ["factor, not a number"] = (() => new RandomInvert(double.NaN), ["factor", "NaN"]),
        ["factor of a shift"] = (() => new RandomTranslation([-2, 0.5], 0.1), ["heightFactor", "[-2, 0.5]"]),
        ["factor of a zoom"] = (() => new RandomZoom(0.1, 1.5), ["widthFactor", "widthFactor=1.5"]),
        ["factor of a shear"] = (() => new RandomShear(yFactor: 2), ["yFactor", "yFactor=2"]),
        ["bits"] = (() => new RandomPosterization(9), ["between 1 and 8", "factor=9"]),
        ["addition"] = (() => new Solarization(1.5), ["additionFactor", "1.5"]),
        ["value range"] = (() => new RandomBrightness(0.1, 255), ["valueRange", "two different numbers", "[0, 1]", "valueRange=255"]),
        ["value range, empty"] = (() => new AutoContrast([3, 3]), ["valueRange", "[3, 3]"]),
        ["probability"] = (() => new RandomGrayscale(-0.1), ["factor must be between 0 and 1", "factor=-0.1"]),
        ["even kernel"] = (() => new RandomGaussianBlur(kernelSize: 4), ["must be odd", "(4, 4)"]),
        ["scale"] = (() => new RandomPerspective(scale: 1.5), ["scale must be between 0 and 1", "scale=1.5"]),
        ["fill value"] = (() => new RandomErasing(fillValue: [1, 2]), ["three channels", "[1, 2]"]),
        ["bins"] = (() => new Equalization(bins: 1), ["bins must be at least 2", "bins=1"]),
        ["tiles"] = (() => new ContrastLimitedAdaptiveHistogramEqualization(tileGridSize: [1, 2, 3]), ["tileGridSize", "(1, 2, 3)"]),
        ["alpha"] = (() => new MixUp(0), ["alpha must be greater than 0", "alpha=0"]),
        ["operations"] = (() => new RandAugment(numOps: -1), ["numOps must be at least 0", "numOps=-1"]),
        ["chains"] = (() => new AugMix(numChains: 0), ["numChains must be at least 1", "numChains=0"]),
        ["boxes"] = (() => new MaxNumBoundingBoxes(0), ["maxNumber must be at least 1", "maxNumber=0"]),
        ["no layers"] = (() => new Pipeline([]), ["at least one layer", "layers.Count=0"]),
        ["rank"] = (() => new RandomFlip(name: "flip").Apply(Ops.Zeros([8, 9])), ["RandomFlip 'flip'", "3 axes (one image) or 4", "images.Shape=(8, 9)"]),
        ["channels"] = (() => new RandomHue(0.1).Apply(Ops.Zeros([2, 8, 9, 1])), ["three channels", "(2, 8, 9, 1)"]),
        ["boxes without format"] = (() => new RandomFlip(name: "flip").Apply(Boxed()), ["RandomFlip 'flip'", "format of bounding boxes", "boundingBoxFormat=null", "\"xyxy\""]),
        ["several tensors"] = (() => new RandomFlip(name: "flip").Apply([Ops.Zeros([8, 9, 3]), Ops.Zeros([8, 9, 3])]), ["RandomFlip 'flip'", "2 tensors", "ImageData"]),
        ["boxes of CutMix"] = (() => new CutMix(boundingBoxFormat: "xyxy").Apply(Boxed()), ["no rule", "MixUp"]),
        ["convert, size"] = (() => Utils.BoundingBoxes.ConvertFormat(Ops.Zeros([1, 4]), "xyxy", "rel_xyxy"), ["size of the image", "height=null"]),
        ["convert, shape"] = (() => Utils.BoundingBoxes.ConvertFormat(Ops.Zeros([1, 5]), "xyxy", "xywh"), ["four numbers", "(1, 5)"]),
        ["clip, format"] = (() => Utils.BoundingBoxes.ClipToImageSize(new(Ops.Zeros([1, 4]), Ops.Zeros([1])), 2, 2, "xywh"), ["\"rel_xyxy\"", "\"xywh\""]),
    };

    public static TheoryData<string> Misuses => [.. s_misuse.Keys];

    [Theory]
    [MemberData(nameof(Misuses))]
    public void Misuse_SaysWhatMustHoldAndWhatWasReceived(string name)
    {
        (Func<object?> call, string[] parts) = s_misuse[name];
        Exception? error = Record.Exception(call);
        Assert.True(error is ArgumentException or NotSupportedException, error?.ToString());
        Assert.All([.. parts, "Received"], part => Assert.Contains(part, error!.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Pipeline_Data_PassesThroughAllLayers()
    {
        var pipeline = new Pipeline([new Resizing(16, 18, boundingBoxFormat: "xyxy"), new RandomFlip("horizontal", seed: 1, boundingBoxFormat: "xyxy"), new CenterCrop(16, 9, boundingBoxFormat: "xyxy")]);
        ImageData data = pipeline.Apply(Boxed(), training: false);
        Assert.Equal([2, 16, 9, 3], data.Images.Shape.ToArray());
        Assert.Equal([0f, 4, 4, 10], Numbers(data.BoundingBoxes!.Boxes[0, 0])); // (1, 2, 4, 5) doubled, then 4 columns cut off on the left
    }

    [Fact]
    public void Pipeline_NothingSaid_Trains()
    {
        var pipeline = new Pipeline([new RandomBrightness([0.1, 0.1])]);
        Tensor x = Ops.Full([1, 2, 2, 3], 10f);
        Assert.Equal(35.5, pipeline.Apply(x)[0, 0, 0, 0].Item(), 1e-4);
        Assert.Equal(10, pipeline.Apply(x, training: false)[0, 0, 0, 0].Item(), 1e-4);
    }

    /// <summary>By the formula: the numbers 10, 20 and 60 of one channel go to 0, 255 / 5 and 255.</summary>
    [Fact]
    public void AutoContrast_StretchesEachChannelAndLeavesFlatOnes()
    {
        Tensor x = Tensor.From([10f, 7, 20, 7, 60, 7], Shape.Of(1, 1, 3, 2));
        Assert.Equal([0f, 7, 51, 7, 255, 7], Numbers(new AutoContrast().Apply(x)));
        Assert.Equal([0f, 7, 51, 7, 255, 7], Numbers(new AutoContrast().Apply(Ops.Cast(x, DType.UInt8), training: false)));
    }

    /// <summary>Four different numbers, equally frequent, are spread evenly; the channel of one number stays.</summary>
    [Fact]
    public void Equalization_SpreadsNumbersEvenly()
    {
        Tensor x = Tensor.From([10f, 9, 11, 9, 13, 9, 200, 9], Shape.Of(1, 2, 2, 2));
        Assert.Equal([0f, 9, 85, 9, 170, 9, 255, 9], Numbers(new Equalization().Apply(x)));
        float[] scaled = Numbers(new Equalization([0, 1]).Apply(Ops.Round(x) / 255));
        Assert.All(scaled.Where((_, i) => i % 2 == 0).Zip([0f, 1 / 3f, 2 / 3f, 1]), pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
    }

    /// <summary>One tile and no limit: the histogram of the whole channel.</summary>
    [Fact]
    public void ContrastLimited_OneTileWithoutLimit_IsEqualization()
    {
        Tensor x = Ops.Round(Pictures(1));
        Tensor found = new ContrastLimitedAdaptiveHistogramEqualization(clipLimit: 0, tileGridSize: 1).Apply(x);
        float[] numbers = Numbers(x), result = Numbers(found);
        int[] order = [.. Enumerable.Range(0, 72).OrderBy(i => numbers[i * 3])];
        Assert.Equal(255, result[order[^1] * 3], 1e-3f);
        Assert.All(order.Zip(order[1..]), pair => Assert.True(result[pair.First * 3] <= result[pair.Second * 3] + 1e-3));
        double mean = numbers.Where((_, i) => i % 3 == 0).Average(v => numbers.Where((_, i) => i % 3 == 0).Count(w => w <= v));
        Assert.Equal(255 * mean / 72, result.Where((_, i) => i % 3 == 0).Average(v => (double)v), 0.01);
    }

    [Fact]
    public void Resizing_Integers_AreRoundedAndStayIntegers()
    {
        Tensor y = new Resizing(1, 1).Apply(Tensor.From(new byte[] { 1, 2, 3, 5 }, Shape.Of(2, 2, 1)));
        Assert.Equal(DType.UInt8, y.DType);
        Assert.Equal(3, y.Item()); // the mean is 2.75
    }

    [Fact]
    public void OwnLayer_SeesBatchesAndDrawsOnce()
    {
        var layer = new Gain();
        ImageData data = new(Ops.Ones([4, 5, 3])) { Labels = Ops.Ones([1]) };
        ImageData result = layer.Apply(data, training: true);
        Assert.Equal([4, 5, 3], result.Images.Shape.ToArray());
        Assert.Equal(result.Images[0, 0, 0].Item(), result.Labels![0].Item(), 1e-6);
        Assert.Equal(1, layer.Apply(data, training: false).Images[0, 0, 0].Item());
        Assert.Equal([-1, 4, 5, 3], layer.Apply(Keras.Input([4, 5, 3]), training: true).Shape.ToArray());
    }

    [Fact]
    public void Functional_NamedTensors_AreTransformedTogether()
    {
        Tensor images = Keras.Input([8, 9, 3]), labels = Keras.Input([4]);
        ImageData mixed = new MixUp(seed: 1).Apply(new ImageData(images) { Labels = labels });
        var model = new Model([images, labels], [mixed.Images, mixed.Labels!]);
        Tensor[] given = [Pictures(), Ops.Eye(6)[.., ..4]];
        Tensor[] trained = model.ApplyMany(given, training: true), plain = model.ApplyMany(given, training: false);
        Assert.Equal(Numbers(given[1]), Numbers(plain[1]));
        Assert.NotEqual(Numbers(given[1]), Numbers(trained[1]));
    }

    private static ImageData Boxed() => new(Pictures(2)) { BoundingBoxes = new(Ops.Tile(Tensor.From([1f, 2, 4, 5], Shape.Of(1, 1, 4)), [2, 1, 1]), Ops.Ones([2, 1], DType.Int32)) };

    private sealed class Gain : BaseImagePreprocessingLayer
    {
        private readonly SeedGenerator _generator = new(3);

        protected internal override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null) =>
            training ? Keras.Random.Uniform([data.Images.Shape[0], 1, 1, 1], 2, 3, seed: seed ?? _generator) : null;

        protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training) => transformation is Tensor gain ? images * gain : images;

        protected internal override Tensor TransformLabels(Tensor labels, object? transformation, bool training) => transformation is Tensor gain ? labels * gain[.., 0, 0, 0] : labels;
    }
}
