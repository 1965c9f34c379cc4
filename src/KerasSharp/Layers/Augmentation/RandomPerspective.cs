using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, looks at images from aside, with a probability: three of the corners move, and the rest with them.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself.</remarks>
/// <param name="factor">The range that the probability of each image is drawn from, between 0 and 1. One number x stands for [0, x]; [0, 1] when not given.</param>
/// <param name="scale">How far corners move, between 0 and 1: at most half of that of their distance from the top left one.</param>
/// <param name="interpolation"><c>"bilinear"</c> or <c>"nearest"</c>.</param>
/// <param name="fillValue">What stands outside the image.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range, or a name unknown.</exception>
[KerasSerializable("keras.layers", "RandomPerspective")]
public sealed partial class RandomPerspective(
    FloatTuple factor = default, double scale = 1, string interpolation = "bilinear", double fillValue = 0, int? seed = null, string? dataFormat = null, string? boundingBoxFormat = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseImagePreprocessingLayer(dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _factor = Ranges.Around(factor.IsNone ? 1 : factor, 0, 1, nameof(factor), nameof(RandomPerspective));
    private readonly double _scale = Arguments.Between(0, 1, scale, nameof(scale), nameof(RandomPerspective));
    private readonly string _interpolation = Names.Interpolation(interpolation, nameof(RandomPerspective));
    private readonly SeedGenerator _generator = new(seed);

    /// <inheritdoc/>
    protected internal override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!training)
        {
            return null;
        }

        int batch = data.Images.Shape[0];
        (int height, int width) = SizeOf(data);
        Tensor applies = Draws.Chance(batch, _factor, seed ?? _generator);
        Tensor factors = Keras.Random.Uniform([batch, 4, 2], -_scale / 2, _scale / 2, seed: seed ?? _generator);
        Tensor corners = Prim.BroadcastTo(Tensor.From([0f, 0, width - 1, 0, 0, height - 1, width - 1, height - 1], Shape.Of(1, 4, 2)), Shape.Of(batch, 4, 2));
        return new Draw(applies, corners, corners * (factors + 1), (height, width));
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training) => Turn(Computed(images), transformation, _interpolation);

    /// <inheritdoc/>
    protected internal override LabeledBoxes TransformBoundingBoxes(LabeledBoxes boundingBoxes, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(boundingBoxes);
        return transformation is Draw draw
            ? Moved(boundingBoxes, draw.Size, draw.Size, boxes =>
                Ops.Where(Ops.Squeeze(draw.Applies, 3), PlaneMaps.MoveBoxes(boxes, Ops.Image.Homography(draw.From, draw.To)), boxes))
            : boundingBoxes;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor segmentationMasks, object? transformation, bool training) => Turn(segmentationMasks, transformation, "nearest");

    // Places of pixels need more than 16 bits.
    private Tensor Turn(Tensor images, object? transformation, string how) => transformation is Draw draw
        ? Ops.Cast(
            Ops.Where(draw.Applies, Op.InFloat32(images, x => Ops.Image.PerspectiveTransform(x, draw.From, draw.To, how, fillValue, DataFormat)), images), images.DType)
        : images;

    private sealed record Draw(Tensor Applies, Tensor From, Tensor To, (int Height, int Width) Size);
}
