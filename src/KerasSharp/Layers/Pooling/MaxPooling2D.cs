using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The maximum of each window of images.</summary>
/// <remarks>Input shape: <c>(batch, height, width, channels)</c>. Output shape: <c>(batch, new height, new width, channels)</c>. No weights.</remarks>
/// <param name="poolSize">Size of the window; 2 when not given.</param>
/// <param name="strides">Step along each axis; the size of the window when not given.</param>
/// <param name="padding"><c>"valid"</c> or <c>"same"</c>.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A size is less than 1.</exception>
[KerasSerializable("keras.layers", "MaxPooling2D")]
public sealed partial class MaxPooling2D(Sizes? poolSize = null, Sizes? strides = null, string padding = "valid", string? dataFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype)
{
    private readonly Sizes _poolSize = (poolSize ?? 2).For(2, nameof(poolSize), nameof(MaxPooling2D));
    private readonly Sizes _strides = (strides ?? poolSize ?? 2).For(2, nameof(strides), nameof(MaxPooling2D));
    private readonly string _padding = Spatial.CheckPadding(padding, allowCausal: false, nameof(MaxPooling2D));
    private readonly string _dataFormat = Spatial.CheckFormat(dataFormat, nameof(MaxPooling2D));

    /// <inheritdoc/>
    protected override void Build(Shape input) => InputSpec = new InputSpec(Ndim: 4);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Pooling.Max(inputs, _poolSize, _strides, _padding, _dataFormat);
}
