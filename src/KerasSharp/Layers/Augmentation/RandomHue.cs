using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, turns the hue of images.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself. Images have three channels.</remarks>
/// <param name="factor">The range of how far, between 0 and 1: 1 is half the circle of colours, forth or back. One number x stands for [0, x].</param>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
[KerasSerializable("keras.layers", "RandomHue")]
public sealed partial class RandomHue(
    FloatTuple factor, FloatTuple valueRange = default, string? dataFormat = null, int? seed = null, string? boundingBoxFormat = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseColorAugmentation(valueRange, seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _factor = Ranges.Around(factor, 0, 1, nameof(factor), nameof(RandomHue));

    private protected override object Draw(int batch, SeedGenerator seed) => Draws.Sign(batch, seed) * Draws.Uniform(batch, _factor, seed) * 0.5;

    private protected override Tensor Change(Tensor images, object draw) => Scaled(images, 1, x =>
    {
        Tensor[] hsv = Ops.Split(Ops.Image.RgbToHsv(x, DataFormat), 3, ChannelAxis);
        Tensor turned = Ops.Concatenate([hsv[0] + As(images, draw), hsv[1], hsv[2]], ChannelAxis);
        return Ops.Clip(Ops.Image.HsvToRgb(turned, DataFormat), 0, 1);
    });
}
