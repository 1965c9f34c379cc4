using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The mean of each window of volumes. Padding does not count.</summary>
/// <remarks>Input shape: <c>(batch, depth, height, width, channels)</c>. Output shape: <c>(batch, new depth, new height, new width, channels)</c>. No weights.</remarks>
/// <param name="poolSize">Size of the window.</param>
/// <param name="strides">Step along each axis; the size of the window when not given.</param>
/// <param name="padding"><c>"valid"</c> or <c>"same"</c>.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A size is less than 1, or padding or format are none of those.</exception>
[KerasSerializable("keras.layers", "AveragePooling3D")]
public sealed partial class AveragePooling3D(
    Sizes poolSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseAveragePooling(3, poolSize, strides, padding, dataFormat, name, trainable, dtype)
{
}
