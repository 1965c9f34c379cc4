using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>
/// In training, mixes images with copies of them that went through chains of random augmentations (Hendrycks et al. 2019, "AugMix: a simple data processing method to improve robustness and
/// uncertainty").
/// </summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Images have three channels. All images of
/// a batch go through the same chains, but draw angles and the like for themselves. Labels, boxes and masks stay as they are, as the image itself stays in the mixture.</remarks>
[KerasSerializable("keras.layers", "AugMix")]
public sealed partial class AugMix : BaseImagePreprocessingLayer
{
    private readonly FloatTuple _valueRange, _factor;
    private readonly int _numChains, _chainDepth;
    private readonly double _alpha;
    private readonly bool _allOps;
    private readonly string _interpolation;
    private readonly int? _seed;
    private readonly SeedGenerator _generator;
    private readonly BaseImagePreprocessingLayer[] _layers;

    /// <summary>Mixtures of chains.</summary>
    /// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
    /// <param name="numChains">The number of chains, at least 1.</param>
    /// <param name="chainDepth">The most augmentations of a chain, at least 1.</param>
    /// <param name="factor">The range of the strength, between 0 and 1. One number x stands for [0, x]; [0, 0.3] when not given.</param>
    /// <param name="alpha">The parameter of the distributions of the shares, above 0.</param>
    /// <param name="allOps">Whether brightness, colour, contrast and sharpness are among the augmentations.</param>
    /// <param name="interpolation"><c>"bilinear"</c> or <c>"nearest"</c>.</param>
    /// <param name="seed">A seed of its own.</param>
    /// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
    /// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    /// <exception cref="ArgumentException">An argument is out of range, or a name unknown.</exception>
    public AugMix(
        FloatTuple valueRange = default, int numChains = 3, int chainDepth = 3, FloatTuple factor = default, double alpha = 1, bool allOps = true, string interpolation = "bilinear", int? seed = null,
        string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(dataFormat, boundingBoxFormat, name, trainable, dtype)
    {
        _valueRange = Ranges.Values(valueRange, nameof(AugMix));
        _factor = Ranges.Around(factor.IsNone ? 0.3 : factor, 0, 1, nameof(factor), nameof(AugMix), within: true);
        _numChains = Arguments.AtLeast(1, numChains, nameof(numChains), nameof(AugMix));
        _chainDepth = Arguments.AtLeast(1, chainDepth, nameof(chainDepth), nameof(AugMix));
        _alpha = Utilities.Arguments.Positive(nameof(AugMix), nameof(alpha), alpha);
        (_allOps, _interpolation, _seed, _generator) = (allOps, interpolation, seed, new SeedGenerator(seed));
        _layers = AugmentationSet.Make(_factor, _valueRange, interpolation, seed, dataFormat, boundingBoxFormat, dtype, allOps);
        Array.ForEach(_layers, layer => Track(layer, layer.Name));
    }

    /// <inheritdoc/>
    protected internal override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!training)
        {
            return null;
        }

        SeedGenerator source = seed ?? _generator;
        int steps = _numChains * _chainDepth;
        Tensor gamma = Keras.Random.Gamma([_numChains], _alpha, seed: source);
        Tensor[] numbers = Ops.Unstack(Keras.Random.Randint([steps], 0, _layers.Length + 1, DType.Int32, source));
        object?[][] draws = [.. Enumerable.Range(0, steps).Select(_ => AugmentationSet.Draw(_layers, data, source))];
        return new Draw(Ops.Unstack(gamma / Ops.Sum(gamma)), Keras.Random.Beta(Shape.Scalar, _alpha, _alpha, seed: source), numbers, draws);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training)
    {
        Tensor x = Computed(images);
        if (transformation is not Draw draw)
        {
            return x;
        }

        Tensor? mixture = null;
        for (int chain = 0; chain < _numChains; chain++)
        {
            Tensor link = x;
            for (int step = chain * _chainDepth; step < (chain + 1) * _chainDepth; step++)
            {
                (Tensor before, object?[] drawn) = (link, draw.Draws[step]);
                link = AugmentationSet.Apply(_layers, draw.Numbers[step], before, (layer, i) => layer.TransformImages(before, drawn[i], training));
            }

            Tensor part = link * Ops.Cast(draw.Shares[chain], x.DType);
            mixture = mixture is null ? part : mixture + part;
        }

        Tensor own = Ops.Cast(draw.Own, x.DType);
        return Ops.Cast(Ops.Clip((own * x) + ((1 - own) * mixture!), _valueRange[0], _valueRange[1]), x.DType);
    }

    private sealed record Draw(Tensor[] Shares, Tensor Own, Tensor[] Numbers, object?[][] Draws);
}
