using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, mirrors half of the images. Where both directions are given, images are mirrored in both or in none, as in Keras: turned by half a turn.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself.</remarks>
/// <param name="mode"><c>"horizontal"</c> (left and right change places), <c>"vertical"</c> or <c>"horizontal_and_vertical"</c>.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A name is unknown.</exception>
[KerasSerializable("keras.layers", "RandomFlip")]
[ConfigOrder("", "seed")]
public sealed partial class RandomFlip(
    string mode = "horizontal_and_vertical", int? seed = null, string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseImagePreprocessingLayer(dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly string _mode = Names.OneOf(mode, nameof(mode), nameof(RandomFlip), "horizontal", "vertical", "horizontal_and_vertical");
    private readonly SeedGenerator _generator = new(seed);

    private bool Across => _mode != "vertical";

    private bool Down => _mode != "horizontal";

    /// <inheritdoc/>
    protected internal override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return training ? new Draw(Draws.Uniform(data.Images.Shape[0], 0, 1, seed ?? _generator) <= 0.5, SizeOf(data)) : null;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training) => Flip(Computed(images), transformation, training);

    /// <inheritdoc/>
    protected internal override LabeledBoxes TransformBoundingBoxes(LabeledBoxes boundingBoxes, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(boundingBoxes);
        return training && transformation is Draw draw ? Moved(boundingBoxes, draw.Size, draw.Size, boxes =>
        {
            Tensor[] s = Utils.BoundingBoxes.Sides(boxes);
            (double width, double height) = (draw.Size.Width, draw.Size.Height);
            Tensor flipped = Ops.Concatenate([Across ? width - s[2] : s[0], Down ? height - s[3] : s[1], Across ? width - s[0] : s[2], Down ? height - s[1] : s[3]], -1);
            return Ops.Where(Ops.Squeeze(draw.Flips, 3), flipped, boxes);
        }) : boundingBoxes;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor segmentationMasks, object? transformation, bool training) => Flip(segmentationMasks, transformation, training);

    private Tensor Flip(Tensor images, object? transformation, bool training)
    {
        int[] axes = [.. Down ? [4 + HeightAxis] : (int[])[], .. Across ? [4 + WidthAxis] : (int[])[]];
        return training && transformation is Draw draw
            ? Prim.Select(Prim.BroadcastTo(draw.Flips, images.Shape), Prim.Reverse(images, axes), images)
            : images;
    }

    private sealed record Draw(Tensor Flips, (int Height, int Width) Size);
}
