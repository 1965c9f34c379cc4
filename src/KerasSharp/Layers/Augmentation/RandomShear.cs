using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, shears images: shifts rows and columns the further, the further they are from the top left corner.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself. Both directions are turned round
/// together for half of them.</remarks>
/// <param name="xFactor">The range of shifts of a row, as parts of its distance from the top. One number x stands for [-x, x]. Between -1 and 1.</param>
/// <param name="yFactor">The range of shifts of a column, as parts of its distance from the left.</param>
/// <param name="interpolation"><c>"bilinear"</c> or <c>"nearest"</c>.</param>
/// <param name="fillMode">What stands outside the image: <c>"reflect"</c> (dcba|abcd|dcba), <c>"wrap"</c> (abcd|abcd|abcd), <c>"nearest"</c> (aaaa|abcd|dddd) or <c>"constant"</c>.</param>
/// <param name="fillValue">What stands outside where <paramref name="fillMode"/> is <c>"constant"</c>.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range, or a name unknown.</exception>
[KerasSerializable("keras.layers", "RandomShear")]
[ConfigOrder("y_factor", "fill_mode")]
[ConfigOrder("seed", "fill_value")]
public sealed partial class RandomShear(
    FloatTuple xFactor = default, FloatTuple yFactor = default, string interpolation = "bilinear", string fillMode = "reflect", double fillValue = 0, string? dataFormat = null, int? seed = null,
    string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseAffineAugmentation(fillMode, interpolation, seed, fillValue, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _xFactor = Ranges.Around(xFactor.IsNone ? 0 : xFactor, -1, 1, nameof(xFactor), nameof(RandomShear), within: true);
    private readonly FloatTuple _yFactor = Ranges.Around(yFactor.IsNone ? 0 : yFactor, -1, 1, nameof(yFactor), nameof(RandomShear), within: true);

    private protected override Tensor Maps(int batch, int height, int width, SeedGenerator seed)
    {
        Tensor sign = Ops.Reshape(Draws.Sign(batch, seed), [batch, 1]);
        Tensor x = Uniform(batch, _xFactor, seed) * sign, y = Uniform(batch, _yFactor, seed) * sign, one = Ops.OnesLike(x), zero = Ops.ZerosLike(x);
        return Map(one, x, zero, y, one, zero);
    }
}
