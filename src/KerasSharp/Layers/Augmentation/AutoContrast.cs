using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Stretches each channel of each image over the whole range of values.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. It acts in training and inference.
/// Channels of one number stay as they are.</remarks>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">The range is none.</exception>
[KerasSerializable("keras.layers", "AutoContrast")]
public sealed partial class AutoContrast(
    FloatTuple valueRange = default, string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseImagePreprocessingLayer(dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _valueRange = Ranges.Values(valueRange, nameof(AutoContrast));

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training)
    {
        Tensor x = Computed(images), low = Ops.Min(x, [HeightAxis, WidthAxis], keepdims: true), high = Ops.Max(x, [HeightAxis, WidthAxis], keepdims: true);
        Tensor stretches = high > low, span = Ops.Where(stretches, high - low, 1.0);
        return Ops.Where(stretches, ((x - low) * ((_valueRange[1] - _valueRange[0]) / span)) + _valueRange[0], x);
    }
}
