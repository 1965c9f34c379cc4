using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>
/// Base of the layers that change images, and with them labels, bounding boxes and segmentation masks. A layer of your own draws what is random in
/// <see cref="GetRandomTransformation"/> and applies it in <see cref="TransformImages"/>; if it moves pixels, also in <see cref="TransformBoundingBoxes"/> and
/// <see cref="TransformSegmentationMasks"/>, which leave theirs alone by default, as <see cref="TransformLabels"/> does.
/// </summary>
/// <remarks>
/// <para>Input shape: one image, <c>(height, width, channels)</c>, or a batch of them, <c>(batch, height, width, channels)</c>; with <c>"channels_first"</c> channels come before
/// height. The methods above always see a batch. Any dtype; the result is in the compute dtype unless the layer says otherwise.</para>
/// <para>As in Keras these layers take a call that does not say so, and that no other call encloses, for training: used alone they augment, in a model that predicts they do not.</para>
/// </remarks>
[WritesConfig("data_format", "bounding_box_format")]
public abstract class BaseImagePreprocessingLayer : Layer
{
    /// <summary>Sets what all image layers have.</summary>
    /// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
    /// <param name="boundingBoxFormat">Format of bounding boxes, one of <see cref="Utils.BoundingBoxes.Formats"/>; needed where there are boxes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    /// <exception cref="ArgumentException">A format is unknown.</exception>
    protected BaseImagePreprocessingLayer(string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(name, trainable, dtype)
    {
        DataFormat = Spatial.CheckFormat(dataFormat, KerasName);
        BoundingBoxFormat = boundingBoxFormat is null ? null : Utils.BoundingBoxes.CheckFormat(boundingBoxFormat, KerasName);
    }

    /// <summary><c>"channels_last"</c> or <c>"channels_first"</c>.</summary>
    public string DataFormat { get; }

    /// <summary>Format of bounding boxes, or null.</summary>
    public string? BoundingBoxFormat { get; }

    /// <summary>The axis of rows, counted from the end.</summary>
    protected int HeightAxis => ChannelsFirst ? -2 : -3;

    /// <summary>The axis of columns, counted from the end.</summary>
    protected int WidthAxis => ChannelsFirst ? -1 : -2;

    /// <summary>The axis of channels, counted from the end.</summary>
    protected int ChannelAxis => ChannelsFirst ? -3 : -1;

    private protected sealed override bool CastsInput => false;

    private protected sealed override bool TrainsByDefault => true;

    private bool ChannelsFirst => DataFormat == "channels_first";

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        Config config = base.GetConfig();
        config["data_format"] = DataFormat;
        if (BoundingBoxFormat is not null)
        {
            config["bounding_box_format"] = BoundingBoxFormat;
        }

        return config;
    }

    /// <summary>Applies the layer to images and what belongs to them: Keras's call with a dictionary.</summary>
    /// <param name="data">Images, labels, bounding boxes, segmentation masks.</param>
    /// <param name="training">Whether to train; when not given, that of the enclosing call, else true.</param>
    /// <returns>The same, changed.</returns>
    /// <exception cref="ArgumentException">There are bounding boxes, and the layer was not told their format.</exception>
    public ImageData Apply(ImageData data, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        CallArguments arguments = data.ToArguments(training);
        return ImageData.From(Invoke(arguments), arguments.InputNames, Label);
    }

    /// <summary>Draws what is random in one call; null, by default, where nothing is.</summary>
    /// <param name="data">A batch; its shapes count.</param>
    /// <param name="training">Whether it trains.</param>
    /// <param name="seed">What to draw from; the layer's own generator when not given.</param>
    /// <returns>Anything that the methods that follow understand.</returns>
    protected internal virtual object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null) => null;

    /// <summary>Changes images.</summary>
    /// <param name="images">A batch of images.</param>
    /// <param name="transformation">What <see cref="GetRandomTransformation"/> gave.</param>
    /// <param name="training">Whether it trains.</param>
    protected internal abstract Tensor TransformImages(Tensor images, object? transformation, bool training);

    /// <summary>Changes labels.</summary>
    /// <param name="labels">Labels of a batch.</param>
    /// <param name="transformation">What <see cref="GetRandomTransformation"/> gave.</param>
    /// <param name="training">Whether it trains.</param>
    protected internal virtual Tensor TransformLabels(Tensor labels, object? transformation, bool training) => labels;

    /// <summary>Changes bounding boxes.</summary>
    /// <param name="boundingBoxes">(batch, boxes, 4) in <see cref="BoundingBoxFormat"/>, with their labels.</param>
    /// <param name="transformation">What <see cref="GetRandomTransformation"/> gave.</param>
    /// <param name="training">Whether it trains.</param>
    protected internal virtual LabeledBoxes TransformBoundingBoxes(LabeledBoxes boundingBoxes, object? transformation, bool training) => boundingBoxes;

    /// <summary>Changes segmentation masks.</summary>
    /// <param name="segmentationMasks">Masks of a batch, with an axis of channels. Classes must not be mixed: the nearest pixel, not a mean.</param>
    /// <param name="transformation">What <see cref="GetRandomTransformation"/> gave.</param>
    /// <param name="training">Whether it trains.</param>
    protected internal virtual Tensor TransformSegmentationMasks(Tensor segmentationMasks, object? transformation, bool training) => segmentationMasks;

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ImageData data = ImageData.From(arguments.Inputs, arguments.InputNames, Label);
        CheckRank(data.Images);
        bool single = data.Images.Rank == 3, training = arguments.Training!.Value;
        ImageData batch = single ? data.Map(t => Prim.Reshape(t, t.Shape.Insert(0, 1))) : data;
        ImageData result = !IsLibraryClass() || IsKnown(batch) ? Transform(batch, training)
            : batch.Images.Shape[0] == 0 ? Infer(batch, training).Map(t => Ops.Zeros(t.Shape, t.DType))
            : Infer(batch, training);
        return (single ? result.Map(t => Prim.Reshape(t, t.Shape[1..])) : result).InOrderOf(arguments.InputNames);
    }

    /// <summary>Shapes and dtypes of the results, where sizes are not known.</summary>
    private protected virtual ImageData Infer(ImageData data, bool training) => new(Op.Unknown(OutputShape(data.Images.Shape, training), OutputDType(data.Images.DType)))
    {
        Labels = data.Labels,
        BoundingBoxes = data.BoundingBoxes,
        SegmentationMasks = data.SegmentationMasks is { } masks ? Op.Unknown(OutputShape(masks.Shape, training), masks.DType) : null,
    };

    /// <summary>The shape of images or masks, by default as it was.</summary>
    private protected virtual Shape OutputShape(Shape images, bool training) => images;

    /// <summary>The dtype of images, by default that of the layer's computation.</summary>
    private protected virtual DType OutputDType(DType images) => ComputeDType;

    /// <summary>Images in the compute dtype.</summary>
    private protected Tensor Computed(Tensor images) => Prim.Convert(images, ComputeDType);

    /// <summary>A shape of images or masks with another height and width.</summary>
    private protected Shape Resized(Shape images, int height, int width)
    {
        bool channels = images.Rank == 4;
        int rows = images.Rank + (channels ? HeightAxis : -2);
        return images.With(rows, height).With(rows + 1, width);
    }

    /// <summary>Height and width of a batch.</summary>
    private protected (int Height, int Width) SizeOf(ImageData data) => (data.Images.Shape[4 + HeightAxis], data.Images.Shape[4 + WidthAxis]);

    /// <summary>Boxes changed as (left, top, right, bottom) in pixels, cut off at the edges of the new image; those of which nothing is left get the label -1.</summary>
    private protected LabeledBoxes Moved(LabeledBoxes boundingBoxes, (int Height, int Width) before, (int Height, int Width) after, Func<Tensor, Tensor> move)
    {
        Tensor boxes = Utils.BoundingBoxes.ConvertFormat(boundingBoxes.Boxes, BoundingBoxFormat!, "xyxy", before.Height, before.Width);
        LabeledBoxes moved = Utils.BoundingBoxes.ClipToImageSize(new LabeledBoxes(move(boxes), boundingBoxes.Labels), after.Height, after.Width);
        return moved with { Boxes = Utils.BoundingBoxes.ConvertFormat(moved.Boxes, "xyxy", BoundingBoxFormat!, after.Height, after.Width) };
    }

    private static bool IsKnown(ImageData data) => data.Images.Shape is { IsStatic: true, Count: > 0 } && (data.BoundingBoxes?.Boxes.Shape.IsStatic ?? true)
        && (data.SegmentationMasks?.Shape.IsStatic ?? true) && (data.Labels?.Shape.IsStatic ?? true);

    private void CheckRank(Tensor images)
    {
        if (images.Rank is not (3 or 4) || (images.Shape.IsStatic && images.Shape[^3..].Count == 0))
        {
            throw new ShapeException(
                $"{Label}: images must have 3 axes (one image) or 4 (a batch), and at least one row, column and channel. Received: images.Shape={images.Shape}.", nameof(images));
        }
    }

    private ImageData Transform(ImageData data, bool training)
    {
        if (data.BoundingBoxes is not null && BoundingBoxFormat is null)
        {
            throw new ArgumentException($"{Label}: it must know the format of bounding boxes. Received: boundingBoxFormat=null. Give it, as boundingBoxFormat: \"xyxy\".", nameof(data));
        }

        object? transformation = GetRandomTransformation(data, training);
        return new(TransformImages(data.Images, transformation, training))
        {
            Labels = data.Labels is { } labels ? TransformLabels(labels, transformation, training) : null,
            BoundingBoxes = data.BoundingBoxes is { } boxes ? TransformBoundingBoxes(boxes, transformation, training) : null,
            SegmentationMasks = data.SegmentationMasks is { } masks ? TransformMasks(masks, transformation, training) : null,
        };
    }

    private Tensor TransformMasks(Tensor masks, object? transformation, bool training)
    {
        if (masks.Rank == 4)
        {
            return TransformSegmentationMasks(masks, transformation, training);
        }

        int axis = 4 + ChannelAxis;
        Tensor result = TransformSegmentationMasks(Ops.ExpandDims(masks, axis), transformation, training);
        return Ops.Squeeze(result, axis);
    }
}
