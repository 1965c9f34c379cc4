using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, shifts images.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself.</remarks>
/// <param name="heightFactor">The range of shifts, as parts of the height; above 0 is down. One number x stands for [-x, x]. Between -1 and 1.</param>
/// <param name="widthFactor">The range of shifts, as parts of the width; above 0 is right.</param>
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
[KerasSerializable("keras.layers", "RandomTranslation")]
public sealed partial class RandomTranslation(
    FloatTuple heightFactor, FloatTuple widthFactor, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null, double fillValue = 0, string? dataFormat = null,
    string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseAffineAugmentation(fillMode, interpolation, seed, fillValue, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _down = Ranges.Around(heightFactor, -1, 1, nameof(heightFactor), nameof(RandomTranslation), within: true);
    private readonly FloatTuple _right = Ranges.Around(widthFactor, -1, 1, nameof(widthFactor), nameof(RandomTranslation), within: true);

    private protected override Tensor Maps(int batch, int height, int width, SeedGenerator seed)
    {
        Tensor down = Uniform(batch, _down, seed) * height, right = Uniform(batch, _right, seed) * width;
        Tensor one = Ops.OnesLike(down), zero = Ops.ZerosLike(down);
        return Map(one, zero, -right, zero, one, -down);
    }
}
