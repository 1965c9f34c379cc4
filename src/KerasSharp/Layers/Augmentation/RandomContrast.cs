using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, changes the contrast of images: (x - mean) * contrast + mean, with the mean of each channel, cut off at the range of values.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself.</remarks>
/// <param name="factor">(lower, upper), between 0 and 1: the contrast is drawn from 1 - lower to 1 + upper. One number x stands for [0, x].</param>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
[KerasSerializable("keras.layers", "RandomContrast")]
public sealed partial class RandomContrast(
    FloatTuple factor, FloatTuple valueRange = default, int? seed = null, string? dataFormat = null, string? boundingBoxFormat = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseColorAugmentation(valueRange, seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _factor = Ranges.Around(factor, 0, 1, nameof(factor), nameof(RandomContrast));

    private protected override object Draw(int batch, SeedGenerator seed) => Draws.Uniform(batch, 1 - _factor[0], 1 + _factor[1], seed);

    private protected override Tensor Change(Tensor images, object draw)
    {
        Tensor mean = Ops.Mean(images, [HeightAxis, WidthAxis], keepdims: true);
        return Clipped(((images - mean) * As(images, draw)) + mean);
    }
}
