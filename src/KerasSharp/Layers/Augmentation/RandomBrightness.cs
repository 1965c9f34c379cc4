using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, makes images brighter or darker: adds a number and cuts off at the range of values.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself.</remarks>
/// <param name="factor">The range of what is added, as parts of the range of values: -1 makes black, 1 white. One number x stands for [-x, x].</param>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
[KerasSerializable("keras.layers", "RandomBrightness")]
public sealed partial class RandomBrightness(
    FloatTuple factor, FloatTuple valueRange = default, int? seed = null, string? dataFormat = null, string? boundingBoxFormat = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseColorAugmentation(valueRange, seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _factor = Ranges.Around(factor, -1, 1, nameof(factor), nameof(RandomBrightness));

    private protected override object Draw(int batch, SeedGenerator seed) => Draws.Uniform(batch, _factor, seed) * (ValueRange[1] - ValueRange[0]);

    private protected override Tensor Change(Tensor images, object draw) => Clipped(Prim.Add(images, As(images, draw)));
}
