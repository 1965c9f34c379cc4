using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Cuts out the middle of images; of images that are smaller than that, the largest part with the ratio of the sides, resized.</summary>
/// <remarks>
/// Input shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. Output shape: the same with the new height and width, in the compute dtype. No weights. It acts in
/// training and inference.
/// </remarks>
/// <param name="height">The new height, at least 1.</param>
/// <param name="width">The new width, at least 1.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
[KerasSerializable("keras.layers", "CenterCrop")]
public sealed partial class CenterCrop(
    int height, int width, string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseImagePreprocessingLayer(dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly int _height = Arguments.AtLeast(1, height, nameof(height), nameof(CenterCrop));
    private readonly int _width = Arguments.AtLeast(1, width, nameof(width), nameof(CenterCrop));

    /// <inheritdoc/>
    protected internal override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return SizeOf(data);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training) => Crop(Computed(images), transformation, "bilinear");

    /// <inheritdoc/>
    protected internal override LabeledBoxes TransformBoundingBoxes(LabeledBoxes boundingBoxes, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(boundingBoxes);
        var size = ((int Height, int Width))transformation!;
        Window window = WindowOf(size);
        return Moved(boundingBoxes, size, (_height, _width), boxes => window.Move(boxes, _height, _width));
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor segmentationMasks, object? transformation, bool training) => Crop(segmentationMasks, transformation, "nearest");

    private protected override Shape OutputShape(Shape images, bool training) => Resized(images, _height, _width);

    private Window WindowOf((int Height, int Width) size) => size.Height >= _height && size.Width >= _width
        ? new Window((size.Height - _height) / 2, (size.Width - _width) / 2, _height, _width)
        : Window.OfRatio(size, _height, _width);

    private Tensor Crop(Tensor images, object? transformation, string interpolation)
    {
        Window window = WindowOf(((int Height, int Width))transformation!);
        int rows = 4 + HeightAxis;
        Tensor part = Prim.SliceAxis(Prim.SliceAxis(images, rows, window.Top, window.Top + window.Height), rows + 1, window.Left, window.Left + window.Width);
        return window.Height == _height && window.Width == _width
            ? part
            : Prim.Convert(Ops.Image.Resize(part, [_height, _width], interpolation, dataFormat: DataFormat), images.DType);
    }
}
