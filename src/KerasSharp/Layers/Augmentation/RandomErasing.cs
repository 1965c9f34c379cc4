using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, erases a box of each image, with a probability (Zhong et al. 2017, "Random erasing data augmentation").</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself.
/// Labels, boxes and masks stay as they are.</remarks>
/// <param name="factor">The range that the probability of each image is drawn from, between 0 and 1. One number x stands for [0, x]; [0, 1] when not given.</param>
/// <param name="scale">The range of the squares of the parts of height and width that are erased, between 0 and 1; [0.02, 0.33] when not given.</param>
/// <param name="fillValue">What stands there then: a number, one for each of three channels, or, when not given, normal noise cut off at the range of values.</param>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range, or a name unknown.</exception>
[KerasSerializable("keras.layers", "RandomErasing")]
public sealed partial class RandomErasing(
    FloatTuple factor = default, FloatTuple scale = default, FloatTuple fillValue = default, FloatTuple valueRange = default, int? seed = null, string? dataFormat = null,
    string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseColorAugmentation(valueRange, seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _factor = Ranges.Around(factor.IsNone ? 1 : factor, 0, 1, nameof(factor), nameof(RandomErasing));
    private readonly FloatTuple _scale = Ranges.Around(scale.IsNone ? [0.02, 0.33] : scale, 0, 1, nameof(scale), nameof(RandomErasing));
    private readonly FloatTuple _fillValue = fillValue.IsNone || fillValue.IsSingle || fillValue.Count == 3 ? fillValue : throw new ArgumentException(
        $"RandomErasing: fillValue must be a number, or one for each of three channels. Received: fillValue={fillValue}.", nameof(fillValue));

    private protected override object Draw(ImageData data, SeedGenerator seed)
    {
        Shape shape = data.Images.Shape;
        int batch = shape[0];
        Tensor across = Ops.Sqrt(Draws.Uniform(batch, _scale, seed)), down = Ops.Sqrt(Draws.Uniform(batch, _scale, seed));
        Tensor inside = Draws.Boxes(across, down, SizeOf(data), 4 + HeightAxis, seed).Inside;
        Tensor erased = Prim.LogicalAnd(inside, Prim.BroadcastTo(Draws.Chance(batch, _factor, seed), inside.Shape));
        return new Box(erased, Clipped(_fillValue.IsNone ? Keras.Random.Normal(shape, seed: seed) * ValueRange[1] : Fill()));
    }

    private protected override Tensor Change(Tensor images, object draw)
    {
        var box = (Box)draw;
        return Ops.Where(box.Erased, As(images, box.Fill), images);
    }

    private Tensor Fill()
    {
        float[] numbers = [.. _fillValue.ToArray().Select(v => (float)v)];
        return Tensor.From(numbers, Shape.Of(1, 1, 1, 1).With(4 + ChannelAxis, numbers.Length));
    }

    private sealed record Box(Tensor Erased, Tensor Fill);
}
