using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, turns images grey, with a probability: all three channels become the brightness.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself. As in Keras the seed is no part of
/// the config.</remarks>
/// <param name="factor">The probability, between 0 and 1.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is no probability.</exception>
[KerasSerializable("keras.layers", "RandomGrayscale")]
public sealed partial class RandomGrayscale(
    double factor = 0.5, string? dataFormat = null, [ConfigName(Omit = true)] int? seed = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseColorAugmentation(default, seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly double _factor = Arguments.Between(0, 1, factor, nameof(factor), nameof(RandomGrayscale));

    private protected override object Draw(int batch, SeedGenerator seed) => Draws.Uniform(batch, 0, 1, seed) < _factor;

    private protected override Tensor Change(Tensor images, object draw) => Ops.Where((Tensor)draw, Ops.Image.RgbToGrayscale(images, DataFormat), images);
}
