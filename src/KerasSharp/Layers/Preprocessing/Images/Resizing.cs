using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Brings images to a height and width.</summary>
/// <remarks>
/// Input shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. Output shape: the same with the new height and width, in the dtype of the input (integers are
/// rounded). No weights. It acts in training and inference. Masks are resized by the nearest pixel.
/// </remarks>
/// <param name="height">The new height, at least 1.</param>
/// <param name="width">The new width, at least 1.</param>
/// <param name="interpolation"><c>"bilinear"</c>, <c>"nearest"</c>, <c>"bicubic"</c>, <c>"lanczos3"</c> or <c>"lanczos5"</c>.</param>
/// <param name="cropToAspectRatio">Whether to keep the ratio of the sides by cutting off, evenly.</param>
/// <param name="padToAspectRatio">Whether to keep it by filling up, evenly.</param>
/// <param name="fillMode">How to fill up: <c>"constant"</c>.</param>
/// <param name="fillValue">With what.</param>
/// <param name="antialias">Whether to take means over more pixels where images shrink.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A size is less than 1, a name is unknown, or the ratio is to be kept both ways.</exception>
[KerasSerializable("keras.layers", "Resizing")]
public sealed partial class Resizing(
    int height, int width, string interpolation = "bilinear", bool cropToAspectRatio = false, bool padToAspectRatio = false, string fillMode = "constant", double fillValue = 0, bool antialias = false,
    string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseImagePreprocessingLayer(dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly int _height = Arguments.AtLeast(1, height, nameof(height), nameof(Resizing));
    private readonly int _width = Arguments.AtLeast(1, width, nameof(width), nameof(Resizing));
    private readonly string _interpolation = Names.OneOf(interpolation, nameof(interpolation), nameof(Resizing), "bilinear", "nearest", "bicubic", "lanczos3", "lanczos5");
    private readonly string _fillMode = Names.OneOf(fillMode, nameof(fillMode), nameof(Resizing), "constant");
    private readonly bool _padToAspectRatio = !(padToAspectRatio && cropToAspectRatio) ? padToAspectRatio : throw new ArgumentException(
        "Resizing: the ratio of the sides is kept by cutting off or by filling up, not both. Received: cropToAspectRatio=true, padToAspectRatio=true. Leave one of them out.",
        nameof(padToAspectRatio));

    /// <inheritdoc/>
    protected internal override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return SizeOf(data);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training) => Resize(images, _interpolation);

    /// <inheritdoc/>
    protected internal override LabeledBoxes TransformBoundingBoxes(LabeledBoxes boundingBoxes, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(boundingBoxes);
        var size = ((int Height, int Width))transformation!;
        Window window = cropToAspectRatio ? Window.OfRatio(size, _height, _width)
            : _padToAspectRatio ? Window.AroundRatio(size, _height, _width)
            : new Window(0, 0, size.Height, size.Width);
        return Moved(boundingBoxes, size, (_height, _width), boxes => window.Move(boxes, _height, _width));
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor segmentationMasks, object? transformation, bool training) => Resize(segmentationMasks, "nearest");

    private protected override Shape OutputShape(Shape images, bool training) => Resized(images, _height, _width);

    private protected override DType OutputDType(DType images) => images;

    private Tensor Resize(Tensor images, string by) => Prim.Convert(
        Ops.Image.Resize(images, [_height, _width], by, antialias, cropToAspectRatio, _padToAspectRatio, _fillMode, fillValue, DataFormat), images.DType);
}
