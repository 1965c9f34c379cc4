using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, distorts images as if they were printed on rubber, with a probability: pixels move by smooth noise (Simard et al. 2003).</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Bounding boxes stay: pixels move
/// by about one. Masks move with the images.</remarks>
/// <param name="factor">The range that the probability of each image is drawn from, between 0 and 1. One number x stands for [0, x]; [0, 1] when not given.</param>
/// <param name="scale">The range of the strength, between 0 and 1, drawn once for a batch. One number x stands for [0, x]; [0, 1] when not given.</param>
/// <param name="interpolation"><c>"bilinear"</c> or <c>"nearest"</c>.</param>
/// <param name="fillMode">What stands outside the image: <c>"reflect"</c>, <c>"mirror"</c>, <c>"wrap"</c>, <c>"nearest"</c> or <c>"constant"</c>.</param>
/// <param name="fillValue">What stands outside where <paramref name="fillMode"/> is <c>"constant"</c>.</param>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range, or a name unknown.</exception>
[KerasSerializable("keras.layers", "RandomElasticTransform")]
public sealed partial class RandomElasticTransform(
    FloatTuple factor = default, FloatTuple scale = default, string interpolation = "bilinear", string fillMode = "reflect", double fillValue = 0, FloatTuple valueRange = default, int? seed = null,
    string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseImagePreprocessingLayer(dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private const double Reach = 0.1, Smoothness = 0.05; // of the longer and the shorter side, as Keras has them

    private readonly FloatTuple _factor = Ranges.Around(factor.IsNone ? 1 : factor, 0, 1, nameof(factor), nameof(RandomElasticTransform));
    private readonly FloatTuple _scale = Ranges.Around(scale.IsNone ? 1 : scale, 0, 1, nameof(scale), nameof(RandomElasticTransform));
    private readonly string _interpolation = Names.Interpolation(interpolation, nameof(RandomElasticTransform));
    private readonly string _fillMode = Names.OneOf(fillMode, nameof(fillMode), nameof(RandomElasticTransform), "constant", "nearest", "wrap", "mirror", "reflect");
    private readonly FloatTuple _valueRange = Ranges.Values(valueRange, nameof(RandomElasticTransform));
    private readonly SeedGenerator _generator = new(seed);

    /// <inheritdoc/>
    protected internal override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!training || _scale[1] == 0 || _factor[1] == 0)
        {
            return null;
        }

        SeedGenerator source = seed ?? _generator;
        int batch = data.Images.Shape[0];
        (int height, int width) = SizeOf(data);
        Tensor applies = Draws.Chance(batch, _factor, source), strength = Keras.Random.Uniform([1], _scale[0], _scale[1], seed: source);
        double reach = Math.Max(height, width) * Reach, smoothness = Math.Min(height, width) * Smoothness;
        int taps = (int)(6 * smoothness * _scale[1]) | 1;
        Tensor deviation = Ops.Maximum(strength * smoothness, 1e-3);
        Tensor noise = Keras.Random.Normal([batch, height, width, 2], seed: source);
        Tensor smooth = Ops.Image.Filtered(noise, Ops.Image.Gaussian([taps, taps], Ops.Concatenate([deviation, deviation])), "channels_last");
        return new Draw(applies, smooth * (strength * reach));
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training)
    {
        Tensor x = Computed(images);
        return transformation is Draw draw ? Prim.Maximum(Prim.Minimum(Move(x, draw, _interpolation), _valueRange[1]), _valueRange[0]) : x;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor segmentationMasks, object? transformation, bool training) =>
        transformation is Draw draw ? Move(segmentationMasks, draw, "nearest") : segmentationMasks;

    private Tensor Move(Tensor images, Draw draw, string how) => Ops.Cast(
        Ops.Where(draw.Applies, Op.InFloat32(images, x => Ops.Image.Displaced(x, draw.Moves, how, _fillMode, fillValue, DataFormat)), images), images.DType);

    private sealed record Draw(Tensor Applies, Tensor Moves);
}
