using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, makes colours duller: mixes images with their brightness.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself. Images have three channels.</remarks>
/// <param name="factor">The range of the share of grey: 0 changes nothing, 1 makes grey images. One number x stands for [-x, x], as in Keras; below 0 colours become stronger.</param>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
[KerasSerializable("keras.layers", "RandomColorDegeneration")]
public sealed partial class RandomColorDegeneration(
    FloatTuple factor, FloatTuple valueRange = default, string? dataFormat = null, int? seed = null, string? boundingBoxFormat = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseColorAugmentation(valueRange, seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _factor = Ranges.Around(factor, -1, 1, nameof(factor), nameof(RandomColorDegeneration));

    private protected override object Draw(int batch, SeedGenerator seed) => Draws.Uniform(batch, _factor, seed);

    private protected override Tensor Change(Tensor images, object draw) =>
        Clipped(images + (As(images, draw) * (Ops.Image.RgbToGrayscale(images, DataFormat) - images)));
}
