using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, keeps only some bits of each number of images, as of bytes.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself. Not differentiable: the result has steps.</remarks>
/// <param name="factor">The numbers of bits, between 1 and 8: from the first up to, as in Keras not including, the second; one number x stands for [1, x].</param>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
[KerasSerializable("keras.layers", "RandomPosterization")]
public sealed partial class RandomPosterization(
    FloatTuple factor, FloatTuple valueRange = default, string? dataFormat = null, int? seed = null, string? boundingBoxFormat = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseColorAugmentation(valueRange, seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _factor = Ranges.Around(factor, 1, 8, nameof(factor), nameof(RandomPosterization));

    private protected override object Draw(int batch, SeedGenerator seed)
    {
        (int least, int end) = ((int)_factor[0], (int)_factor[1]);
        Shape each = [batch, 1, 1, 1];
        Tensor bits = least == end ? Ops.Full(each, (float)least) : Ops.Cast(Keras.Random.Randint(each, least, end, seed: seed), DType.Float32);
        return Ops.Power(2.0, 8 - bits);
    }

    private protected override Tensor Change(Tensor images, object draw) => Scaled(images, 255, x =>
    {
        Tensor step = As(images, draw), bytes = Ops.Trunc(Ops.Clip(x, 0, 255));
        return Ops.Floor(bytes / step) * step;
    });
}
