using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Makes images larger, by repetition or by interpolation.</summary>
/// <remarks>Input shape: <c>(batch, height, width, channels)</c>. Output shape: <c>(batch, height * size[0], width * size[1], channels)</c>. No weights.</remarks>
/// <param name="size">Factors of height and width, or one for both; 2 when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="interpolation"><c>"nearest"</c>, <c>"bilinear"</c>, <c>"bicubic"</c>, <c>"lanczos3"</c> or <c>"lanczos5"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A factor is less than 1, or format or interpolation are none of those.</exception>
[KerasSerializable("keras.layers", "UpSampling2D")]
public sealed partial class UpSampling2D(
    Sizes? size = null, string? dataFormat = null, string interpolation = "nearest", string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private readonly Sizes _size = (size ?? 2).For(2, nameof(size), nameof(UpSampling2D));
    private readonly string _dataFormat = Spatial.CheckFormat(dataFormat, nameof(UpSampling2D));
    private readonly string _interpolation = interpolation is "nearest" or "bilinear" or "bicubic" or "lanczos3" or "lanczos5" ? interpolation : throw new ArgumentException(
        $"UpSampling2D: interpolation must be \"nearest\", \"bilinear\", \"bicubic\", \"lanczos3\" or \"lanczos5\". Received: interpolation=\"{interpolation}\".", nameof(interpolation));

    /// <inheritdoc/>
    protected override void Build(Shape input) => InputSpec = new InputSpec(Ndim: 4);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int first = _dataFormat == "channels_last" ? 1 : 2, height = inputs.Shape[first], width = inputs.Shape[first + 1];

        // Where sizes are not known only shapes are wanted, which do not depend on how numbers between others are found.
        return _interpolation == "nearest" || height < 0 || width < 0
            ? Spatial.Repeat(inputs, first, _size)
            : Ops.Image.Resize(inputs, [height * _size[0], width * _size[1]], _interpolation, dataFormat: _dataFormat);
    }
}
