using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, cuts a part out of images, the same of all images of a batch.</summary>
/// <remarks>
/// Input shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. Output shape in training: the same with the new height and width. Images that are not larger
/// both ways are cut in the middle, and resized if need be. As in Keras images pass whole where it does not train: put a <see cref="CenterCrop"/> or <see cref="Resizing"/> behind it
/// where a model needs one size. No weights.
/// </remarks>
/// <param name="height">The new height, at least 1.</param>
/// <param name="width">The new width, at least 1.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
[KerasSerializable("keras.layers", "RandomCrop")]
public sealed partial class RandomCrop(
    int height, int width, int? seed = null, string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseImagePreprocessingLayer(dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly int _height = Arguments.AtLeast(1, height, nameof(height), nameof(RandomCrop));
    private readonly int _width = Arguments.AtLeast(1, width, nameof(width), nameof(RandomCrop));
    private readonly SeedGenerator _generator = new(seed);

    /// <inheritdoc/>
    protected internal override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!training)
        {
            return null;
        }

        (int height, int width) = SizeOf(data);
        if (height > _height && width > _width)
        {
            SeedGenerator source = seed ?? _generator;
            Tensor Start(int room) => Keras.Random.Randint(Shape.Scalar, 0, room + 1, DType.Int32, source);
            return new Draw(Start(height - _height), Start(width - _width), new Window(0, 0, _height, _width), (height, width));
        }

        // As Keras has it: from where the largest part of the right ratio begins, as much as there is.
        Window middle = Window.OfRatio((height, width), _height, _width);
        return new Draw(
            Prim.Scalar(middle.Top, DType.Int32), Prim.Scalar(middle.Left, DType.Int32), new Window(0, 0, Math.Min(_height, height - middle.Top), Math.Min(_width, width - middle.Left)), (height, width));
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training) => Crop(Computed(images), transformation, "bilinear");

    /// <inheritdoc/>
    protected internal override LabeledBoxes TransformBoundingBoxes(LabeledBoxes boundingBoxes, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(boundingBoxes);
        return transformation is Draw draw
            ? Moved(boundingBoxes, draw.Size, (_height, _width), boxes => draw.Window.Move(
                Utils.BoundingBoxes.Pad(boxes, Ops.Cast(Prim.Negate(draw.Top), DType.Float32), Ops.Cast(Prim.Negate(draw.Left), DType.Float32)), _height, _width))
            : boundingBoxes;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor segmentationMasks, object? transformation, bool training) => Crop(segmentationMasks, transformation, "nearest");

    private protected override Shape OutputShape(Shape images, bool training) => training ? Resized(images, _height, _width) : images;

    private Tensor Crop(Tensor images, object? transformation, string interpolation)
    {
        if (transformation is not Draw draw)
        {
            return images;
        }

        int rows = 4 + HeightAxis;
        var starts = new Tensor[4];
        Array.Fill(starts, Prim.Scalar(0, DType.Int32));
        (starts[rows], starts[rows + 1]) = (draw.Top, draw.Left);
        Tensor part = Prim.DynamicSlice(images, Ops.Stack(starts), Resized(images.Shape, draw.Window.Height, draw.Window.Width).ToArray());
        return draw.Window.Height == _height && draw.Window.Width == _width
            ? part
            : Prim.Convert(Ops.Image.Resize(part, [_height, _width], interpolation, dataFormat: DataFormat), images.DType);
    }

    private sealed record Draw(Tensor Top, Tensor Left, Window Window, (int Height, int Width) Size);
}
