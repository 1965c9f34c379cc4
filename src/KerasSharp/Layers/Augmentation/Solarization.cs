using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, turns the numbers of images that are not below a threshold into their negatives, after adding a number.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself.</remarks>
/// <param name="additionFactor">The range of what is added first, as parts of the range of values, between 0 and 1. One number x stands for [0, x]; 0 when not given.</param>
/// <param name="thresholdFactor">The range of the threshold, as parts of the range of values, between 0 and 1. One number x stands for [0, x]; 0, all numbers, when not given.</param>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
[KerasSerializable("keras.layers", "Solarization")]
[ConfigOrder("", "value_range")]
public sealed partial class Solarization(
    FloatTuple additionFactor = default, FloatTuple thresholdFactor = default, FloatTuple valueRange = default, int? seed = null, string? dataFormat = null, string? boundingBoxFormat = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseColorAugmentation(valueRange, seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _additionFactor = Ranges.Around(additionFactor.IsNone ? 0 : additionFactor, 0, 1, nameof(additionFactor), nameof(Solarization), within: true);
    private readonly FloatTuple _thresholdFactor = Ranges.Around(thresholdFactor.IsNone ? 0 : thresholdFactor, 0, 1, nameof(thresholdFactor), nameof(Solarization), within: true);

    private protected override object Draw(int batch, SeedGenerator seed) => new Levels(Draws.Uniform(batch, _additionFactor, seed) * 255, Draws.Uniform(batch, _thresholdFactor, seed) * 255);

    private protected override Tensor Change(Tensor images, object draw) => Scaled(images, 255, x =>
    {
        var levels = (Levels)draw;
        Tensor brighter = Ops.Clip(x + As(images, levels.Addition), 0, 255);
        return Ops.Where(brighter < As(images, levels.Threshold), brighter, 255 - brighter);
    });

    private sealed record Levels(Tensor Addition, Tensor Threshold);
}
