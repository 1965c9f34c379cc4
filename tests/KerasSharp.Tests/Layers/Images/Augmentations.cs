using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Images;

/// <summary>Every layer that draws something, and pictures for them.</summary>
internal static class Augmentations
{
    /// <summary>The layers by name, from a seed and a data format, over images in 0 to 255.</summary>
    public static Dictionary<string, Func<int, string, BaseImagePreprocessingLayer>> All { get; } = new(StringComparer.Ordinal)
    {
        ["RandomFlip"] = (seed, format) => new RandomFlip(seed: seed, dataFormat: format),
        ["RandomCrop"] = (seed, format) => new RandomCrop(5, 6, seed, format),
        ["RandomTranslation"] = (seed, format) => new RandomTranslation(0.3, 0.3, seed: seed, dataFormat: format),
        ["RandomRotation"] = (seed, format) => new RandomRotation(0.3, seed: seed, dataFormat: format),
        ["RandomZoom"] = (seed, format) => new RandomZoom(0.3, 0.4, seed: seed, dataFormat: format),
        ["RandomShear"] = (seed, format) => new RandomShear(0.3, 0.3, seed: seed, dataFormat: format),
        ["RandomPerspective"] = (seed, format) => new RandomPerspective([1, 1], seed: seed, dataFormat: format),
        ["RandomElasticTransform"] = (seed, format) => new RandomElasticTransform([1, 1], [1, 1], seed: seed, dataFormat: format),
        ["RandomErasing"] = (seed, format) => new RandomErasing([1, 1], fillValue: [10, 20, 30], seed: seed, dataFormat: format),
        ["RandomBrightness"] = (seed, format) => new RandomBrightness(0.3, seed: seed, dataFormat: format),
        ["RandomContrast"] = (seed, format) => new RandomContrast(0.3, seed: seed, dataFormat: format),
        ["RandomHue"] = (seed, format) => new RandomHue(0.3, seed: seed, dataFormat: format),
        ["RandomSaturation"] = (seed, format) => new RandomSaturation(0.3, seed: seed, dataFormat: format),
        ["RandomColorJitter"] = (seed, format) => new RandomColorJitter([0, 255], 0.2, 0.2, 0.3, 0.2, seed, format),
        ["RandomColorDegeneration"] = (seed, format) => new RandomColorDegeneration([0, 1], seed: seed, dataFormat: format),
        ["RandomGrayscale"] = (seed, format) => new RandomGrayscale(0.5, format, seed),
        ["RandomInvert"] = (seed, format) => new RandomInvert([0.5, 0.5], seed: seed, dataFormat: format),
        ["RandomPosterization"] = (seed, format) => new RandomPosterization([1, 6], seed: seed, dataFormat: format),
        ["RandomSharpness"] = (seed, format) => new RandomSharpness(1, seed: seed, dataFormat: format),
        ["RandomGaussianBlur"] = (seed, format) => new RandomGaussianBlur([0.5, 1], 3, [0.5, 1], seed: seed, dataFormat: format),
        ["Solarization"] = (seed, format) => new Solarization(0.3, 0.7, seed: seed, dataFormat: format),
        ["RandAugment"] = (seed, format) => new RandAugment(numOps: 4, seed: seed, dataFormat: format),
        ["AugMix"] = (seed, format) => new AugMix(seed: seed, dataFormat: format),
        ["CutMix"] = (seed, format) => new CutMix(seed: seed, dataFormat: format),
        ["MixUp"] = (seed, format) => new MixUp(0.8, seed: seed, dataFormat: format),
    };

    /// <summary>(batch, 8, 9, 3), numbers from 0 to 255, channels last.</summary>
    public static Tensor Pictures(int batch = 6, int height = 8, int width = 9) => Keras.Random.Uniform([batch, height, width, 3], 0, 255, seed: 5);

    /// <summary>Images with channels first.</summary>
    public static Tensor ChannelsFirst(Tensor images) => Ops.Transpose(images, [0, 3, 1, 2]);

    public static float[] Numbers(Tensor x) => Ops.Cast(x, DType.Float32).ToArray<float>();
}
