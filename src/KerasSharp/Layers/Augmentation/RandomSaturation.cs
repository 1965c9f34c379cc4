using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, makes the colours of images stronger or weaker: multiplies the saturation by factor / (1 - factor).</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself. Images have three
/// channels. As in Keras the saturation is cut off at the range of values, of which it knows nothing: with [0, 255] factors above 0.5 may lead outside the range.</remarks>
/// <param name="factor">The range of the factor: 0 makes grey images, 0.5 changes nothing, 1 makes full colours. One number x stands for [-x, x], as in Keras.</param>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
[KerasSerializable("keras.layers", "RandomSaturation")]
public sealed partial class RandomSaturation(
    FloatTuple factor, FloatTuple valueRange = default, string? dataFormat = null, int? seed = null, string? boundingBoxFormat = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseColorAugmentation(valueRange, seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private const double Epsilon = 1e-7; // a factor of 1 would divide by 0

    private readonly FloatTuple _factor = Ranges.Around(factor, -1, 1, nameof(factor), nameof(RandomSaturation));

    private protected override object Draw(int batch, SeedGenerator seed)
    {
        Tensor drawn = Draws.Uniform(batch, _factor, seed);
        return drawn / (1 - drawn + Epsilon);
    }

    private protected override Tensor Change(Tensor images, object draw)
    {
        Tensor[] hsv = Ops.Split(Ops.Image.RgbToHsv(images, DataFormat), 3, ChannelAxis);
        return Ops.Image.HsvToRgb(Ops.Concatenate([hsv[0], Clipped(hsv[1] * As(images, draw)), hsv[2]], ChannelAxis), DataFormat);
    }
}
