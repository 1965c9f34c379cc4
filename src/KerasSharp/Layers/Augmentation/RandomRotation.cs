using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, turns images about their middle.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself.</remarks>
/// <param name="factor">The range of angles, as parts of a full turn; above 0 is anticlockwise. One number x stands for [-x, x]. Between -1 and 1.</param>
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
[KerasSerializable("keras.layers", "RandomRotation")]
[ConfigOrder("fill_mode", "fill_value")]
public sealed partial class RandomRotation(
    FloatTuple factor, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null, double fillValue = 0, string? dataFormat = null, string? boundingBoxFormat = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseAffineAugmentation(fillMode, interpolation, seed, fillValue, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _factor = Ranges.Around(factor, -1, 1, nameof(factor), nameof(RandomRotation));

    private protected override Tensor Maps(int batch, int height, int width, SeedGenerator seed)
    {
        Tensor angle = Uniform(batch, _factor, seed) * (2 * Math.PI), cos = Ops.Cos(angle), sin = Ops.Sin(angle);
        double x = (width - 1) / 2.0, y = (height - 1) / 2.0;
        return Map(cos, -sin, x - (cos * x) + (sin * y), sin, cos, y - (sin * x) - (cos * y));
    }
}
