using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the augmentations that change colours in training and leave pixels where they are: labels, boxes and masks pass as they are.</summary>
public abstract class BaseColorAugmentation : BaseImagePreprocessingLayer
{
    private readonly SeedGenerator _generator;

    private protected BaseColorAugmentation(FloatTuple valueRange, int? seed, string? dataFormat, string? boundingBoxFormat, string? name, bool trainable, DTypePolicy? dtype)
        : base(dataFormat, boundingBoxFormat, name, trainable, dtype)
    {
        ValueRange = Ranges.Values(valueRange, KerasName);
        Seed = seed;
        _generator = new SeedGenerator(seed);
    }

    /// <summary>The least and the greatest number of images.</summary>
    public FloatTuple ValueRange { get; }

    /// <summary>The seed, if one was given.</summary>
    public int? Seed { get; }

    /// <inheritdoc/>
    protected internal sealed override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return training ? Draw(data, seed ?? _generator) : null;
    }

    /// <inheritdoc/>
    protected internal sealed override Tensor TransformImages(Tensor images, object? transformation, bool training)
    {
        Tensor x = Computed(images);
        return transformation is null || !training ? x : Prim.Convert(Change(x, transformation), x.DType);
    }

    /// <summary>What is drawn for a batch.</summary>
    private protected virtual object Draw(ImageData data, SeedGenerator seed) => Draw(data.Images.Shape[0], seed);

    /// <summary>What is drawn for a batch, where only the number of images counts.</summary>
    private protected virtual object Draw(int batch, SeedGenerator seed) => batch;

    /// <summary>The images changed.</summary>
    private protected abstract Tensor Change(Tensor images, object draw);

    /// <summary>Numbers brought into the range of values.</summary>
    private protected Tensor Clipped(Tensor images) => Prim.Maximum(Prim.Minimum(images, ValueRange[1]), ValueRange[0]);

    /// <summary>Numbers that were drawn, in the dtype of the images.</summary>
    private protected static Tensor As(Tensor images, object draw) => Prim.Convert((Tensor)draw, images.DType);

    /// <summary>Images as numbers from 0 to <paramref name="top"/>, a function of those, and its result in the range of values again.</summary>
    private protected Tensor Scaled(Tensor images, double top, Func<Tensor, Tensor> change)
    {
        (double low, double span) = (ValueRange[0], ValueRange[1] - ValueRange[0]);
        return low == 0 && span == top ? change(images) : (change((images - low) / span * top) / top * span) + low;
    }
}
