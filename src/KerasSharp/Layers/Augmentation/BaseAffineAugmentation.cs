using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>
/// Base of the augmentations that move pixels in training by an affine map, drawn for each image. Bounding boxes move along (a box becomes the one around its corners), masks too, by
/// the nearest pixel.
/// </summary>
public abstract class BaseAffineAugmentation : BaseImagePreprocessingLayer
{
    private readonly SeedGenerator _generator;

    private protected BaseAffineAugmentation(
        string fillMode, string interpolation, int? seed, double fillValue, string? dataFormat, string? boundingBoxFormat, string? name, bool trainable, DTypePolicy? dtype)
        : base(dataFormat, boundingBoxFormat, name, trainable, dtype)
    {
        FillMode = Names.FillMode(fillMode, KerasName);
        Interpolation = Names.Interpolation(interpolation, KerasName);
        FillValue = fillValue;
        Seed = seed;
        _generator = new SeedGenerator(seed);
    }

    /// <summary>What stands outside the image: <c>"reflect"</c>, <c>"wrap"</c>, <c>"constant"</c> or <c>"nearest"</c>.</summary>
    public string FillMode { get; }

    /// <summary><c>"bilinear"</c> or <c>"nearest"</c>.</summary>
    public string Interpolation { get; }

    /// <summary>What stands outside where the fill mode is <c>"constant"</c>.</summary>
    public double FillValue { get; }

    /// <summary>The seed, if one was given.</summary>
    public int? Seed { get; }

    /// <inheritdoc/>
    protected internal sealed override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        (int height, int width) = SizeOf(data);
        return training ? new Draw(Maps(data.Images.Shape[0], height, width, seed ?? _generator), height, width) : null;
    }

    /// <inheritdoc/>
    protected internal sealed override Tensor TransformImages(Tensor images, object? transformation, bool training) =>
        training && transformation is Draw draw ? Map(Computed(images), draw, Interpolation) : Computed(images);

    /// <inheritdoc/>
    protected internal sealed override LabeledBoxes TransformBoundingBoxes(LabeledBoxes boundingBoxes, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(boundingBoxes);
        return training && transformation is Draw draw
            ? Moved(boundingBoxes, (draw.Height, draw.Width), (draw.Height, draw.Width), boxes => PlaneMaps.MoveBoxes(boxes, draw.Maps))
            : boundingBoxes;
    }

    /// <inheritdoc/>
    protected internal sealed override Tensor TransformSegmentationMasks(Tensor segmentationMasks, object? transformation, bool training) =>
        training && transformation is Draw draw ? Map(segmentationMasks, draw, "nearest") : segmentationMasks;

    /// <summary>The maps of a batch, (batch, 8) float32: where each new pixel was, as <see cref="Ops.Image.AffineTransform"/> has it.</summary>
    private protected abstract Tensor Maps(int batch, int height, int width, SeedGenerator seed);

    /// <summary>Maps from numbers that are the same for all images, and from numbers for each, (batch, 1).</summary>
    private protected static Tensor Map(Tensor a0, Tensor a1, Tensor a2, Tensor b0, Tensor b1, Tensor b2)
    {
        Tensor zero = Ops.ZerosLike(a0);
        return Ops.Concatenate([a0, a1, a2, b0, b1, b2, zero, zero], -1);
    }

    /// <summary>A number of a range for each image, (batch, 1).</summary>
    private protected static Tensor Uniform(int batch, FloatTuple range, SeedGenerator seed) => Keras.Random.Uniform([batch, 1], range[0], range[1], seed: seed);

    // Places of pixels need more than 16 bits.
    private Tensor Map(Tensor images, Draw draw, string interpolation) =>
        Op.InFloat32(images, x => Prim.Convert(Ops.Image.Affine(x, draw.Maps, interpolation, FillMode, FillValue, DataFormat), x.DType)) is var moved && moved.DType == images.DType
            ? moved
            : Prim.Convert(Prim.Round(moved), images.DType);

    private sealed record Draw(Tensor Maps, int Height, int Width);
}
