using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>
/// In training, applies some of eleven augmentations, chosen at random for each batch, all of one strength (Cubuk et al. 2019, "RandAugment: practical automated data augmentation with a reduced
/// search space").
/// </summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Images have three channels. Boxes and
/// masks move with the images.</remarks>
[KerasSerializable("keras.layers", "RandAugment")]
public sealed partial class RandAugment : BaseImagePreprocessingLayer
{
    private readonly FloatTuple _valueRange, _factor;
    private readonly int _numOps;
    private readonly string _interpolation;
    private readonly int? _seed;
    private readonly SeedGenerator _generator;
    private readonly BaseImagePreprocessingLayer[] _layers;

    /// <summary>A policy of some augmentations for each batch.</summary>
    /// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
    /// <param name="numOps">How many are applied, 0 or more.</param>
    /// <param name="factor">The range of the strength, between 0 and 1. One number x stands for [0, x]; [0, 0.5] when not given.</param>
    /// <param name="interpolation"><c>"bilinear"</c> or <c>"nearest"</c>.</param>
    /// <param name="seed">A seed of its own.</param>
    /// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
    /// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    /// <exception cref="ArgumentException">An argument is out of range, or a name unknown.</exception>
    public RandAugment(
        FloatTuple valueRange = default, int numOps = 2, FloatTuple factor = default, string interpolation = "bilinear", int? seed = null, string? dataFormat = null,
        string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(dataFormat, boundingBoxFormat, name, trainable, dtype)
    {
        _valueRange = Ranges.Values(valueRange, nameof(RandAugment));
        _factor = Ranges.Around(factor.IsNone ? 0.5 : factor, 0, 1, nameof(factor), nameof(RandAugment), within: true);
        _numOps = Arguments.AtLeast(0, numOps, nameof(numOps), nameof(RandAugment));
        (_interpolation, _seed, _generator) = (interpolation, seed, new SeedGenerator(seed));
        _layers = AugmentationSet.Make(_factor, _valueRange, interpolation, seed, dataFormat, boundingBoxFormat, dtype, all: true);
        Array.ForEach(_layers, layer => Track(layer, layer.Name));
    }

    /// <inheritdoc/>
    protected internal override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        SeedGenerator source = seed ?? _generator;
        return training && _numOps > 0 ? new Draw(Ops.Unstack(Keras.Random.Randint([_numOps], 0, _layers.Length, DType.Int32, source)), AugmentationSet.Draw(_layers, data, source)) : null;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training) =>
        Each(Computed(images), transformation, (x, layer, draw) => layer.TransformImages(x, draw, training));

    /// <inheritdoc/>
    protected internal override LabeledBoxes TransformBoundingBoxes(LabeledBoxes boundingBoxes, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(boundingBoxes);
        if (transformation is not Draw draw)
        {
            return boundingBoxes;
        }

        foreach (Tensor number in draw.Choices)
        {
            LabeledBoxes before = boundingBoxes with { Boxes = Ops.Cast(boundingBoxes.Boxes, DType.Float32) };
            LabeledBoxes After(BaseImagePreprocessingLayer layer, int i) => layer.TransformBoundingBoxes(before, draw.Draws[i], training);
            boundingBoxes = new(
                AugmentationSet.Apply(_layers, number, before.Boxes, (layer, i) => Prim.Identity(After(layer, i).Boxes)),
                AugmentationSet.Apply(_layers, number, before.Labels, (layer, i) => Prim.Identity(After(layer, i).Labels)));
        }

        return boundingBoxes;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor segmentationMasks, object? transformation, bool training) =>
        Each(segmentationMasks, transformation, (x, layer, draw) => Prim.Identity(layer.TransformSegmentationMasks(x, draw, training)));

    private Tensor Each(Tensor x, object? transformation, Func<Tensor, BaseImagePreprocessingLayer, object?, Tensor> transform)
    {
        foreach (Tensor number in (transformation as Draw)?.Choices ?? [])
        {
            Tensor before = x;
            x = AugmentationSet.Apply(_layers, number, before, (layer, i) => transform(before, layer, ((Draw)transformation!).Draws[i]));
        }

        return x;
    }

    private sealed record Draw(Tensor[] Choices, object?[] Draws);
}
