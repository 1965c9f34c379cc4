using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Contracts;

/// <summary>Layers over images, called for inference where that makes a difference: what they draw in training is a matter of other tests.</summary>
internal sealed class ImageContracts : ILayerFamily
{
    private static readonly Shape s_images = [4, 5, 6, 3];

    public IEnumerable<LayerContract> Contracts()
    {
        yield return Same("Resizing", d => new Resizing(4, 7, dtype: d)) with { Output = [4, 4, 7, 3], FloatOutput = false };
        yield return Same("Resizing, channels first, cropped", d => new Resizing(3, 2, "bicubic", cropToAspectRatio: true, dataFormat: "channels_first", dtype: d)) with
        {
            Output = [4, 5, 3, 2], FloatOutput = false,
        };
        yield return Same("Resizing, padded", d => new Resizing(3, 3, padToAspectRatio: true, fillValue: 2, antialias: true, dtype: d)) with { Output = [4, 3, 3, 3], FloatOutput = false };
        yield return Same("CenterCrop", d => new CenterCrop(3, 4, dtype: d)) with { Output = [4, 3, 4, 3] };
        yield return Same("CenterCrop, larger", d => new CenterCrop(8, 4, "channels_first", "xywh", dtype: d)) with { Output = [4, 5, 8, 4] };
        yield return Same("MaxNumBoundingBoxes", d => new MaxNumBoundingBoxes(3, dtype: d)) with { FloatOutput = false };
        yield return Same("Pipeline", d => new Pipeline([new Rescaling(2, dtype: d), new CenterCrop(3, 4, dtype: d)])) with { Output = [4, 3, 4, 3] };
        yield return Same("AutoContrast", d => new AutoContrast([-1, 1], dtype: d));
        yield return Same("ContrastLimitedAdaptiveHistogramEqualization", d => new ContrastLimitedAdaptiveHistogramEqualization([-1, 1], tileGridSize: 2, dtype: d)) with
        {
            PassesGradient = false, FloatOutput = false,
        };
        yield return Same("Equalization", d => new Equalization([-1, 1], 64, dtype: d)) with { PassesGradient = false };
        yield return Same("RandomCrop", d => new RandomCrop(5, 6, seed: 1, dtype: d));
        yield return Same("RandomFlip", d => new RandomFlip("horizontal", seed: 1, dtype: d));
        yield return Same("RandomRotation", d => new RandomRotation(0.1, seed: 1, dtype: d));
        yield return Same("RandomTranslation", d => new RandomTranslation(0.1, [-0.2, 0.3], "wrap", "nearest", seed: 1, dtype: d));
        yield return Same("RandomZoom", d => new RandomZoom(0.1, seed: 1, dataFormat: "channels_first", dtype: d));
        yield return Same("RandomShear", d => new RandomShear(0.1, 0.2, fillMode: "constant", fillValue: 3, seed: 1, boundingBoxFormat: "xyxy", dtype: d));
        yield return Same("RandomPerspective", d => new RandomPerspective(0.5, 0.3, seed: 1, dtype: d));
        yield return Same("RandomElasticTransform", d => new RandomElasticTransform(valueRange: [-1, 1], seed: 1, dtype: d));
        yield return Same("RandomErasing", d => new RandomErasing(fillValue: [0.1, 0.2, 0.3], valueRange: [-1, 1], seed: 1, dtype: d));
        yield return Same("RandomBrightness", d => new RandomBrightness(0.1, [-1, 1], seed: 1, dtype: d));
        yield return Same("RandomContrast", d => new RandomContrast(0.1, [-1, 1], seed: 1, dtype: d));
        yield return Same("RandomHue", d => new RandomHue(0.1, [-1, 1], seed: 1, dtype: d));
        yield return Same("RandomSaturation", d => new RandomSaturation([0.4, 0.6], [-1, 1], seed: 1, dtype: d));
        yield return Same("RandomColorJitter", d => new RandomColorJitter([-1, 1], 0.1, 0.1, [0.4, 0.6], 0.1, seed: 1, dtype: d));
        yield return Same("RandomColorDegeneration", d => new RandomColorDegeneration(0.1, [-1, 1], seed: 1, dtype: d));
        yield return Same("RandomSharpness", d => new RandomSharpness([0.4, 0.6], [-1, 1], seed: 1, dtype: d));
        yield return Same("RandomGaussianBlur", d => new RandomGaussianBlur(kernelSize: [3, 5], valueRange: [-1, 1], seed: 1, dtype: d));
        yield return Same("RandomGrayscale", d => new RandomGrayscale(seed: 1, dtype: d));
        yield return Same("RandomInvert", d => new RandomInvert(0.5, [-1, 1], seed: 1, dtype: d));
        yield return Same("RandomPosterization", d => new RandomPosterization(4, [-1, 1], seed: 1, dtype: d)) with { PassesGradient = false };
        yield return Same("Solarization", d => new Solarization(0.1, 0.5, [-1, 1], seed: 1, dtype: d));
        yield return Same("RandAugment", d => new RandAugment([-1, 1], factor: 0.1, seed: 1, dtype: d));
        yield return Same("AugMix", d => new AugMix([-1, 1], 2, 2, 0.1, allOps: false, seed: 1, dtype: d));
        yield return Same("CutMix", d => new CutMix(seed: 1, dtype: d));
        yield return Same("MixUp", d => new MixUp(seed: 1, dtype: d));
    }

    private static LayerContract Same(string name, Func<DTypePolicy?, Layer> make) => new(name, make, s_images) { Output = s_images, Mask = MaskRule.Ends, InTraining = false };
}
