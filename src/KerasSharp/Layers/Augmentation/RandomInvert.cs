using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, turns images into their negatives, with a probability.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself.</remarks>
/// <param name="factor">The range that the probability of each image is drawn from, between 0 and 1. One number x stands for [0, x]; [0, 1] when not given.</param>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
[KerasSerializable("keras.layers", "RandomInvert")]
public sealed partial class RandomInvert(
    FloatTuple factor = default, FloatTuple valueRange = default, int? seed = null, string? dataFormat = null, string? boundingBoxFormat = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseColorAugmentation(valueRange, seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _factor = Ranges.Around(factor.IsNone ? 1 : factor, 0, 1, nameof(factor), nameof(RandomInvert));

    private protected override object Draw(int batch, SeedGenerator seed) => Draws.Chance(batch, _factor, seed);

    private protected override Tensor Change(Tensor images, object draw) => Ops.Where((Tensor)draw, ValueRange[1] - images, images);
}
