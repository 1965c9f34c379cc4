using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, blurs images or makes them sharper: mixes them with their blurred copies, or moves them away from those.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself.</remarks>
/// <param name="factor">The range of sharpness, between 0 and 1: 0 is blurred, 0.5 changes nothing, 1 is sharper. One number x stands for [0, x].</param>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
[KerasSerializable("keras.layers", "RandomSharpness")]
public sealed partial class RandomSharpness(
    FloatTuple factor, FloatTuple valueRange = default, string? dataFormat = null, int? seed = null, string? boundingBoxFormat = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseColorAugmentation(valueRange, seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private static readonly Tensor s_filter = Tensor.From([1 / 13f, 1 / 13f, 1 / 13f, 1 / 13f, 5 / 13f, 1 / 13f, 1 / 13f, 1 / 13f, 1 / 13f], Shape.Of(3, 3));

    private readonly FloatTuple _factor = Ranges.Around(factor, 0, 1, nameof(factor), nameof(RandomSharpness));

    private protected override object Draw(int batch, SeedGenerator seed) => Draws.Uniform(batch, _factor, seed) * 2;

    private protected override Tensor Change(Tensor images, object draw) =>
        Clipped(images + ((1 - As(images, draw)) * (Ops.Image.Filtered(images, s_filter, DataFormat) - images)));
}
