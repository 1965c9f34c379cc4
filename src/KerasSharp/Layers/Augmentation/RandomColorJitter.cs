using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, changes brightness, contrast, saturation and hue of images, one after the other, those that are given.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself.
/// Hue and saturation want three channels; see <see cref="RandomSaturation"/> for its range of values.</remarks>
[KerasSerializable("keras.layers", "RandomColorJitter")]
public sealed partial class RandomColorJitter : BaseImagePreprocessingLayer
{
    private readonly FloatTuple _valueRange, _brightnessFactor, _contrastFactor, _saturationFactor, _hueFactor;
    private readonly int? _seed;
    private readonly SeedGenerator _generator;
    private readonly BaseImagePreprocessingLayer[] _steps;

    /// <summary>Changes those of the four that are given.</summary>
    /// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
    /// <param name="brightnessFactor">As of <see cref="RandomBrightness"/>; no change when not given.</param>
    /// <param name="contrastFactor">As of <see cref="RandomContrast"/>.</param>
    /// <param name="saturationFactor">As of <see cref="RandomSaturation"/>.</param>
    /// <param name="hueFactor">As of <see cref="RandomHue"/>.</param>
    /// <param name="seed">A seed of its own.</param>
    /// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
    /// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public RandomColorJitter(
        FloatTuple valueRange = default, FloatTuple brightnessFactor = default, FloatTuple contrastFactor = default, FloatTuple saturationFactor = default, FloatTuple hueFactor = default,
        int? seed = null, string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(dataFormat, boundingBoxFormat, name, trainable, dtype)
    {
        (_valueRange, _brightnessFactor, _contrastFactor) = (Ranges.Values(valueRange, nameof(RandomColorJitter)), brightnessFactor, contrastFactor);
        (_saturationFactor, _hueFactor, _seed, _generator) = (saturationFactor, hueFactor, seed, new SeedGenerator(seed));
        BaseImagePreprocessingLayer?[] steps =
        [
            brightnessFactor.IsNone ? null : new RandomBrightness(brightnessFactor, _valueRange, seed, dataFormat, dtype: dtype),
            contrastFactor.IsNone ? null : new RandomContrast(contrastFactor, _valueRange, seed, dataFormat, dtype: dtype),
            saturationFactor.IsNone ? null : new RandomSaturation(saturationFactor, _valueRange, dataFormat, seed, dtype: dtype),
            hueFactor.IsNone ? null : new RandomHue(hueFactor, _valueRange, dataFormat, seed, dtype: dtype),
        ];
        _steps = [.. steps.OfType<BaseImagePreprocessingLayer>().Select(step => Track(step, step.Name))];
    }

    /// <inheritdoc/>
    protected internal override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return training ? Array.ConvertAll(_steps, step => step.GetRandomTransformation(data, training, seed ?? _generator)) : null;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training)
    {
        Tensor x = Computed(images);
        if (transformation is object?[] draws)
        {
            for (int i = 0; i < _steps.Length; i++)
            {
                x = _steps[i].TransformImages(x, draws[i], training);
            }
        }

        return x;
    }
}
