using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, zooms out of images or into them, about their middle.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself.</remarks>
/// <param name="heightFactor">The range of how much more of the height is seen, as parts of it: above 0 zooms out, below 0 zooms in. One number x stands for [-x, x]. Between -1 and 1.</param>
/// <param name="widthFactor">The same of the width; when not given, that of the height, so that the ratio of the sides stays.</param>
/// <param name="fillMode">What stands outside the image: <c>"reflect"</c> (dcba|abcd|dcba), <c>"wrap"</c> (abcd|abcd|abcd), <c>"nearest"</c> (aaaa|abcd|dddd) or <c>"constant"</c>.</param>
/// <param name="interpolation"><c>"bilinear"</c> or <c>"nearest"</c>.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="fillValue">What stands outside where <paramref name="fillMode"/> is <c>"constant"</c>.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range, or a name unknown.</exception>
[KerasSerializable("keras.layers", "RandomZoom")]
public sealed partial class RandomZoom(
    FloatTuple heightFactor, FloatTuple widthFactor = default, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null, double fillValue = 0, string? dataFormat = null,
    string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseAffineAugmentation(fillMode, interpolation, seed, fillValue, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _tall = Ranges.Around(heightFactor, -1, 1, nameof(heightFactor), nameof(RandomZoom), within: true);
    private readonly FloatTuple _wide = widthFactor.IsNone ? default : Ranges.Around(widthFactor, -1, 1, nameof(widthFactor), nameof(RandomZoom), within: true);

    private protected override Tensor Maps(int batch, int height, int width, SeedGenerator seed)
    {
        Tensor tall = Uniform(batch, _tall, seed) + 1, wide = _wide.IsNone ? tall : Uniform(batch, _wide, seed) + 1, zero = Ops.ZerosLike(tall);
        return Map(wide, zero, (1 - wide) * ((width - 1) / 2.0), zero, tall, (1 - tall) * ((height - 1) / 2.0));
    }
}
