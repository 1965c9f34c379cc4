using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>The augmentations that policies choose from, all of one strength.</summary>
internal static class AugmentationSet
{
    /// <summary>The layers in a fixed order: seven that papers agree on, then four that change what benchmarks of corruptions measure.</summary>
    public static BaseImagePreprocessingLayer[] Make(
        FloatTuple factor, FloatTuple valueRange, string interpolation, int? seed, string? dataFormat, string? boundingBoxFormat, DTypePolicy? dtype, bool all)
    {
        BaseImagePreprocessingLayer[] first =
        [
            new RandomShear(factor, factor, interpolation, seed: seed, dataFormat: dataFormat, boundingBoxFormat: boundingBoxFormat, dtype: dtype),
            new RandomTranslation(factor, factor, interpolation: interpolation, seed: seed, dataFormat: dataFormat, boundingBoxFormat: boundingBoxFormat, dtype: dtype),
            new RandomRotation(factor, interpolation: interpolation, seed: seed, dataFormat: dataFormat, boundingBoxFormat: boundingBoxFormat, dtype: dtype),
            new RandomPosterization(Math.Max(1, (int)(8 * factor[1])), valueRange, dataFormat, seed, dtype: dtype),
            new Solarization(factor, factor, valueRange, seed, dataFormat, dtype: dtype),
            new AutoContrast(valueRange, dataFormat, dtype: dtype),
            new Equalization(valueRange, dataFormat: dataFormat, dtype: dtype),
        ];
        return !all ? first :
        [
            .. first,
            new RandomBrightness(factor, valueRange, seed, dataFormat, dtype: dtype),
            new RandomColorDegeneration(factor, valueRange, dataFormat, seed, dtype: dtype),
            new RandomContrast(factor, valueRange, seed, dataFormat, dtype: dtype),
            new RandomSharpness(factor, valueRange, dataFormat, seed, dtype: dtype),
        ];
    }

    /// <summary>What each of the layers draws.</summary>
    public static object?[] Draw(BaseImagePreprocessingLayer[] layers, ImageData data, SeedGenerator seed) =>
        Array.ConvertAll(layers, layer => layer.GetRandomTransformation(data, training: true, seed));

    /// <summary>The result of the layer of a number, of which only that one is computed; numbers beyond them change nothing.</summary>
    public static Tensor Apply(BaseImagePreprocessingLayer[] layers, Tensor number, Tensor x, Func<BaseImagePreprocessingLayer, int, Tensor> transform)
    {
        Func<Tensor, Tensor>[] branches = [.. layers.Select<BaseImagePreprocessingLayer, Func<Tensor, Tensor>>((layer, i) => _ => transform(layer, i)), t => Prim.Identity(t)];
        return Ops.Switch(number, branches, x);
    }
}
